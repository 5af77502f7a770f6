"""An ensemble: several networks answer, and the mean of their probabilities is the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mnist_core.data.digits import read_only
from mnist_core.evaluation.comparison import Comparison, compare
from mnist_core.evaluation.metrics import Evaluation, evaluate

BYTES_A_WEIGHT = 4  # float32
READINGS = 15  # of one digit, to time it


def averaged(probabilities: Sequence[np.ndarray]) -> np.ndarray:
    """The mean of what several networks say to the same digits.

    Each has prepared the digits in its own way: only their answers meet.

    Parameters
    ----------
    probabilities : two or more float arrays of shape (n, 10), rows adding up to 1

    Returns
    -------
    float64 array of shape (n, 10), rows adding up to 1

    Raises
    ------
    ValueError
        If there are fewer than two, or their shapes differ.
    """
    if len(probabilities) < 2:
        raise ValueError("An ensemble needs at least two networks.")
    if len({array.shape for array in probabilities}) > 1:
        raise ValueError("Networks can only be averaged over the same digits.")
    return np.mean([array.astype(float) for array in probabilities], axis=0)


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Several networks and the mean of their answers, on the same digits. Made by `ensemble`.

    Attributes
    ----------
    members : what each network alone makes of the digits
    average : what the mean of their probabilities makes of them
    """

    members: tuple[Evaluation, ...]
    average: Evaluation

    @cached_property
    def answers(self) -> np.ndarray:
        """What each member reads: int array of shape (members, n)."""
        return read_only(np.array([member.predicted for member in self.members]))

    @property
    def best(self) -> int:
        """The place of the member with the fewest errors on these digits, the hardest to beat."""
        return int(np.argmax([member.right for member in self.members]))

    @property
    def errors_saved(self) -> int:
        """How many errors fewer than the best member the average makes; negative if more."""
        return self.average.right - self.members[self.best].right

    def against(self, member: int) -> Comparison:
        """A member and the average: its errors that vanish are `only_second`, new ones first."""
        return compare(self.members[member], self.average)

    @cached_property
    def disagreement(self) -> np.ndarray:
        """The share of digits that two members read differently: float array (members, members)."""
        pairs = self.answers[:, np.newaxis] != self.answers[np.newaxis]  # (members, members, n)
        return read_only(pairs.mean(axis=2))

    @cached_property
    def agreeing(self) -> np.ndarray:
        """How many members read each digit as the average does: int array of shape (n,)."""
        return read_only((self.answers == self.average.predicted).sum(axis=0))

    @property
    def agreement(self) -> tuple[Agreement, ...]:
        """For every number of members that can agree with the average, the digits and the right."""
        right = self.average.predicted == self.average.labels
        counts = [self.agreeing == count for count in range(len(self.members) + 1)]
        return tuple(
            Agreement(count, int(chosen.sum()), int((chosen & right).sum()))
            for count, chosen in reversed(list(enumerate(counts)))
        )

    @property
    def mean_loss(self) -> float:
        """The mean of the members' losses, in nats: the average's loss is never above it.

        -log is convex, so -log of a mean is at most the mean of the -logs (Jensen's inequality).
        """
        return float(np.mean([member.loss for member in self.members]))


@dataclass(frozen=True)
class Agreement:
    """Digits on which so many members read what the average reads, and how many of them it has
    right."""

    members: int
    digits: int
    right: int


def ensemble(members: Sequence[Evaluation]) -> Ensemble:
    """Average what two or more networks said to the same digits.

    Raises
    ------
    ValueError
        If there are fewer than two, or the digits were not the same.
    """
    probabilities = averaged([member.probabilities for member in members])
    labels = members[0].labels
    if not all(np.array_equal(labels, member.labels) for member in members):
        raise ValueError("Networks can only be averaged over the same digits.")
    return Ensemble(tuple(members), evaluate(probabilities, labels))


@dataclass(frozen=True)
class Cost:
    """What it takes to keep a network and to read one digit with it.

    Attributes
    ----------
    parameters : weights
    macs : multiply–accumulates for one digit
    milliseconds : to read one digit here, as measured
    """

    parameters: int
    macs: int
    milliseconds: float

    @property
    def kilobytes(self) -> float:
        """The size of the weights as float32, 1 kB = 1,000 bytes."""
        return self.parameters * BYTES_A_WEIGHT / 1000

    def __add__(self, other: Cost) -> Cost:
        """An ensemble keeps all its members, and all of them read the digit."""
        return Cost(
            self.parameters + other.parameters,
            self.macs + other.macs,
            self.milliseconds + other.milliseconds,
        )


def milliseconds(
    read: Callable[[], object],
    readings: int = READINGS,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """How long one reading takes: the median of some, so that a pause of the machine is no part."""
    times = []
    for _ in range(readings):
        begun = clock()
        read()
        times.append(clock() - begun)
    return 1000 * float(np.median(times))
