"""An accuracy over three random seeds, against what a document names."""

import pytest

from mnist_core.lessons.claims.accuracy import Reached, claimed, judge_reached
from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("classic_cnn", (0.98, 0.99)),
        ("mlp", (0.92, 0.96)),
        ("wide_cnn", (0.98975, 0.98985)),
        ("keras_cnn", (0.9925, 0.9935)),
    ],
)
def test_a_claimed_accuracy_is_as_wide_as_it_is_written(id, expected):
    assert claimed(id) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("seeds", "verdict"),
    [
        ((0.979, 0.979, 0.9791), FAILS),
        ((0.985, 0.985, 0.9851), HOLDS),
        ((0.995, 0.995, 0.9951), DEPENDS),
        ((0.97, 0.975, 0.98), HOLDS),  # too scattered to contradict 98 to 99 %
    ],
)
def test_an_accuracy_is_judged_by_the_interval_over_seeds(seeds, verdict):
    assert judge_reached("classic_cnn", Reached(seeds)).verdict == verdict
