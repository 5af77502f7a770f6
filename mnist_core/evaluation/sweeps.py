"""One digit, changed step by step: what a network answers, and where it changes its mind."""

from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import SIDE, read_only
from mnist_core.data.geometry import shift
from mnist_core.data.perturbations import PERTURBATIONS, Perturbation
from mnist_core.network.forward import Network

FARTHEST = 12  # pixels: by then most of a digit has left the frame
PLACES = np.arange(-FARTHEST, FARTHEST + 1)
PLACES.flags.writeable = False


@dataclass(frozen=True, eq=False)
class Sweep:
    """What a network says to one digit at every level of a perturbation.

    Attributes
    ----------
    levels : float array of shape (k,), rising
    neutral : index of the level where nothing is changed
    probabilities : float array of shape (k, 10)
    """

    levels: np.ndarray
    neutral: int
    probabilities: np.ndarray

    def __post_init__(self) -> None:
        for name in ("levels", "probabilities"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    @property
    def answers(self) -> np.ndarray:
        """The likeliest digit at each level: int array of shape (k,)."""
        return self.probabilities.argmax(axis=1)

    @property
    def flips(self) -> tuple[float | None, float | None]:
        """The first levels below and above the neutral one with another answer than there."""
        other = self.answers != self.answers[self.neutral]
        below, above = np.flatnonzero(other[: self.neutral]), np.flatnonzero(other[self.neutral :])
        return (
            float(self.levels[below[-1]]) if len(below) else None,
            float(self.levels[self.neutral + above[0]]) if len(above) else None,
        )


def fine_levels(perturbation: Perturbation) -> tuple[np.ndarray, int]:
    """The levels of a slider, from the first to the last step by step, and where it rests."""
    first, last = perturbation.levels[0], perturbation.levels[-1]
    steps = round((last - first) / perturbation.step)
    levels = np.round(first + perturbation.step * np.arange(steps + 1), 9)
    return levels, int(np.abs(levels - perturbation.neutral).argmin())


def changed_digits(image: np.ndarray, perturbation_id: str, seed: int) -> np.ndarray:
    """One digit at every level of the slider: float32 array of shape (k, 28, 28).

    Parameters
    ----------
    image : float array of shape (28, 28), in [0, 1]
    """
    perturbation = PERTURBATIONS[perturbation_id]
    levels, _ = fine_levels(perturbation)
    digit = np.asarray(image, np.float32)[np.newaxis]
    return np.concatenate([perturbation.function(digit, level, seed) for level in levels])


def sweep(network: Network, image: np.ndarray, perturbation_id: str, seed: int) -> Sweep:
    """What a network says to one digit at every level of the slider."""
    levels, neutral = fine_levels(PERTURBATIONS[perturbation_id])
    changed = changed_digits(image, perturbation_id, seed)
    return Sweep(levels, neutral, network.predict(changed))


def moved_digits(image: np.ndarray) -> np.ndarray:
    """One digit at every place up to 12 pixels away: float32 array of shape (625, 28, 28).

    Parameters
    ----------
    image : float array of shape (28, 28), in [0, 1]
    """
    down, right = (way.ravel() for way in np.meshgrid(PLACES, PLACES, indexing="ij"))
    return shift(np.broadcast_to(np.asarray(image), (len(down), SIDE, SIDE)), right, down)


def places(network: Network, image: np.ndarray) -> np.ndarray:
    """What a network says to one digit at every place up to 12 pixels away.

    Parameters
    ----------
    image : float array of shape (28, 28), in [0, 1]

    Returns
    -------
    float32 array of shape (25, 25, 10): rows are pixels down from −12 to 12, columns to the right
    """
    return network.predict(moved_digits(image)).reshape(len(PLACES), len(PLACES), -1)


def distance_to_flip(probabilities: np.ndarray) -> float | None:
    """How many pixels a digit can be moved, whichever way, before the first answer changes.

    Parameters
    ----------
    probabilities : array of shape (25, 25, 10), see `places`

    Returns
    -------
    the shortest distance to a place with another answer than in the middle; None if all agree
    """
    answers = probabilities.argmax(axis=2)
    away = np.hypot(*np.meshgrid(PLACES, PLACES))
    other = answers != answers[FARTHEST, FARTHEST]
    return float(away[other].min()) if other.any() else None
