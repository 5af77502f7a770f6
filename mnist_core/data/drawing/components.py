"""Connected pieces of ink: which pixels hang together, and which pieces are only dirt."""

from collections.abc import Sequence

import numpy as np

from mnist_core.data.drawing.boxes import Box, boxes_of
from mnist_core.data.drawing.run_lengths import thickness

SPECK = 0.02  # of the largest piece's ink: what is smaller is dirt, no part of a digit
TOUCHING = np.ones((3, 3), int)  # pixels that meet at a corner hang together
RIM = 0.01  # of a picture's larger side: what comes nearer to its rim than that touches it
STROKE = 4  # times as long as thick, at least, is what tells how thick the pen is
LARGE = 0.1  # of the picture's side: what is as large away from the rim is written
WRITTEN, BROAD = 0.05, 2  # of the picture's side, and times as thick: a digit is not less
THICK = 1.7  # times as thick as the pen: no stroke
TENTH = 0.9  # of a piece is less inked than its strongest tenth
FAINT = 0.5  # of how strong the strongest tenth of the largest piece is: much fainter
DOT = 0.25  # of the largest piece's larger side: what is smaller may be a drop
DROP = 0.5  # of the largest piece's ink: the most that a drop holds, beside a thin pale pen
FAR = 0.35  # of the largest piece's side: a drop nearer to the writing belongs to it
ALONG = 0.6  # of one side of a picture: a piece that touches so much of it is the edge of a scan


def label(mask: np.ndarray) -> tuple[np.ndarray, int]:
    """Number the connected pieces of a mask.

    Parameters
    ----------
    mask : bool array of shape (h, w)

    Returns
    -------
    int32 array of shape (h, w), 0 outside and 1, 2, … inside the pieces, and how many there are
    """
    from scipy import ndimage  # slow to import, and only photos and numbers need it

    return ndimage.label(mask, TOUCHING)


def without_dirt(ink: np.ndarray) -> tuple[np.ndarray, int]:
    """Wipe away the edges of a scan, things at the rim, specks, and dots far from the writing.

    Parameters
    ----------
    ink : float array of shape (h, w), 0 = paper, 1 = ink

    Returns
    -------
    a copy with all that set to 0, and how many things at the rim, no specks, were in it
    """
    pieces, count = label(ink > 0)
    sums = amounts(pieces, count, ink)
    every = sums.copy()
    sums[edges(pieces, sums)] = 0.0
    sums[things(pieces, sums)] = 0.0
    at_rim = int(((sums == 0) & (every >= SPECK * sums.max()) & (every > 0)).sum())
    keep = (sums >= SPECK * sums.max()) & ~faint(pieces, sums, ink)
    keep[sums == 0] = False
    sums[~keep] = 0.0
    keep[far_dots(boxes_of(pieces), sums)] = False
    return np.where(keep[pieces], ink, 0).astype(ink.dtype), at_rim


