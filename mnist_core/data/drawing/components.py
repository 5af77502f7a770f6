"""Connected pieces of ink: which pixels hang together, and which pieces are only dirt."""

import numpy as np

SPECK = 0.02  # of the largest piece's ink: what is smaller is dirt, no part of a digit
TOUCHING = np.ones((3, 3), int)  # pixels that meet at a corner hang together
RIM = 0.01  # of a picture's larger side: what comes nearer to its rim than that touches it
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


def without_dirt(ink: np.ndarray) -> np.ndarray:
    """Wipe away the edges of a scan, and every piece of ink much smaller than the largest one.

    Parameters
    ----------
    ink : float array of shape (h, w), 0 = paper, 1 = ink

    Returns
    -------
    a copy with edges and specks set to 0
    """
    pieces, count = label(ink > 0)
    sums = amounts(pieces, count, ink)
    sums[edges(pieces, sums)] = 0.0
    keep = sums >= SPECK * sums.max()
    keep[sums == 0] = False
    return np.where(keep[pieces], ink, 0).astype(ink.dtype)


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
    inside = sums[~touching].max(initial=0.0)
    return np.flatnonzero(along & (inside > SPECK * sums))
