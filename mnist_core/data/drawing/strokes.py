"""Redrawing pen strokes with a pen that fits the digit, so that drawn size does not matter."""

from collections.abc import Sequence

import numpy as np

from mnist_core.data.drawing.ink import EmptyDrawing
from mnist_core.data.measurements import LARGER_SIDE

PEN = 2.0  # pixels, in the box of 20; measured best on 3,000 digits drawn with a pen
FARTHEST = 1e9  # a pad has thousands of units
NEAREST = 1e-9  # what is closer together is one place
PART = 256  # segments drawn at a time, to keep the memory small


def redraw(
    strokes: Sequence[np.ndarray],
    side: int = LARGER_SIDE,
    keep_aspect: bool = True,
    frame: tuple[float, float] | None = None,
) -> np.ndarray:
    """Draw strokes with a round pen of 2 pixels so that the larger side of the ink is 20.

    A pixel's ink is how far the pen's edge reaches beyond its middle, from -0.5 to 0.5 pixels.

    Parameters
    ----------
    strokes : float arrays of shape (n, 2), x to the right and y down, in any unit
    side : pixels of the square to draw into, which the larger side of the ink fills
    keep_aspect : False stretches the smaller side of the ink as well
    frame : (width, height) draws the whole pad from (0, 0), not just the box of the ink

    Returns
    -------
    float32 array of shape (side, side) in [0, 1], the digit in its middle; a dot stays a dot

    Raises
    ------
    EmptyDrawing
        If there are no points.
    ValueError
        If a stroke is not as above, or holds NaN or infinite values.
    """
    points = [stroke for stroke in map(_checked, strokes) if stroke.size]
    if not points:
        raise EmptyDrawing
    every = np.concatenate(points)
    low, high = every.min(axis=0), every.max(axis=0)
    if frame is not None:
        low, high = np.minimum(low, 0), np.maximum(high, frame)
    spans = high - low
    if keep_aspect:
        spans = np.full(2, spans.max())
    scales = np.where(spans > NEAREST, (side - PEN) / np.where(spans > NEAREST, spans, 1), 0)
    placed = [(stroke - (low + high) / 2) * scales + side / 2 for stroke in points]
    return _draw(np.concatenate([_segments(stroke) for stroke in placed]), side)


def _checked(stroke: np.ndarray) -> np.ndarray:
    try:
        stroke = np.asarray(stroke, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError("A stroke must be an array of numbers of shape (n, 2).") from error
    if not stroke.size:
        return stroke
    if stroke.ndim != 2 or stroke.shape[1] != 2:
        raise ValueError(f"A stroke must have shape (n, 2), not {stroke.shape}.")
    if not np.isfinite(stroke).all() or np.abs(stroke).max() > FARTHEST:
        raise ValueError("A stroke holds a position that is no place on a pad: draw it again.")
    return stroke


def _segments(stroke: np.ndarray) -> np.ndarray:
    """Pair every point with the next: (n, 2, 2); a single point is a segment of length 0."""
    following = stroke[1:] if len(stroke) > 1 else stroke
    return np.stack([stroke[: len(following)], following], axis=1)


def _draw(segments: np.ndarray, side: int) -> np.ndarray:
    centres = np.arange(side) + 0.5
    x, y = np.meshgrid(centres, centres)  # (side, side)
    nearest = np.full(x.shape, np.inf)  # squares of distances
    for first in range(0, len(segments), PART):
        start, end = segments[first : first + PART].transpose(1, 2, 0)[..., None, None]
        along = end - start  # (2, n, 1, 1)
        length = (along**2).sum(axis=0)
        from_x, from_y = x - start[0], y - start[1]  # (n, side, side)
        ahead = from_x * along[0] + from_y * along[1]
        share = np.clip(ahead / np.where(length > NEAREST**2, length, 1), 0, 1)
        gap_x, gap_y = from_x - share * along[0], from_y - share * along[1]
        nearest = np.minimum(nearest, (gap_x**2 + gap_y**2).min(axis=0))
    return np.clip(PEN / 2 + 0.5 - np.sqrt(nearest), 0, 1).astype(np.float32)
