"""The race of batch sizes: times by hand and against NumPy, and what they are judged by."""

import numpy as np
import pytest

from mnist_core.lessons.claims import batches
from mnist_core.lessons.claims.batches import Race
from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS


def epochs(seconds, accuracies):
    return [
        {"processor": s, "validation_accuracy": a} for s, a in zip(seconds, accuracies, strict=True)
    ]


def test_times_leave_out_the_first_epoch_and_the_mark_may_never_be_reached():
    run = epochs([9.0, 11.0, 13.0], [0.5, 0.93, 0.97])
    assert batches.per_epoch(run) == 2
    assert batches.to_the_mark(run) == 4
    assert batches.to_the_mark(epochs([1.0, 2.0], [0.1, 0.2])) == float("inf")


def test_within_an_epoch_the_time_is_interpolated_from_chance_on():
    """NumPy reads the mark off the same polygon."""
    run = epochs([9.0, 11.0, 13.0], [0.5, 0.9, 0.95])
    expected = np.interp(batches.REACHED, [0.1, 0.5, 0.9, 0.95], [0, 2, 4, 6])
    assert batches.to_the_mark(run) == pytest.approx(expected)
    first = epochs([3.0, 5.0], [0.97, 0.98])
    assert batches.to_the_mark(first) == pytest.approx(2 * (0.93 - 0.1) / (0.97 - 0.1))


NEVER = float("inf")
SIZES = (32, 128, 512)


def race(three, per_epoch, to_the_mark):
    """Three random seeds around each of these means; times are by batch size."""
    per_epoch, to_the_mark = map(three, per_epoch), map(three, to_the_mark)
    return Race(
        per_epoch=dict(zip(SIZES, per_epoch, strict=True)),
        to_the_mark=dict(zip(SIZES, to_the_mark, strict=True)),
    )


@pytest.mark.parametrize(
    ("per_epoch", "verdict"),
    [
        ((3, 2, 1), HOLDS),
        ((2, 3, 1), DEPENDS),
        ((1, 2, 3), FAILS),
    ],
)
def test_larger_batches_are_judged_by_the_best_epoch(per_epoch, verdict, three):
    found = race(three, per_epoch, (9, 9, 9))
    finding = batches.judge_larger_batches(found)
    assert finding.verdict == verdict
    assert [bar.value for bar in batches.draw_per_epoch(found).bars] == pytest.approx(
        [mean - 0.001 for mean in per_epoch]
    )


@pytest.mark.parametrize(
    ("to_the_mark", "verdict"),
    [
        ((1, 2, 3), HOLDS),
        ((2, 1, 3), DEPENDS),
        ((1, 1.0005, 3), DEPENDS),
        ((3, 2, 1), FAILS),
        ((2, 2, 2), FAILS),
        ((NEVER, 2, 3), DEPENDS),
    ],
)
def test_smaller_batches_are_judged_by_the_time_to_the_mark(to_the_mark, verdict, three):
    """A difference of 0.0005 s is less than the random seeds spread."""
    found = race(three, (3, 2, 1), to_the_mark)
    finding = batches.judge_smaller_batches(found)
    assert finding.verdict == verdict and "inf" not in finding.says
    assert [bar.value for bar in batches.draw_to_the_mark(found).bars] == pytest.approx(to_the_mark)


def test_a_size_that_one_seed_never_gets_to_the_mark_with_loses(three):
    found = race(three, (3, 2, 1), (1, 2, 3))
    found.to_the_mark[512] = (1.0, 2.0, NEVER)
    finding = batches.judge_smaller_batches(found)
    assert finding.verdict == HOLDS and "batches of 512 not with every seed" in finding.says