def faint(pieces: np.ndarray, sums: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Which pieces are much fainter than the one with the most ink: bool (1 + n,).

    Parts of a pale line, or what is written on the back.
    """
    order = np.lexsort((ink.ravel(), pieces.ravel()))
    ends = np.cumsum(np.bincount(pieces.ravel(), minlength=len(sums)))
    starts = np.concatenate([[0], ends[:-1]])
    strong = ink.ravel()[order][(starts + TENTH * (ends - 1 - starts)).astype(int)]
    return strong < FAINT * strong[int(sums.argmax())]


def amounts(pieces: np.ndarray, count: int, ink: np.ndarray) -> np.ndarray:
    """How much ink each of the numbered pieces holds: (1 + count,), and 0 for the paper."""
    sums = np.bincount(pieces.ravel(), ink.ravel(), minlength=count + 1)
    sums[0] = 0.0
    return sums


def near(shape: tuple[int, ...]) -> int:
    """Pixels from the rim of a picture of this shape that still count as its rim."""
    return max(2, round(RIM * max(shape)))


def edges(pieces: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """The numbers of the pieces that are the dark edge of a scan, and not ink on the paper.

    Such a piece runs along one side of the picture, while other ink stays away from the rim. A
    digit that fills the whole picture is none.

    Parameters
    ----------
    pieces : int array of shape (h, w), as `label` numbers them
    sums : how much ink each of them holds, see `amounts`
    """
    deep = near(pieces.shape)
    bands = [pieces[:deep], pieces[-deep:], pieces[:, :deep].T, pieces[:, -deep:].T]
    touching = np.zeros(len(sums), bool)
    along = np.zeros(len(sums), bool)
    for band in bands:  # (deep, length)
        found = np.bincount(band.ravel(), minlength=len(sums))
        touching |= found > 0
        for number in np.flatnonzero(found >= ALONG * band.shape[1]):
            along[number] |= (band == number).any(axis=0).mean() >= ALONG
    along[0] = False
    inner = np.where(touching, 0, sums)
    if not along.any() or not inner.any():
        return np.zeros(0, int)
    largest = pieces == int(inner.argmax())
    side = max(np.ptp(it) + 1 for it in np.nonzero(largest))
    written = side >= LARGE * max(pieces.shape)  # thin, perhaps, beside a broad edge
    return np.flatnonzero(along & ((inner.max() > SPECK * sums) | written))


def things(pieces: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """The numbers of the pieces at the rim that are too thick for a pen: a finger, a dark corner.

    Thicker than what is written away from the rim, at the rim as well as inside; where nothing is
    written, nothing can be told. A digit that touches the rim is as thin as the others, and one
    that a printed line ties to the rim touches it with the line.

    Parameters
    ----------
    pieces : int array of shape (h, w), as `label` numbers them
    sums : how much ink each of them holds, see `amounts`
    """
    rim = np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])
    contact = np.bincount(rim, minlength=len(sums))
    touching = contact > 0
    inner = np.where(touching, 0, sums)
    if not touching[1:].any() or not inner.any():
        return np.zeros(0, int)
    thick = thickness(pieces > 0)
    largest = int(inner.argmax())
    pen = _pen(thick, pieces, largest)
    sides = sorted(np.ptp(it) + 1 for it in np.nonzero(pieces == largest))
    if sides[1] < max(STROKE * pen, WRITTEN * max(pieces.shape)) or sides[0] < BROAD * pen:
        return np.zeros(0, int)  # a blot or the end of a line: it does not tell how thick a pen is
    at_rim = np.flatnonzero(touching & (sums >= SPECK * sums[largest]))
    return np.array(
        [
            it
            for it in at_rim.tolist()
            if it and contact[it] > THICK * pen and _pen(thick, pieces, it) > THICK * pen
        ],
        int,
    )


def _pen(thick: np.ndarray, pieces: np.ndarray, number: int) -> float:
    return float(np.percentile(thick[pieces == number], 90))


def far_dots(boxes: Sequence[Box], sums: np.ndarray) -> np.ndarray:
    """The numbers of the pieces that are dots, far from all that is none: drops, dust, holes.

    Parameters
    ----------
    boxes : around each of the pieces, from number 1 on
    sums : how much ink each of them holds, 0 for what does not count; float (1 + n,)
    """
    numbers = np.flatnonzero(sums)
    if not numbers.size:
        return numbers
    largest = boxes[int(sums.argmax()) - 1]
    side = max(largest.height, largest.width)
    small = [
        max(boxes[it - 1].height, boxes[it - 1].width) < DOT * side and sums[it] < DROP * sums.max()
        for it in numbers.tolist()
    ]
    written = [boxes[it - 1] for it in numbers[~np.array(small)].tolist()]
    top, left, bottom, right = np.array(
        [(box.top, box.left, box.bottom, box.right) for box in written]
    ).T
    far = []
    for number in numbers[small].tolist():  # of thousands of specks each, all the others at once
        box = boxes[number - 1]
        down = np.maximum(top - box.bottom, box.top - bottom)
        across = np.maximum(left - box.right, box.left - right)
        if np.maximum(down, across).min() > FAR * side:
            far.append(number)
    return np.array(far, int)
