"""A picture within a margin of one colour: a screenshot, a plot, a dark board on a white page.

What lies in the margin is not what is written, and its brightness is not the paper's. A margin has
one colour, and what it surrounds is a rectangle full of another, with something on it; a frame that
is printed around a digit is hollow, and a stroke has one colour all over.
"""

import numpy as np

from mnist_core.data.drawing.boxes import box_of
from mnist_core.data.drawing.components import label
from mnist_core.data.drawing.paper import rim

EVEN = 12  # grey levels from the margin's median within which nearly all of it lies
NEARLY = 0.95  # of the margin, and of a window's sides
OTHER = 40  # grey levels between the margin and the window
LARGE = 0.1  # of the picture, at least
FULL = 0.6  # of its box, at least: what is written there may be as bright as the margin
BORDER = 0.04  # of a window's side, at most: a line around it
MARKED = 64  # grey levels between the window's paper and what is written on it
FEW, MANY = 0.002, 0.5  # of the window is written on, at least and at most


def window(luminance: np.ndarray) -> tuple[slice, slice] | None:
    """Rows and columns of the picture within a margin; None where there is no margin.

    Parameters
    ----------
    luminance : float array of shape (h, w), 0 to 255
    """
    around = rim(luminance)
    margin = np.median(around)
    if (np.abs(around - margin) <= EVEN).mean() < NEARLY:
        return None
    pieces, count = label(np.abs(luminance - margin) > OTHER)
    if not count:
        return None
    found = pieces == 1 + np.bincount(pieces.ravel())[1:].argmax()
    box = box_of(found)
    rows, columns = slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))
    inside = found[rows, columns]
    if inside.size < LARGE * found.size or inside.mean() < FULL or min(inside.shape) < 8:
        return None
    if rim(inside).mean() < NEARLY:
        return None
    return _bare(luminance, rows, columns)


def _bare(luminance: np.ndarray, rows: slice, columns: slice) -> tuple[slice, slice] | None:
    """The window without the line around it, if something is written there."""
    height, width = rows.stop - rows.start, columns.stop - columns.start
    paper = np.median(luminance[rows, columns])
    inner = rows, columns
    for depth in range(1, 2 + round(BORDER * min(height, width))):
        inner = (
            slice(rows.start + depth, rows.stop - depth),
            slice(columns.start + depth, columns.stop - depth),
        )
        if np.mean(np.abs(rim(luminance[inner]) - paper) <= OTHER) >= NEARLY:
            break
    written = np.mean(np.abs(luminance[inner] - paper) >= MARKED)
    return inner if FEW <= written <= MANY else None
