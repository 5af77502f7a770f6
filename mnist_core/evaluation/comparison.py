"""Two networks on the same digits: who is right where, and whether that shows who is better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import read_only
from mnist_core.evaluation.metrics import Evaluation

SIGNIFICANT = 0.05


@dataclass(frozen=True, eq=False)
class Comparison:
    """Who read which digit right. Made by `compare`.

    Attributes
    ----------
    both, only_first, only_second, neither : the indices of the digits, int arrays
    """

    both: np.ndarray
    only_first: np.ndarray
    only_second: np.ndarray
    neither: np.ndarray

    def __len__(self) -> int:
        return sum(map(len, (self.both, self.only_first, self.only_second, self.neither)))

    @property
    def p_value(self) -> float:
        """McNemar's exact p: how often chance alone splits the disputed digits so unevenly."""
        return mcnemar(len(self.only_first), len(self.only_second))

    @property
    def better(self) -> int | None:
        """0 if the first network is shown to read these digits better, 1 if the second; or None.

        It is about two trained copies: other seeds of the same recipes may differ otherwise.
        """
        return _better(len(self.only_first), len(self.only_second))

    def sentence(self, first: str, second: str) -> str:
        """What the digits say about the two networks, in one or two sentences.

        Parameters
        ----------
        first, second : the networks' names
        """
        wins, losses = len(self.only_first), len(self.only_second)
        disputed = wins + losses
        if not disputed:
            return (
                f"**Not enough evidence.** {first} and {second} are right on the same digits: "
                f"none of the {len(self):,} tells them apart."
            )
        score = (
            f"Of the {disputed:,} digits that only one of them reads right, {first} has {wins:,} "
            f"and {second} {losses:,}"
        )
        chance = _probability(self.p_value)
        if self.better is None:
            return (
                f"**Not enough evidence.** {score}; two equally good copies differ by as much or "
                f"more {chance}."
            )
        name = (first, second)[self.better]
        return (
            f"**This trained copy of {name} reads these digits better.** {score}; two equally "
            f"good copies would differ by as much or more only {chance}."
        )


def compare(first: Evaluation, second: Evaluation) -> Comparison:
    """Sort the digits by who read them right.

    Raises
    ------
    ValueError
        If the two were not evaluated on the same digits.
    """
    if not np.array_equal(first.labels, second.labels):
        raise ValueError("Two networks can only be compared on the same digits.")
    one, two = first.predicted == first.labels, second.predicted == second.labels
    cells = one & two, one & ~two, ~one & two, ~one & ~two
    return Comparison(*(read_only(np.flatnonzero(cell)) for cell in cells))


@dataclass(frozen=True)
class Pairs:
    """How many pairs of trained copies, one of each recipe, show which of the two is better."""

    first: int
    second: int
    undecided: int

    def sentence(self, first: str, second: str) -> str:
        """The counts in words; `first` and `second` are the networks' names."""
        pairs = self.first + self.second + self.undecided
        return (
            f"Over the recorded seeds: {first} better in {self.first} of {pairs} pairs, {second} "
            f"in {self.second}, undecided in {self.undecided}."
        )


def compare_seeds(first: np.ndarray, second: np.ndarray, labels: np.ndarray) -> Pairs:
    """Hold every seed of one network against every seed of another.

    Parameters
    ----------
    first, second : answers to the same digits, int arrays of shape (seeds, n)
    labels : what the digits are, int array (n,)
    """
    counts = {0: 0, 1: 0, None: 0}
    for one in first == labels:
        for other in second == labels:
            wins, losses = int((one & ~other).sum()), int((other & ~one).sum())
            counts[_better(wins, losses)] += 1
    return Pairs(counts[0], counts[1], counts[None])


def mcnemar(wins: int, losses: int) -> float:
    """McNemar's exact test: could `wins` against `losses` be the tosses of a fair coin?

    Only digits that one network reads right and the other wrong can tell the two apart. If both
    were equally good, each of these digits would fall to either side with probability 1/2
    (Q. McNemar 1947, Psychometrika 12, 153–157; exact, two-sided).

    Parameters
    ----------
    wins, losses : how many digits only the first, and only the second, reads right

    Returns
    -------
    float in (0, 1], the p-value
    """
    tosses = wins + losses
    ways = tail = 1  # of `heads` heads, and of so many or fewer; whole numbers, so exact
    for heads in range(min(wins, losses)):
        ways = ways * (tosses - heads) // (heads + 1)
        tail += ways
    return min(1.0, 2 * tail / 2**tosses)


def _better(wins: int, losses: int) -> int | None:
    return None if mcnemar(wins, losses) >= SIGNIFICANT else int(losses > wins)


def _probability(p: float) -> str:
    if p < 0.0001:
        return "less than once in 10,000 times (p < 0.0001)"
    return f"{100 * p:.2g} times in 100 (p = {p:.2g})"
