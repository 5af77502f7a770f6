"""Runs: how far the ink goes on without a gap, upwards and downwards or to both sides."""

import numpy as np


def ends(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows from and up to which the ink runs on through each pixel, without the last.

    Parameters
    ----------
    mask : bool array of shape (h, w)

    Returns
    -------
    two int32 arrays of shape (h, w); where there is no ink they mean nothing
    """
    height = len(mask)
    rows = np.arange(height, dtype=np.int32)[:, np.newaxis]
    above = np.zeros_like(mask)
    above[1:] = mask[:-1]
    below = np.zeros_like(mask)
    below[:-1] = mask[1:]
    first = np.maximum.accumulate(np.where(above, np.int32(0), rows), axis=0)
    last = np.where(below, np.int32(height), rows + 1)
    return first, np.minimum.accumulate(last[::-1], axis=0)[::-1]


def thickness(mask: np.ndarray) -> np.ndarray:
    """How thick the ink is at each pixel, along rows or columns, whichever is less: int32 (h, w).

    0 where there is none.
    """
    first, last = ends(mask)
    left, right = ends(mask.T)
    return np.where(mask, np.minimum(last - first, (right - left).T), 0)
