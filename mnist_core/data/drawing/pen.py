"""The pen: what is written with a thin one is drawn again as thick as MNIST's digits are.

Scaled to 20 pixels, the line of a ballpoint on a large sheet is a third of a pixel wide, and what
is left of it is faint and broken. MNIST's digits were written with pens of 7 to 15 % of their size.
"""

import numpy as np
from PIL import Image

from mnist_core.data.drawing.run_lengths import thickness

THICK = 0.09  # of the digit's larger side: a thinner pen is made as thick
INKED = 0.5  # of the strongest ink: surely the pen's way
FINE = 80  # pixels of the larger side at which it is drawn again: four of them become one
COARSE = 32  # pixels: of a smaller digit nobody can tell the pen


def pen_of(ink: np.ndarray) -> float:
    """How thick the pen usually is, as a share of the picture's larger side.

    Parameters
    ----------
    ink : float array of shape (h, w), 0 = paper, not all of it
    """
    found = ink >= INKED * ink.max()
    return float(np.median(thickness(found)[found])) / max(ink.shape)


def thickened(ink: np.ndarray) -> np.ndarray:
    """What is written with a thin pen, with a thick one: every place has the most ink around it.

    Parameters
    ----------
    ink : float array of shape (h, w), the box of a digit, 0 = paper

    Returns
    -------
    float32 array, as large as it has to be; the same array where the pen is thick enough
    """
    larger = max(ink.shape)
    missing = THICK - pen_of(ink)
    if larger < COARSE or missing * min(larger, FINE) < 1:
        return ink
    share = min(1.0, FINE / larger)
    size = max(1, round(ink.shape[1] * share)), max(1, round(ink.shape[0] * share))
    small = Image.fromarray(ink.astype(np.float32)).resize(size, Image.Resampling.BOX)
    return _grown(np.asarray(small), missing * max(size) / 2)


def _grown(ink: np.ndarray, radius: float) -> np.ndarray:
    """Ink that spreads so many pixels to all sides; a part of a pixel counts as a part."""
    reach = int(np.ceil(radius))
    height, width = ink.shape
    around = np.pad(ink, 2 * reach)
    grown = np.zeros((height + 2 * reach, width + 2 * reach), np.float32)
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            share = min(1.0, radius + 1 - np.hypot(down, across))
            if share > 0:
                rows = slice(reach + down, reach + down + len(grown))
                columns = slice(reach + across, reach + across + grown.shape[1])
                np.maximum(grown, share * around[rows, columns], out=grown)
    return grown
