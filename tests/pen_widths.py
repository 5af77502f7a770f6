"""How wide the pen was that wrote a digit, to see whether writing it anew changes that."""

import numpy as np

from mnist_core.data.preprocessing import scale


def pen_widths(images: np.ndarray) -> np.ndarray:
    """Estimate how wide the pen was: twice the ink's area divided by its perimeter.

    The perimeter is the total variation of the image (the coarea formula), so that grey edges
    count as what they are.

    Parameters
    ----------
    images : uint8 array of shape (n, height, width), 0 = paper

    Returns
    -------
    float64 array of shape (n,), pixels; NaN for a blank image
    """
    padded = np.pad(scale(images), ((0, 0), (1, 1), (1, 1)))
    down = (padded[:, 2:, 1:-1] - padded[:, :-2, 1:-1]) / 2
    right = (padded[:, 1:-1, 2:] - padded[:, 1:-1, :-2]) / 2
    perimeter = np.sqrt(down * down + right * right).sum(axis=(1, 2), dtype=np.float64)
    area = padded.sum(axis=(1, 2), dtype=np.float64)
    return np.divide(2 * area, perimeter, out=np.full(len(images), np.nan), where=perimeter > 0)
