"""How accuracy falls as digits are changed more and more, and how far a digit may be moved."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import SIDE, Digits
from mnist_core.data.measurements import bounding_boxes
from mnist_core.data.perturbations import MEASURED, PERTURBATIONS
from mnist_core.data.preprocessing import scale
from mnist_core.evaluation.statistics import Interval, wilson
from mnist_core.network.forward import Network

SHIFT = "shift"
SEED = 0
PART = 1_000  # digits changed at once; each part draws from a seed of its own
READABLE = 0.9  # the accuracy below which we call a network lost
SAMPLE = 1_000  # digits on which a curve is measured while one waits


@dataclass(frozen=True)
class Curve:
    """How many of so many digits were read right at each level of a perturbation.

    Attributes
    ----------
    perturbation : its id in PERTURBATIONS
    levels : rising; the neutral one among them
    right : one count a level
    digits : how many there are at every level; the same ones
    """

    perturbation: str
    levels: tuple[float, ...]
    right: tuple[int, ...]
    digits: int

    @property
    def accuracies(self) -> tuple[float, ...]:
        """The share read right at each level."""
        return tuple(count / self.digits for count in self.right)

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """Wilson's 95 % interval of each accuracy."""
        return tuple(wilson(count, self.digits) for count in self.right)

    @property
    def untouched(self) -> float:
        """The accuracy where nothing is changed."""
        return self.accuracy_at(PERTURBATIONS[self.perturbation].neutral)

    def accuracy_at(self, level: float) -> float:
        """The accuracy at one of the levels."""
        return self.accuracies[self.levels.index(level)]

    def first_below(self, share: float, side: int = 1) -> float | None:
        """The level closest to the neutral one at which the accuracy is below `share`.

        Parameters
        ----------
        share : an accuracy, in [0, 1]
        side : 1 looks at the levels from the neutral one up, -1 down

        Returns
        -------
        None if there is none among the levels measured
        """
        neutral = PERTURBATIONS[self.perturbation].neutral
        outward = sorted(zip(self.levels, self.accuracies, strict=True), reverse=side < 0)
        found = (
            level
            for level, accuracy in outward
            if (level - neutral) * side >= 0 and accuracy < share
        )
        return next(found, None)


def sample(digits: Digits, seed: int = SEED, count: int = SAMPLE) -> Digits:
    """So many of the digits, drawn at random and in their order; all if there are no more."""
    if len(digits) <= count:
        return digits
    chosen = np.random.default_rng(seed).choice(len(digits), count, replace=False)
    return digits[np.sort(chosen)]


def examples(digits: Digits, pixels: float, most: int = 6) -> np.ndarray:
    """The first few that lose no ink when moved to the right: float32 (n, 28, 28), in [0, 1]."""
    room = SIDE - bounding_boxes(digits.images)[:, [1, 3]].sum(axis=1)  # left edge and width
    return scale(digits.images[room >= pixels][:most])


def count_right(
    network: Network, digits: Digits, perturbation_id: str, level: float, seed: int = SEED
) -> int:
    """How many digits a network reads right once they are changed.

    What is random (where a shift goes, the noise, the covered square) depends on the seed
    and on a digit's place alone, so at every level and for every network it is the same.
    """
    parts = _changed(digits, perturbation_id, level, seed)
    return sum(int(_right(network, changed, part).sum()) for part, changed in parts)


def measure(network: Network, digits: Digits, seed: int = SEED) -> Iterator[Curve]:
    """The curves of all perturbations, one after the other: 110 passes over the digits.

    Raises
    ------
    ValueError
        If there are no digits.
    """
    if not len(digits):
        raise ValueError("There is nothing to measure: choose at least one digit.")
    for id, perturbation in MEASURED.items():
        right = (count_right(network, digits, id, level, seed) for level in perturbation.levels)
        yield Curve(id, perturbation.levels, tuple(right), len(digits))


@dataclass(frozen=True)
class WholeDigits:
    """What a network reads of the digits that a shift leaves wholly in the frame.

    A network whose answers do not depend on the place would read as many of them as before.

    Attributes
    ----------
    levels : pixels of shift, from 0
    digits : how many are still whole at each level
    right : how many of these are read right where they are now
    at_rest : how many of the same digits are read right where they were
    """

    levels: tuple[float, ...]
    digits: tuple[int, ...]
    right: tuple[int, ...]
    at_rest: tuple[int, ...]

    @property
    def telling(self) -> int:
        """Index of the largest shift that leaves at least half of the digits whole."""
        return max(i for i, count in enumerate(self.digits) if 2 * count >= self.digits[0])

    @property
    def invariant(self) -> bool:
        """Whether moving them has changed nothing, as far as the 95 % intervals tell.

        A network that cannot read them where they were has nothing to lose: it is not.
        """
        at = self.telling
        moved, resting = (wilson(c[at], self.digits[at]) for c in (self.right, self.at_rest))
        return moved.high >= resting.low and self.at_rest[at] >= READABLE * self.digits[at]


def measure_whole(network: Network, digits: Digits, seed: int = SEED) -> WholeDigits:
    """Shift the digits as for the curve, and count those only that lose no ink."""
    levels = PERTURBATIONS[SHIFT].levels
    counts = np.zeros((3, len(levels)), int)
    resting = [_right(network, scale(part.images), part) for part, _ in _parts(digits)]
    for at, level in enumerate(levels):
        moved = _changed(digits, SHIFT, level, seed)
        for (part, changed), rest in zip(moved, resting, strict=True):
            whole = keeps_ink(part.images, changed)
            right = _right(network, changed, part)
            counts[:, at] += whole.sum(), (whole & right).sum(), (whole & rest).sum()
    return WholeDigits(levels, *(tuple(row.tolist()) for row in counts))


def keeps_ink(images: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """Which of the moved images have as much ink as before: bool array (n,)."""
    return (moved > 0).sum(axis=(1, 2)) == (images > 0).sum(axis=(1, 2))


def _parts(digits: Digits) -> Iterator[tuple[Digits, int]]:
    for number, start in enumerate(range(0, len(digits), PART)):
        yield digits[start : start + PART], number


def _changed(
    digits: Digits, perturbation_id: str, level: float, seed: int
) -> Iterator[tuple[Digits, np.ndarray]]:
    change = PERTURBATIONS[perturbation_id].function
    for part, number in _parts(digits):
        yield part, change(scale(part.images), level, (seed, number))


def _right(network: Network, images: np.ndarray, part: Digits) -> np.ndarray:
    return network.predict(images).argmax(axis=1) == part.labels
