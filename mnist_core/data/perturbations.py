"""The registry of ways to change a digit: every slider and every curve takes its change from here.

They leave a person in no doubt about a digit, and a network perhaps in some. What they do to the
pixels stands in `geometry` (where the ink goes) and `intensity` (its shade).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mnist_core.data.geometry import rescale, rotate, shift, thicken
from mnist_core.data.intensity import (
    Seed,
    add_noise,
    blur,
    contrast,
    free_way,
    noise_pattern,
    occlude,
)
from mnist_core.data.preprocessing import as_ink

SIDEWAYS = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])  # right, left, down, up
SIDEWAYS.flags.writeable = False


@dataclass(frozen=True)
class Slider:
    """A slider that a page has for a perturbation.

    Attributes
    ----------
    name : what the page calls it
    lowest, highest, step : its ends and its steps; whole numbers where the level is one
    """

    name: str
    lowest: float
    highest: float
    step: float


@dataclass(frozen=True)
class Perturbation:
    """A way to change digits by one number, the level.

    Attributes
    ----------
    name : as on an axis, "Shift"
    unit : of the level, "pixels"
    neutral : the level at which nothing changes
    function : (images, level, seed) -> images, both float arrays (n, 28, 28) in [0, 1]
    sentence : what is done, for a person
    random : whether the seed matters
    draws : (shape, seed) -> what the seed draws for digits of this shape, (n, 28, 28), where a
        browser makes the change itself; None without
    levels : of its accuracy curve (Robustness), rising, the neutral one among them; none without
    step : of the slider there, over the same range
    nudge : its slider on the Draw page; None without
    disturb : its slider on the Architecture page; None without
    """

    name: str
    unit: str
    neutral: float
    function: Callable[[np.ndarray, float, Seed], np.ndarray]
    sentence: str
    random: bool = False
    draws: Callable[[tuple[int, ...], Seed], np.ndarray] | None = None
    levels: tuple[float, ...] = ()
    step: float = 1
    nudge: Slider | None = None
    disturb: Slider | None = None


def _shift_sideways(images: np.ndarray, pixels: float, seed: Seed) -> np.ndarray:
    chosen = np.random.default_rng(seed).integers(len(SIDEWAYS), size=len(images))
    right, down = pixels * SIDEWAYS[chosen].T
    return shift(images, right, down)


PERTURBATIONS: Mapping[str, Perturbation] = MappingProxyType(
    {
        "right": Perturbation(
            "Shift right",
            "pixels",
            0,
            lambda images, level, seed: shift(images, level, 0),
            "Each digit is moved to the right, or to the left below 0.",
            nudge=Slider("Shift right", -8, 8, 0.16),
            disturb=Slider("Right", -8, 8, 1),
        ),
        "down": Perturbation(
            "Shift down",
            "pixels",
            0,
            lambda images, level, seed: shift(images, 0, level),
            "Each digit is moved down, or up below 0.",
            nudge=Slider("Shift down", -8, 8, 0.16),
            disturb=Slider("Down", -8, 8, 1),
        ),
        "shift": Perturbation(
            "Shift",
            "pixels",
            0,
            _shift_sideways,
            "Each digit is moved right, left, up or down, drawn at random.",
            random=True,
            levels=tuple(range(13)),
        ),
        "rotate": Perturbation(
            "Rotation",
            "degrees",
            0,
            lambda images, level, seed: rotate(images, level),
            "Each digit is turned about the middle of the frame, anticlockwise above 0.",
            levels=tuple(range(-180, 181, 15)),
            step=5,
            nudge=Slider("Rotation", -90, 90, 1.8),
            disturb=Slider("Turn", -45, 45, 5),
        ),
        "rescale": Perturbation(
            "Scale",
            "times",
            1,
            lambda images, level, seed: rescale(images, level),
            "Each digit is enlarged or shrunk about the middle of the frame.",
            levels=(0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2),
            step=0.05,
            nudge=Slider("Size", 0.4, 1.8, 0.01),
        ),
        "thicken": Perturbation(
            "Thickness",
            "pixels",
            0,
            lambda images, level, seed: thicken(images, level),
            "Every stroke is made wider, or thinner below 0.",
            levels=(-3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 3, 4, 5, 6),
            step=0.25,
            nudge=Slider("Thickness", -2, 4, 0.05),
            disturb=Slider("Thicker", -2.0, 2.0, 0.5),
        ),
        "noise": Perturbation(
            "Noise",
            "standard deviation",
            0,
            add_noise,
            "Every pixel, from 0 (paper) to 1 (ink), gets a random number added.",
            random=True,
            draws=noise_pattern,
            levels=(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1),
            step=0.05,
            disturb=Slider("Noise", 0.0, 0.5, 0.05),
        ),
        "blur": Perturbation(
            "Blur",
            "pixels",
            0,
            lambda images, level, seed: blur(images, level),
            "Every pixel becomes the mean of its surroundings, weighted by a Gaussian.",
            levels=(0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5),
            step=0.25,
        ),
        "contrast": Perturbation(
            "Contrast",
            "times",
            1,
            lambda images, level, seed: contrast(images, level),
            "Every pixel's distance from mid-grey is multiplied: 0 leaves grey, −1 swaps ink and "
            "paper.",
            levels=(-1, -0.75, -0.5, -0.25, 0, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2),
            step=0.05,
        ),
        "occlude": Perturbation(
            "Occlusion",
            "pixels",
            0,
            occlude,
            "A square with sides so long, somewhere in the frame, is covered with paper.",
            random=True,
            draws=free_way,
            levels=tuple(range(0, 29, 2)),
        ),
    }
)
"""All of them, by id."""

MEASURED: Mapping[str, Perturbation] = MappingProxyType(
    {id: it for id, it in PERTURBATIONS.items() if it.levels}
)
"""Those with an accuracy curve, by id."""


def perturb(image: np.ndarray, levels: Mapping[str, float], seed: Seed = 0) -> np.ndarray:
    """Change one digit in several ways, one after the other.

    Parameters
    ----------
    image : the digit, array of shape (28, 28), uint8 or float in [0, 1]
    levels : by id of PERTURBATIONS, in the order in which it is done; at the neutral one nothing is
    seed : chooses the noise and whatever else is random

    Returns
    -------
    float32 array of shape (28, 28), in [0, 1]
    """
    images = as_ink(image)[np.newaxis]
    for id, level in levels.items():
        if level != PERTURBATIONS[id].neutral:
            images = PERTURBATIONS[id].function(images, level, seed)
    return images[0]
