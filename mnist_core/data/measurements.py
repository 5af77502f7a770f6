"""Measuring a set of digits: how many of each, where they lie, how large and how inky they are.

Positions are pixel indices: the centre of the top left pixel is (0, 0), that of the bottom
right one (27, 27). So the middle of the picture is 13.5, and MNIST's rule of putting the centre
of mass "at the centre" of the 28 x 28 field means pixel index 14.0.
"""

from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import CLASSES, SIDE, Digits, read_only
from mnist_core.data.preprocessing import WHITE, scale

MIDDLE = (SIDE - 1) / 2  # 13.5, the middle of the picture
CENTRE_OF_MASS = 14.0  # where MNIST puts the centre of mass, rounded to whole pixels
MASS_RANGE = (13.5, 14.5)
LARGER_SIDE = 20  # pixels


def bounding_boxes(images: np.ndarray) -> np.ndarray:
    """Find the smallest box around the ink of every image.

    Parameters
    ----------
    images : array of shape (n, height, width), 0 = paper

    Returns
    -------
    int64 array of shape (n, 4): top, left, height, width in pixels; all 0 for a blank image
    """
    ink = images > 0
    spans = []
    for profile in (ink.any(axis=2), ink.any(axis=1)):  # rows, then columns: (n, side)
        first = profile.argmax(axis=1)
        extent = profile.shape[1] - profile[:, ::-1].argmax(axis=1) - first
        spans.append((first, np.where(profile.any(axis=1), extent, 0)))
    (top, height), (left, width) = spans
    return np.stack([top, left, height, width], axis=1)


def centres_of_mass(images: np.ndarray) -> np.ndarray:
    """Find the mean position of the ink of every image, each pixel weighing as much as its value.

    Parameters
    ----------
    images : array of shape (n, height, width), 0 = paper

    Returns
    -------
    float64 array of shape (n, 2): row and column as pixel indices; NaN for a blank image
    """
    whole = np.int64 if images.dtype.kind in "iub" else np.float64
    moments = []
    for axis in (2, 1):  # rows, then columns
        profile = images.sum(axis=axis, dtype=whole)  # (n, side)
        mass = profile.sum(axis=1)
        moment = profile @ np.arange(profile.shape[1])
        position = np.full(len(images), np.nan)
        moments.append(np.divide(moment, mass, out=position, where=mass > 0))
    return np.stack(moments, axis=1)


@dataclass(frozen=True, eq=False)
class Measurements:
    """What was measured on a set of n digits.

    Parameters
    ----------
    counts : int64 (10,), how many of each digit
    mean_images : float32 (10, 28, 28) in [0, 1], NaN for a digit that does not occur
    variance_images : float32 (10, 28, 28) in [0, 0.25], NaN for a digit that does not occur
    boxes : int64 (n, 4), top, left, height and width in pixels
    centres_of_mass : float64 (n, 2), row and column as pixel indices
    ink : float64 (n,), the mean of each scaled image, in [0, 1]
    """

    counts: np.ndarray
    mean_images: np.ndarray
    variance_images: np.ndarray
    boxes: np.ndarray
    centres_of_mass: np.ndarray
    ink: np.ndarray

    def __post_init__(self) -> None:
        for name, array in vars(self).items():
            object.__setattr__(self, name, read_only(array))

    @property
    def imbalance(self) -> float:
        """The most frequent digit's count over the rarest one's; infinite if one is absent."""
        fewest = int(self.counts.min())
        return int(self.counts.max()) / fewest if fewest else float("inf")

    @property
    def majority_digit(self) -> int:
        """The most frequent digit."""
        return int(self.counts.argmax())

    @property
    def majority_share(self) -> float:
        """The accuracy of always answering with the most frequent digit, in [0, 1]."""
        return float(self.counts.max() / self.counts.sum())

    @property
    def larger_sides(self) -> np.ndarray:
        """The larger side of every bounding box: int64 array of shape (n,), pixels."""
        return self.boxes[:, 2:].max(axis=1)

    @property
    def box_offsets(self) -> np.ndarray:
        """How far each box's middle lies from the picture's: float64 (n, 2), rows and columns."""
        return self.boxes[:, :2] + (self.boxes[:, 2:] - 1) / 2 - MIDDLE

    @property
    def share_of_larger_side_20(self) -> float:
        """The share of digits whose larger side is exactly 20 pixels, in [0, 1]."""
        return float((self.larger_sides == LARGER_SIDE).mean())

    @property
    def share_of_mass_in_range(self) -> float:
        """The share of digits with both coordinates of the centre of mass in [13.5, 14.5]."""
        low, high = MASS_RANGE
        inside = (self.centres_of_mass >= low) & (self.centres_of_mass <= high)
        return float(inside.all(axis=1).mean())

    @property
    def share_of_boxes_off_centre(self) -> float:
        """The share of digits whose box is more than 1 pixel off in either direction."""
        return float((np.abs(self.box_offsets) > 1).any(axis=1).mean())


def measure(digits: Digits) -> Measurements:
    """Measure a set of digits; 70,000 take about a second.

    Raises
    ------
    ValueError
        If there are no digits.
    """
    if not len(digits):
        raise ValueError("There is nothing to measure: choose at least one digit.")
    images = digits.images
    means = np.full((CLASSES, SIDE, SIDE), np.nan, np.float32)
    variances = means.copy()
    for digit in np.flatnonzero(digits.counts):
        scaled = scale(images[digits.labels == digit])
        means[digit] = scaled.mean(axis=0, dtype=np.float64)
        variances[digit] = scaled.var(axis=0, dtype=np.float64)
    return Measurements(
        counts=digits.counts,
        mean_images=means,
        variance_images=variances,
        boxes=bounding_boxes(images),
        centres_of_mass=centres_of_mass(images),
        ink=images.mean(axis=(1, 2)) / WHITE,
    )
