"""Digits in pieces: neighbours that look more like a digit together than each of them does alone.

A pale stroke breaks, and a printed line that is taken out leaves gaps. Which pieces may belong
together, geometry says: they are close, and together no wider and no higher than a digit. Chalk
and pencils leave so many gaps that all pieces no farther apart than the pen is wide are taken
together at first.
"""

from collections.abc import Sequence

import numpy as np

from mnist_core.data.drawing.boxes import Box
from mnist_core.data.drawing.components import label
from mnist_core.data.drawing.likeliest import Judge
from mnist_core.data.drawing.protocol import prepare_image
from mnist_core.data.drawing.run_lengths import thickness

CLOSE = 0.15  # of the height of a digit: how far pieces of one are apart, at most
WIDEST = 1.1  # times the height: no digit is wider
TALLEST = 1.3  # times the height
GAPS = 1.5  # times as wide as the pen: so wide are gaps in a stroke, at most
Piece = tuple[Box, np.ndarray]
"""Where something lies in a picture, and what is there: uint8 (h, w)."""


def prepared(piece: Piece) -> np.ndarray:
    """A piece as a network is shown it, float (28, 28) in [0, 1]."""
    return prepare_image(piece[1]).digit


def label_over_gaps(mask: np.ndarray) -> tuple[np.ndarray, int]:
    """Number the pieces of a mask, and pass over gaps in strokes, see `label`."""
    from scipy import ndimage  # slow to import, and only photos and numbers need it

    pen = np.median(thickness(mask)[mask])
    near = ndimage.maximum_filter(mask, 1 + 2 * max(1, int(GAPS / 2 * pen)))
    pieces, count = label(near)
    return np.where(mask, pieces, 0), count


def joined(found: Sequence[Piece], height: float, judge: Judge) -> list[Piece]:
    """Put the pieces of broken digits together.

    Parameters
    ----------
    found : what was found of digits
    height : of a usual digit, in pixels
    judge : who tells digits from other things
    """
    pieces = sorted(found, key=lambda it: it[0].left)
    place = 0
    while place + 1 < len(pieces):
        both = [pieces[place], pieces[place + 1]]
        whole = _together(*both)
        box = whole[0]
        gap = both[0][0].gap(both[1][0])
        fits = box.width <= WIDEST * height and box.height <= TALLEST * height
        if fits and gap <= CLOSE * height:
            shown = [prepared(it) for it in (whole, *both)]
            like = judge.like(np.array(shown))
            if like[0] > like[1:].max():
                pieces[place : place + 2] = [whole]
                place = max(0, place - 1)
                continue
        place += 1
    return pieces


def _together(one: Piece, other: Piece) -> Piece:
    box = one[0].with_(other[0])
    picture = np.zeros((int(box.height), int(box.width)), np.uint8)
    for (inner, part), (height, width) in ((it, it[1].shape) for it in (one, other)):
        top, left = int(inner.top - box.top), int(inner.left - box.left)
        place = picture[top : top + height, left : left + width]
        np.maximum(place, part, out=place)
    return box, picture
