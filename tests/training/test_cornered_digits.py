"""Digits in straight strokes: each what it is said to be, and never quite alike."""

import numpy as np
import pytest
from scipy import ndimage

from mnist_core.training import cornered_digits
from mnist_core.training.cornered_digits import SHAPES, cornered

HOLES = ((1,), (0,), (0,), (0,), (0, 1), (0,), (1,), (0,), (2,), (1, 2))
"""Of each digit: a 4 is open or shut, and the stem of a 9 may leave a gap beside its bowl."""


def write(labels, seed=0, pen=2.0):
    labels = np.asarray(labels)
    return cornered(labels, np.full(len(labels), pen), np.random.default_rng(seed))


@pytest.mark.parametrize("digit", range(10))
def test_a_steady_hands_digit_has_the_holes_it_should_have(digit, monkeypatch) -> None:
    monkeypatch.setattr(cornered_digits, "MISSED_BY", 0.0)
    for picture in write([digit] * 40, pen=1.6):
        holes = ndimage.label(np.pad(picture, 1) < 0.5)[1] - 1
        assert holes in HOLES[digit]


def test_a_digit_has_mnists_height_and_stands_in_the_middle() -> None:
    for picture in write(np.repeat(np.arange(10), 20)):
        rows, columns = np.nonzero(picture > 0.5)
        assert 17 <= np.ptp(rows) + 1 <= 26  # 19 and a pen, and a hand that misses by up to 2
        assert abs(rows.min() + rows.max() - 27) <= 5
        assert abs(columns.min() + columns.max() - 27) <= 11  # a 1 may be all on one side


def test_every_shape_comes_and_no_two_digits_are_alike() -> None:
    for digit, shapes in enumerate(SHAPES):
        pictures = write([digit] * 60)
        assert len({it.tobytes() for it in pictures}) == 60
        assert len(shapes) == 3 or digit == 1


def test_the_pen_is_as_wide_as_it_should_be_and_the_dice_decide_the_rest() -> None:
    thin, thick, same = write([2, 5], pen=1.6), write([2, 5], pen=4.0), write([2, 5], pen=4.0)
    np.testing.assert_array_equal(thick, same)
    assert (thick.sum(axis=(1, 2)) > 1.8 * thin.sum(axis=(1, 2))).all()
    assert (write([2, 5], seed=1) != thick).any(axis=(1, 2)).all()
