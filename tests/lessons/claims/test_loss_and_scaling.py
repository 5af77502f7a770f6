"""The verdicts on losses and on pixels flip where their figures say so."""

import pytest

from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS
from mnist_core.lessons.claims.loss_and_scaling import (
    Losses,
    Pixels,
    draw_losses,
    draw_pixels,
    judge_losses,
    judge_pixels,
)

PIXELS = [
    f"{kind}, {name}" for kind in ("Adam", "SGD") for name in ("0 to 255", "0 to 1", "standardised")
]


@pytest.mark.parametrize(
    ("means", "verdict"),
    [
        ((0.49, 0.95, 0.96, 0.3, 0.92, 0.93), HOLDS),
        ((0.51, 0.95, 0.96, 0.3, 0.79, 0.87), DEPENDS),
        ((0.94, 0.95, 0.96, 0.6, 0.92, 0.93), FAILS),
        ((0.91, 0.95, 0.96, 0.91, 0.92, 0.93), FAILS),
    ],
)
def test_pixels_are_judged_by_what_raw_ones_are_worth(means, verdict, three):
    found = Pixels(dict(zip(PIXELS, map(three, means), strict=True)))
    assert judge_pixels(found).verdict == verdict
    assert [bar.value for bar in draw_pixels(found).bars] == pytest.approx(means)


@pytest.mark.parametrize(
    ("entropy", "squared", "verdict"),
    [
        (0.98, 0.97, HOLDS),
        (0.97, 0.98, DEPENDS),
        (0.98, 0.5, FAILS),
    ],
)
def test_squared_error_has_to_work_and_not_to_be_better(entropy, squared, verdict, three):
    found = Losses(cross_entropy=three(entropy), squared_error=three(squared))
    assert judge_losses(found).verdict == verdict
    assert [bar.value for bar in draw_losses(found).bars] == pytest.approx([entropy, squared])
