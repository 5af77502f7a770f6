"""What is said of the first epochs follows from them."""

import pytest

from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS
from mnist_core.lessons.claims.epochs import FirstEpochs, judge_first_epochs


@pytest.mark.parametrize(
    ("first", "second", "said", "verdict"),
    [(0.97, 0.98, "Each", HOLDS), (0.97, 0.9, "One", DEPENDS), (0.5, 0.9, "Neither", FAILS)],
)
def test_what_is_said_of_the_first_epochs_follows_from_them(first, second, said, verdict):
    finding = judge_first_epochs(FirstEpochs(first, second))
    assert f"{said} is within a point" in finding.says and finding.verdict == verdict
