"""What lies at the rim of a number and is none of its digits: the edge of a scan, ends of lines."""

from collections.abc import Sequence

import numpy as np

from mnist_core.data.drawing.boxes import usual_height
from mnist_core.data.drawing.broken_digits import Piece, prepared
from mnist_core.data.drawing.components import near
from mnist_core.data.drawing.likeliest import Judge

UNLIKE = 0.5  # times as like a digit as the usual one: less, at the rim, is no digit
LONG = 1.6  # times the height of a digit: so long a piece at the rim is an edge or a line


def without_litter(found: Sequence[Piece], shape: tuple[int, int], judge: Judge) -> Sequence[Piece]:
    """Leave out what touches the rim and is long, or looks much less like a digit than others.

    Parameters
    ----------
    found : what may be digits
    shape : of the picture
    judge : who tells digits from other things
    """
    height, width = shape
    deep = near(shape)
    at_rim = np.array(
        [min(box.top, box.left, height - box.bottom, width - box.right) <= deep for box, _ in found]
    )
    if not at_rim.any() or len(found) == 1:
        return found
    like = judge.like(np.array([prepared(it) for it in found]))
    longest = LONG * usual_height(np.array([box.height for box, _ in found]))
    long = np.array([max(box.height, box.width) > longest for box, _ in found])
    keep = ~at_rim | (like >= UNLIKE * np.median(like)) & ~long
    return [it for it, kept in zip(found, keep, strict=True) if kept]
