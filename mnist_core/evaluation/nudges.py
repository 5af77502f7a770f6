"""Nudging one digit: how the answer changes with small changes, and the smallest that flips it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mnist_core.data.perturbations import PERTURBATIONS, Slider, perturb
from mnist_core.network.forward import Network

STEPS = 20  # to either side of where nothing changes
HALVINGS = 6  # of a step, until the flip's place is known to a hundredth of it


NUDGES: Mapping[str, Slider] = MappingProxyType(
    {id: it.nudge for id, it in PERTURBATIONS.items() if it.nudge is not None}
)
"""The sliders of the Draw page, by id of the perturbation, in the order in which they act."""


def levels(id: str) -> np.ndarray:
    """The levels of a curve along a nudge, rising, with the neutral one in the middle: (41,)."""
    neutral, nudge = PERTURBATIONS[id].neutral, NUDGES[id]
    low = np.linspace(nudge.lowest, neutral, STEPS + 1)
    return np.concatenate([low[:-1], np.linspace(neutral, nudge.highest, STEPS + 1)])


@dataclass(frozen=True)
class Flip:
    """The smallest change of one kind that was found to change the answer.

    Attributes
    ----------
    nudge : an id of NUDGES
    level : of the nudge, just beyond which the answer is another one
    answer : the digit that is read then
    changed : the mean absolute change of a pixel there, in [0, 1]
    """

    nudge: str
    level: float
    answer: int
    changed: float


def nudged(digit: np.ndarray, standing: Mapping[str, float]) -> np.ndarray:
    """Nudge in several ways at once: float32 array of shape (28, 28), in [0, 1].

    Parameters
    ----------
    digit : float array of shape (28, 28), in [0, 1]
    standing : where the sliders stand, by id of NUDGES; what is missing stays neutral
    """
    return perturb(digit, {id: standing[id] for id in NUDGES if id in standing})


def curve(network: Network, digit: np.ndarray, id: str) -> np.ndarray:
    """The ten probabilities at every level of a nudge: float32 array of shape (41, 10)."""
    return network.predict(_images(digit, id, levels(id)))


def flips(network: Network, digit: np.ndarray) -> tuple[Flip, ...]:
    """For every nudge that can change the answer, the smallest such change that was found.

    The levels are tried outwards from the neutral one in both directions; between the first that
    flips the answer and the one before, the place is found by halving. A flip between two levels
    that goes back at the next is missed.

    Returns
    -------
    the smallest change of the picture first
    """
    answer = int(network.predict(np.asarray(digit, np.float32)[np.newaxis])[0].argmax())
    found = [_first_flip(network, digit, id, answer) for id in NUDGES]
    return tuple(sorted((it for it in found if it is not None), key=lambda flip: flip.changed))


def _first_flip(network: Network, digit: np.ndarray, id: str, answer: int) -> Flip | None:
    tried = levels(id)
    answers = curve(network, digit, id).argmax(axis=1)
    ends = []
    for side in (tried[STEPS:], tried[STEPS::-1]):
        flipped = (answers[STEPS:] if side[-1] == tried[-1] else answers[STEPS::-1]) != answer
        if flipped.any():
            place = max(int(flipped.argmax()), 1)
            ends.append(_halved(network, digit, id, answer, side[place - 1], side[place]))
    return min(ends, key=lambda flip: flip.changed, default=None)


def _halved(
    network: Network, digit: np.ndarray, id: str, answer: int, same: float, other: float
) -> Flip:
    for _ in range(HALVINGS):
        middle = (same + other) / 2
        read = network.predict(_images(digit, id, np.array([middle])))[0].argmax()
        same, other = (middle, other) if read == answer else (same, middle)
    image = _images(digit, id, np.array([other]))
    changed = float(np.abs(image[0] - digit).mean())
    return Flip(id, float(other), int(network.predict(image)[0].argmax()), changed)


def _images(digit: np.ndarray, id: str, wanted: np.ndarray) -> np.ndarray:
    one, change = np.asarray(digit, np.float32)[np.newaxis], PERTURBATIONS[id].function
    return np.concatenate([change(one, float(level), 0) for level in wanted])
