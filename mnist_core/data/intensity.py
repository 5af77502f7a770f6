"""Noise, blur, contrast and covered squares: the shade of the pixels changes; the ink stays put.

Every function takes digits as a float array of shape (n, 28, 28), 0 = paper, 1 = ink, and returns
a float32 array of the same shape and range. Beyond the frame there is paper. At its neutral value
each returns exactly the digits it was given.
"""

from collections.abc import Sequence

import numpy as np

from mnist_core.data.geometry import checked, within

WIDEST = 4.0  # standard deviations to where a blur reaches, as in SciPy

Seed = int | Sequence[int]  # whatever np.random.default_rng takes


def add_noise(images: np.ndarray, standard_deviation: float, seed: Seed = 0) -> np.ndarray:
    """Add normally distributed noise to every pixel; what leaves the range [0, 1] is cut off.

    Parameters
    ----------
    images : float array of shape (n, 28, 28), in [0, 1]
    standard_deviation : of the noise, before it is cut off; a seed's pattern stays the same
    seed : chooses the noise
    """
    images = checked(images, standard_deviation)
    if standard_deviation < 0:
        raise ValueError("The standard deviation of noise is 0 or more.")
    return within(images + np.float32(standard_deviation) * noise_pattern(images.shape, seed))


def noise_pattern(shape: tuple[int, ...], seed: Seed) -> np.ndarray:
    """The noise of standard deviation 1 that a seed draws: float32 array of this shape."""
    return np.random.default_rng(seed).standard_normal(shape, np.float32)


def blur(images: np.ndarray, sigma: float) -> np.ndarray:
    """Take every pixel's mean with its neighbours, weighted by a Gaussian.

    Parameters
    ----------
    images : float array of shape (n, 28, 28), in [0, 1]
    sigma : the Gaussian's standard deviation, pixels; it is cut off after four of them
    """
    images = checked(images, sigma)
    if sigma < 0:
        raise ValueError("The width of a blur is 0 or more.")
    height, width = images.shape[1:]
    return within(_gaussian(sigma, height) @ images @ _gaussian(sigma, width))


def contrast(images: np.ndarray, factor: float) -> np.ndarray:
    """Stretch (factor above 1) or shrink the distance of every pixel from mid-grey, 0.5.

    At 0 all is grey; below 0 ink and paper change places, at −1 completely.

    Parameters
    ----------
    images : float array of shape (n, 28, 28), in [0, 1]
    factor : of the distance; what leaves the range [0, 1] is cut off
    """
    images = checked(images, factor)
    return within(np.float32(factor) * images + np.float32((1 - factor) / 2))


def occlude(images: np.ndarray, side: float, seed: Seed = 0) -> np.ndarray:
    """Cover a square of each digit with paper.

    Parameters
    ----------
    images : float array of shape (n, 28, 28), in [0, 1]
    side : of the square, whole pixels
    seed : chooses where in the frame each digit's square lies, wholly inside it

    Raises
    ------
    ValueError
        If the side is no whole number of pixels that fits into the frame.
    """
    images = checked(images, side)
    height, width = images.shape[1:]
    if side != int(side) or not 0 <= side <= min(height, width):
        raise ValueError(f"The side of a square to cover is a whole number from 0 to {width}.")
    where = free_way(images.shape, seed)
    top, left = np.floor(where * (height - side + 1, width - side + 1)).T[:, :, np.newaxis]
    rows, columns = np.arange(height), np.arange(width)
    in_rows = (rows >= top) & (rows < top + side)  # (n, 28)
    in_columns = (columns >= left) & (columns < left + side)
    return np.where(in_rows[:, :, np.newaxis] & in_columns[:, np.newaxis], np.float32(0), images)


def free_way(shape: tuple[int, ...], seed: Seed) -> np.ndarray:
    """How much of its free way down and to the right each digit's square goes, as a seed draws it.

    Float array of shape (n, 2), in [0, 1), for n digits of shape (n, 28, 28).
    """
    return np.random.default_rng(seed).random((shape[0], 2))


def _gaussian(sigma: float, side: int) -> np.ndarray:
    """What each pixel of a line gives to every other: (side, side); symmetric."""
    reach = int(WIDEST * sigma + 0.5)
    if reach == 0:
        return np.eye(side, dtype=np.float32)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    distance = np.abs(np.subtract.outer(np.arange(side), np.arange(side)))
    near = np.exp(-0.5 * (distance / sigma) ** 2) * (distance <= reach)
    return (near / weights.sum()).astype(np.float32)
