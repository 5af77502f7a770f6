"""Redrawn strokes: the same picture from any size and place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mnist_core.data.drawing.ink import EmptyDrawing
from mnist_core.data.drawing.strokes import redraw

L = [np.array([[0.0, 0], [0, 10]]), np.array([[0.0, 10], [5, 10]])]  # down, then right


def test_a_vertical_line_by_hand():
    drawn = redraw([np.array([[3.0, 0], [3, 7]])])
    expected = np.zeros((20, 20))
    expected[:, 9:11] = 1  # 2 pixels wide around the middle, 10.0
    assert drawn[1:19] == pytest.approx(expected[1:19])
    assert drawn[0, 9] == pytest.approx(1.5 - np.hypot(0.5, 0.5))  # the round end
    assert (drawn[:, :9] == 0).all() and (drawn[:, 11:] == 0).all()


def test_x_is_to_the_right_and_y_down():
    drawn = redraw(L)
    assert drawn[-2:, 10].min() == 1 and drawn[2, 14] == 0
    assert drawn[2, 5:7].max() == 1  # the upright is on the left: 5 of 10 wide, so from 5.5


def test_scale_and_place_do_not_matter():
    for factor, offset in [(1e-4, 0), (1e4, -1e5), (3.7, 12)]:
        moved = [stroke * factor + offset for stroke in L]
        assert redraw(moved) == pytest.approx(redraw(L), abs=1e-4)


def test_more_points_make_the_same_line():
    dense = np.stack([np.zeros(2_000), np.linspace(0, 10, 2_000)], axis=1)
    assert redraw([dense, L[1]]) == pytest.approx(redraw(L), abs=1e-6)


@pytest.mark.parametrize("stroke", [[[5, 5]], [[5, 5], [5, 5]], [[0, 0]] * 300])
def test_a_dot_is_a_dot(stroke):
    drawn = redraw([np.array(stroke, float)])
    assert drawn[9:11, 9:11].min() > 0.7
    assert drawn.sum() == pytest.approx(np.pi, rel=0.1)  # a disc of radius 1


def test_a_dot_beside_a_line_is_drawn():
    drawn = redraw([np.array([[0.0, 0], [0, 10]]), np.array([[10.0, 5]])])
    assert drawn[9:11, 18:20].min() > 0.7


@pytest.mark.parametrize("strokes", [[], [np.zeros((0, 2))], [[]]])
def test_no_points(strokes):
    with pytest.raises(EmptyDrawing, match=r"^Draw a digit first: the pad is empty\.$"):
        redraw(strokes)


@pytest.mark.parametrize(
    ("stroke", "message"),
    [
        (np.zeros((3, 3)), r"^A stroke must have shape \(n, 2\), not \(3, 3\)\.$"),
        (np.zeros(4), r"^A stroke must have shape \(n, 2\)"),
        (np.array([[0, np.nan]]), "^A stroke holds a position that is no place"),
        (np.array([[0, np.inf]]), "^A stroke holds a position that is no place"),
        (np.array([[0, 1e300]]), "^A stroke holds a position that is no place"),
        ([["a", "b"]], "^A stroke must be an array of numbers"),
        ([[1, 2], [3]], "^A stroke must be an array of numbers"),
    ],
)
def test_other_strokes_are_refused_in_one_sentence(stroke, message):
    with pytest.raises(ValueError, match=message):
        redraw([stroke])


points = arrays(
    np.float64, st.tuples(st.integers(1, 20), st.just(2)), elements=st.floats(-1e9, 1e9)
)


@settings(deadline=None)  # what else the machine does is no concern of this test
@given(st.lists(points, min_size=1, max_size=4))
def test_any_strokes_fill_the_box(strokes):
    drawn = redraw(strokes)
    assert drawn.shape == (20, 20) and drawn.dtype == np.float32
    assert drawn.min() >= 0 and 0.5 < drawn.max() <= 1
    every = np.concatenate(strokes)
    if np.ptp(every, axis=0).max() > 1e-3:
        rows, columns = np.argwhere(drawn > 0).T
        assert max(np.ptp(rows), np.ptp(columns)) == 19
