"""Ink along straight strokes: as much as geometry says, each picture with its own."""

import numpy as np
import pytest

from mnist_core.training.straight_strokes import drawn, line

LEVEL = np.array([[13.0, 5.0], [13.0, 21.0]])  # row and column where it begins and ends


@pytest.mark.parametrize("pen", [2.0, 3.5, 6.0])
def test_a_stroke_has_the_area_of_a_rectangle_with_round_ends(pen) -> None:
    (ink,) = line(LEVEL[:1].T, LEVEL[1:].T, np.array([pen]))
    assert ink.sum() == pytest.approx(16 * pen + np.pi * pen**2 / 4, rel=0.03)
    rows, columns = np.nonzero(ink > 0.5)
    assert (rows.mean(), columns.mean()) == pytest.approx((13, 13))


def test_strokes_of_one_picture_lie_over_each_other_and_in_no_other() -> None:
    upright = LEVEL[:, ::-1]
    both, one = drawn([np.stack([LEVEL, upright]), upright[None]], np.array([3.0, 3.0]))
    (level,), (alone,) = (drawn([it[None]], np.array([3.0])) for it in (LEVEL, upright))
    np.testing.assert_array_equal(both, np.maximum(level, alone))
    np.testing.assert_array_equal(one, alone)


def test_no_way_of_a_pen_is_no_picture() -> None:
    assert drawn([], np.zeros(0)).shape == (0, 28, 28)
