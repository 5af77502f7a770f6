import copy

import numpy as np
import pytest

from mnist_core.data.drawing import prepare_strokes
from mnist_core.data.drawing.canvas import LARGEST, canvas_strokes

# As streamlit-drawable-canvas 0.13 sent it from Chromium: a stroke down the pad, and a dot.
STROKE = {
    "type": "Path",
    "version": "7.4.0",
    "originX": "center",
    "originY": "center",
    "left": 131.5,
    "top": 139.7031,
    "width": 63.04,
    "height": 81.04,
    "strokeWidth": 20,
    "scaleX": 1,
    "scaleY": 1,
    "angle": 0,
    "flipX": False,
    "flipY": False,
    "skewX": 0,
    "skewY": 0,
    "path": [
        ["M", 99.98, 99.183125],
        ["Q", 100, 99.203125, 103.5, 99.703125],
        ["Q", 107, 100.203125, 110.5, 101.703125],
        ["Q", 149, 148.203125, 156, 164.203125],
        ["L", 163.02, 180.223125],
    ],
}
DOT = STROKE | {
    "left": 50,
    "top": 49.2031,
    "width": 0.04,
    "height": 0,
    "path": [["M", 49.98, 49.203125], ["L", 50.02, 49.203125]],
}


def smoothed(points: np.ndarray) -> dict:
    """A stroke as the pad's pen writes it: curves from middle to middle, bent at the points."""
    middles = (points[:-1] + points[1:]) / 2
    path = [["M", *points[0]]]
    path += [["Q", *p, *m] for p, m in zip(points[:-1], middles, strict=True)]
    path.append(["L", *points[-1]])
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    return STROKE | {"path": path, "left": centre[0], "top": centre[1]}


def test_a_stroke_and_a_dot() -> None:
    stroke, dot = canvas_strokes({"version": "7.4.0", "objects": [STROKE, DOT]})
    assert stroke.shape == (14, 2)  # M, three curves of four points, L
    assert stroke[0].tolist() == [99.98, 99.183125]
    assert stroke[4].tolist() == [103.5, 99.703125]
    assert stroke[-1].tolist() == [163.02, 180.223125]
    assert stroke[2] == pytest.approx(  # the middle of a curve: (start + 2 bend + end) / 4
        [(99.98 + 2 * 100 + 103.5) / 4, (99.183125 + 2 * 99.203125 + 99.703125) / 4]
    )
    assert dot == pytest.approx(np.array([[49.98, 49.203125], [50.02, 49.203125]]))


@pytest.mark.parametrize("drawing", [None, {}, {"objects": []}])
def test_an_empty_pad(drawing) -> None:
    assert canvas_strokes(drawing) == ()


def test_a_stroke_is_found_where_it_was_moved_to() -> None:
    moved = STROKE | {"left": STROKE["left"] + 30, "top": STROKE["top"] - 12}
    (before,), (after,) = (canvas_strokes({"objects": [thing]}) for thing in (STROKE, moved))
    assert after - before == pytest.approx(np.tile([30, -12], (len(before), 1)), abs=0.1)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "Rect"},
        {"scaleX": 2},
        {"angle": 45},
        {"flipX": True},
        {"skewY": 3},
        {"originX": "left"},
        {"path": [["M", 1, 2], ["C", 1, 2, 3, 4, 5, 6]]},
        {"path": [["Q", 1, 2, 3, 4]]},
        {"path": [["M", "a", "b"]]},
        {"path": [["M", float("inf"), 0]]},
        {"path": []},
        {"path": None},
        {"left": "x"},
        {"left": float("nan")},
    ],
)
def test_what_is_no_stroke_leaves_it_to_the_picture(change) -> None:
    assert canvas_strokes({"objects": [STROKE, copy.deepcopy(STROKE) | change]}) is None


@pytest.mark.parametrize("drawing", [[], "x", {"objects": 3}, {"objects": [None]}])
def test_what_is_no_drawing_leaves_it_to_the_picture(drawing) -> None:
    assert canvas_strokes(drawing) in (None, ())


def test_too_many_points_leave_it_to_the_picture() -> None:
    long = STROKE | {"path": [["M", 0, 0], *[["L", 1, 1]] * LARGEST], "left": 0.5, "top": 0.5}
    assert canvas_strokes({"objects": [long]}) is None


def test_smoothing_keeps_real_digits(strokes_path) -> None:
    """100 real digits, smoothed as the pad does, are prepared as their own strokes are."""
    data = np.load(strokes_path)
    points, strokes, digits = data["points"], data["stroke_offsets"], data["digit_offsets"]
    for index in range(0, 3000, 30):
        own = [
            20 + 280 * points[strokes[j] : strokes[j + 1]].astype(float)
            for j in range(digits[index], digits[index + 1])
        ]
        own = [stroke for stroke in own if len(stroke) > 1]
        found = canvas_strokes({"objects": [smoothed(stroke) for stroke in own]})
        difference = np.abs(prepare_strokes(own).digit - prepare_strokes(found).digit)
        assert difference.mean() < 0.03
