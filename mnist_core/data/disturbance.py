"""One digit, disturbed in several ways at once: what the sliders of an experiment set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.data.geometry import rotate, shift, thicken
from mnist_core.data.perturbations import add_noise

NOISE_SEED = 0


@dataclass(frozen=True)
class Disturbance:
    """How a digit is changed before a network reads it, in this order; all 0 changes nothing.

    Attributes
    ----------
    thicker : pixels by which strokes get wider; negative thins them
    degrees : turn about the middle of the frame, positive is anticlockwise
    right, down : shift in pixels, negative is left and up
    noise : standard deviation of the noise in every pixel, in units of ink
    """

    thicker: float = 0.0
    degrees: float = 0.0
    right: int = 0
    down: int = 0
    noise: float = 0.0

    @property
    def only_shift(self) -> bool:
        """Whether the digit is moved and nothing else is done to it."""
        return bool(self.right or self.down) and not (self.thicker or self.degrees or self.noise)

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The disturbed digit, float32 array of shape (28, 28) in [0, 1].

        Parameters
        ----------
        image : the digit, array of shape (28, 28), uint8 or float in [0, 1]
        """
        digits = as_ink(image)[np.newaxis]
        if self.thicker:
            digits = thicken(digits, self.thicker)
        if self.degrees:
            digits = rotate(digits, self.degrees)
        if self.right or self.down:
            digits = shift(digits, self.right, self.down)
        if self.noise:
            digits = add_noise(digits, self.noise, NOISE_SEED)
        return digits[0]


def as_ink(image: np.ndarray) -> np.ndarray:
    """A digit as float32 from 0 (paper) to 1 (ink), whether it comes as bytes or as floats."""
    image = np.asarray(image)
    return image / np.float32(255) if image.dtype == np.uint8 else image.astype(np.float32)
