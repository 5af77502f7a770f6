"""Light that fades smoothly over a sheet: from a lamp at one side, or to the corners by a lens.

A parabola over the place is fitted to the paper (iteratively reweighted least squares, with Tukey's
biweight: what is far from it is ink and has no weight). Most of the picture must lie on it.
"""

import numpy as np
from PIL import Image

FITTED = 48  # pixels a side: light that fades is smooth
REACHES = (60.0, 40.0, 30.0, 20.0, 12.0, 8.0, 8.0, 8.0)  # grey levels: closer and closer to it
MOSTLY = 0.7  # of the picture is paper, or what was fitted is something else


def fades(luminance: np.ndarray, uneven: float) -> bool:
    """Whether the light fades smoothly over a picture, to one side or to its corners.

    Parameters
    ----------
    luminance : float array of shape (h, w), 0 to 255
    uneven : grey levels between the bright and the dark parts, at least
    """
    return _fit(luminance, uneven) is not None


def fading_paper(luminance: np.ndarray, uneven: float) -> np.ndarray | None:
    """The brightness of the bare paper, float32 (h, w), if its light `fades`; else None."""
    weights = _fit(luminance, uneven)
    if weights is None:
        return None
    return (_terms(*luminance.shape) @ weights).reshape(luminance.shape).clip(1, 255)


def _fit(luminance: np.ndarray, uneven: float) -> np.ndarray | None:
    """What each of the terms counts, float32 (6,); None if that is no paper, or as good as flat."""
    picture = Image.fromarray(luminance.astype(np.float32))
    small = np.asarray(picture.resize((FITTED, FITTED), Image.Resampling.BOX)).ravel()
    terms = _terms(FITTED, FITTED)
    level, weights = np.full(small.shape, np.median(small)), np.zeros(terms.shape[1])
    for reach in REACHES:
        near = (1 - ((small - level) / reach).clip(-1, 1) ** 2)[:, np.newaxis]
        weights = np.linalg.lstsq(near * terms, near[:, 0] * small, rcond=None)[0]
        level = terms @ weights
    on_it = (np.abs(small - level) < REACHES[-1]).mean()
    return weights.astype(np.float32) if on_it > MOSTLY and np.ptp(level) > uneven else None


def _terms(height: int, width: int) -> np.ndarray:
    """1, x, y, xy, x² and y² of every pixel's middle, from -1 to 1: float32 (h w, 6)."""
    middles = (2 * (np.arange(length) + 0.5) / length - 1 for length in (height, width))
    y, x = np.meshgrid(*middles, indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * y, x**2, y**2], axis=-1)
    return terms.reshape(-1, 6).astype(np.float32)
