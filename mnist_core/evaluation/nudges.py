"""Nudging one digit: how the answer changes with small changes, and the smallest that flips it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mnist_core.data.geometry import rescale, rotate, shift, thicken
from mnist_core.network.forward import Network

STEPS = 20  # to either side of where nothing changes
HALVINGS = 6  # of a step, until the flip's place is known to a hundredth of it


@dataclass(frozen=True)
class Nudge:
    """A change of one digit with one dial.

    Attributes
    ----------
    name : for people, "Shift right"
    unit : of the level, "pixels"
    neutral, lowest, highest : the level at which nothing changes, and the dial's ends
    function : (images, level) -> images, both float arrays of shape (n, 28, 28) in [0, 1]
    """

    name: str
    unit: str
    neutral: float
    lowest: float
    highest: float
    function: Callable[[np.ndarray, float], np.ndarray]

    @property
    def levels(self) -> np.ndarray:
        """The levels of a curve, rising, with the neutral one in the middle: (41,)."""
        low = np.linspace(self.lowest, self.neutral, STEPS + 1)
        return np.concatenate([low[:-1], np.linspace(self.neutral, self.highest, STEPS + 1)])


NUDGES: Mapping[str, Nudge] = MappingProxyType(
    {
        "right": Nudge("Shift right", "pixels", 0, -8, 8, lambda images, by: shift(images, by, 0)),
        "down": Nudge("Shift down", "pixels", 0, -8, 8, lambda images, by: shift(images, 0, by)),
        "rotate": Nudge("Rotation", "degrees", 0, -90, 90, rotate),
        "rescale": Nudge("Size", "times", 1, 0.4, 1.8, rescale),
        "thicken": Nudge("Thickness", "pixels", 0, -2, 4, thicken),
    }
)
"""The dials of the Draw page, in the order in which they are turned."""


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


def nudged(digit: np.ndarray, levels: Mapping[str, float]) -> np.ndarray:
    """Turn several dials at once.

    Parameters
    ----------
    digit : float array of shape (28, 28), in [0, 1]
    levels : by id of NUDGES; what is missing stays neutral

    Returns
    -------
    float32 array of shape (28, 28), in [0, 1]
    """
    images = np.asarray(digit, np.float32)[np.newaxis]
    for id, nudge in NUDGES.items():
        level = levels.get(id, nudge.neutral)
        if level != nudge.neutral:
            images = nudge.function(images, level)
    return images[0]


def curve(network: Network, digit: np.ndarray, id: str) -> np.ndarray:
    """The ten probabilities at every level of a nudge: float32 array of shape (41, 10)."""
    return network.predict(_images(digit, id, NUDGES[id].levels))


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
    levels = NUDGES[id].levels
    answers = curve(network, digit, id).argmax(axis=1)
    ends = []
    for side in (levels[STEPS:], levels[STEPS::-1]):
        flipped = (answers[STEPS:] if side[-1] == levels[-1] else answers[STEPS::-1]) != answer
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


def _images(digit: np.ndarray, id: str, levels: np.ndarray) -> np.ndarray:
    one = np.asarray(digit, np.float32)[np.newaxis]
    return np.concatenate([NUDGES[id].function(one, float(level)) for level in levels])
