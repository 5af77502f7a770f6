"""Judging pixels by what they mean: which value is bare paper, and which is full ink.

Files keep digits as bytes, as floats from 0 to 1, from -1 to 1 or standardised, white on black or
black on white. Each of these is a straight line between two values, so two values say it all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mnist_core.data.preprocessing import WHITE

FAINTEST = 8  # of 255: an image without that much ink anywhere is blank
NEAR = 0.1  # how far from one of 256 shades the floats of a standardised file may lie
PART = 5_000  # images worked on at once: more would only take more memory


@dataclass(frozen=True)
class PixelMeaning:
    """The values that stand for bare paper and for full ink; those between are shades."""

    paper: float
    ink: float

    @property
    def changes(self) -> tuple[str, ...]:
        """What `as_bytes` does to the values, each as a phrase; none where they are as MNIST's."""
        low, high = sorted((self.paper, self.ink))
        turned = ("black on white turned to white on black",)
        scaled = (f"pixels from {low:.3g} to {high:.3g} scaled to 0 to {WHITE}".replace("-", "−"),)
        return turned * (self.paper > self.ink) + scaled * ((low, high) != (0, WHITE))

    def as_bytes(self, images: np.ndarray) -> np.ndarray:
        """The images as MNIST keeps them: uint8 of the same shape, 0 = paper, 255 = ink.

        Raises
        ------
        ValueError
            If a value lies beyond paper and ink.
        """
        if (self.paper, self.ink) == (0, WHITE) and images.dtype == np.uint8:
            return images
        result = np.empty(images.shape, np.uint8)
        for start, shades in _shades(images, self.paper, self.ink):
            if not (shades.min() > -0.5 and shades.max() < WHITE + 0.5):
                raise ValueError(
                    "holds values beyond those of the training images: save both in one way"
                )
            np.rint(shades, out=result[start : start + PART], casting="unsafe")
        return result


def pixel_meaning(images: np.ndarray) -> PixelMeaning:
    """Find out which value is paper and which is ink; paper is what the rims of the images are.

    Parameters
    ----------
    images : array of shape (n, 28, 28) and of any numbers, n at least 1

    Raises
    ------
    ValueError
        If it cannot be told; the message is the reason, to follow the array's name.
    """
    low, high = float(images.min()), float(images.max())
    if not np.isfinite([low, high]).all():
        raise ValueError("holds values that are no numbers: save whole ones from 0 to 255")
    if low == high:
        raise ValueError(f"is blank, every value {low:g}: save the digits again")
    first, last = _ends(images, low, high)
    on_white = _bright_rims(images, (first + last) / 2).mean() > 0.5
    return PixelMeaning(*((last, first) if on_white else (first, last)))


def on_white(images: np.ndarray) -> np.ndarray:
    """Which of the images, uint8 (n, 28, 28), have a white rim: bool array of shape (n,)."""
    return _bright_rims(images, WHITE / 2)


def blank(images: np.ndarray) -> np.ndarray:
    """Which of the images, uint8 (n, 28, 28), show nothing: bool array of shape (n,)."""
    return images.max(axis=(1, 2)) < FAINTEST


def _ends(images: np.ndarray, low: float, high: float) -> tuple[float, float]:
    """The least and the most a pixel can be, where the images have these extremes."""
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    if low >= 0 and WHITE / 2 < high <= WHITE:
        return 0.0, float(WHITE)
    if low == -1 and high <= 1:
        return -1.0, 1.0
    for _, shades in _shades(images, low, high):
        if np.abs(shades - np.rint(shades)).max() > NEAR:
            raise ValueError(
                f"holds values from {low:.4g} to {high:.4g} that do not lie on 256 even "
                f"shades: save whole ones from 0 to 255"
            )
    return low, high


def _bright_rims(images: np.ndarray, middle: float) -> np.ndarray:
    """In which images most of the outermost pixels are above the middle: bool (n,)."""
    rim = np.ones(images.shape[1:], bool)
    rim[1:-1, 1:-1] = False
    return (images[:, rim] > middle).mean(axis=1) > 0.5  # (n, 108) becomes (n,)


def _shades(images: np.ndarray, paper: float, ink: float) -> Iterator[tuple[int, np.ndarray]]:
    """The images on a scale of paper = 0 and ink = 255, part by part, with the place of each."""
    for start in range(0, len(images), PART):
        part = images[start : start + PART].astype(np.float64)
        yield start, (part - paper) * (WHITE / (ink - paper))
