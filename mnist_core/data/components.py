"""Connected pieces of ink: which pixels hang together, and which pieces are only specks."""

import numpy as np

SPECK = 0.02  # of the largest piece's ink: what is smaller is dirt, no part of a digit
TOUCHING = np.ones((3, 3), int)  # pixels that meet at a corner hang together


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


def without_specks(ink: np.ndarray) -> np.ndarray:
    """Wipe away every piece of ink that is much smaller than the largest one.

    Parameters
    ----------
    ink : float array of shape (h, w), 0 = paper, 1 = ink

    Returns
    -------
    a copy with the specks set to 0
    """
    pieces, count = label(ink > 0)
    sums = np.bincount(pieces.ravel(), ink.ravel(), minlength=count + 1)
    sums[0] = 0.0  # the paper
    keep = sums >= SPECK * sums.max()
    return np.where(keep[pieces], ink, 0).astype(ink.dtype)
