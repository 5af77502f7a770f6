"""Reading the strokes from what the drawing pad in the browser remembers of them."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np

LARGEST = 20_000  # points; a digit has a few hundred
ENDS = np.array([1 / 4, 1 / 2, 3 / 4, 1])  # where on a curve a point is taken
MOVED = 1.0  # pixels; less is the difference between a curve and the points taken on it
AS_DRAWN = (
    ("scaleX", 1),
    ("scaleY", 1),
    ("angle", 0),
    ("skewX", 0),
    ("skewY", 0),
    ("flipX", False),
    ("flipY", False),
    ("originX", "center"),
    ("originY", "center"),
)


def canvas_strokes(drawing: Mapping[str, Any] | None) -> tuple[np.ndarray, ...] | None:
    """Find the pen's way in a drawing as Fabric.js writes it to JSON.

    The pad smooths a stroke into quadratic curves, [["M", x, y], ["Q", x1, y1, x, y], …,
    ["L", x, y]]; a point is taken at every quarter of a curve. A stroke that was moved as a whole
    is found where it stands now.

    Parameters
    ----------
    drawing : {"objects": [{"type": "Path", "path": …, "left": …, "top": …}, …]}, or None

    Returns
    -------
    float arrays of shape (n, 2), x to the right and y down, in the pad's pixels, in the order of
    drawing; none if the pad is empty. None if there is anything else on the pad than strokes, or
    one that was stretched or turned: then only the picture tells what is to be seen.
    """
    try:
        objects = (drawing or {}).get("objects", [])
        strokes = tuple(_stroke(thing) for thing in objects)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None
    if sum(map(len, strokes)) > LARGEST:
        return None
    return strokes


def _stroke(thing: Mapping[str, Any]) -> np.ndarray:
    """The points of one stroke; ValueError if it is none, or was changed in more than place."""
    if thing["type"] != "Path" or any(thing.get(key, value) != value for key, value in AS_DRAWN):
        raise ValueError("not a stroke as the pen drew it")
    points = _points(thing["path"])
    now = np.array([thing["left"], thing["top"]], float)
    if not (np.isfinite(points).all() and np.isfinite(now).all()):
        raise ValueError("not on the pad")
    moved = now - (points.min(axis=0) + points.max(axis=0)) / 2
    return points + moved if np.abs(moved).max() >= MOVED else points


def _points(path: Sequence[Sequence[Any]]) -> np.ndarray:
    """Follow a path: float array of shape (n, 2)."""
    parts: list[np.ndarray] = []
    for command, steps in groupby(path, key=lambda step: step[0]):
        corners = np.array([numbers for _, *numbers in steps], float)
        if command == "Q" and corners.shape[1] == 4:
            bends, ends = corners[:, np.newaxis, :2], corners[:, np.newaxis, 2:]
            starts = np.concatenate([parts[-1][np.newaxis, -1:], ends[:-1]])
            t = ENDS[:, np.newaxis]
            curves = (1 - t) ** 2 * starts + 2 * t * (1 - t) * bends + t**2 * ends  # Bézier
            parts.append(curves.reshape(-1, 2))
        elif command in ("M", "L") and corners.shape[1] == 2:
            parts.append(corners)
        else:
            raise ValueError("not a path of the pen")
    return np.concatenate(parts)
