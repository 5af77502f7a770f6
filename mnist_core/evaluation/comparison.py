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
        """0 if the first network is shown to be better, 1 if the second; None if neither is."""
        if self.p_value >= SIGNIFICANT:
            return None
        return int(len(self.only_second) > len(self.only_first))

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
                f"**Not enough evidence.** {score}; two equally good networks differ by as much "
                f"or more {chance}."
            )
        name = (first, second)[self.better]
        return (
            f"**{name} is better.** {score}; two equally good networks would differ by as much "
            f"or more only {chance}."
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


def _probability(p: float) -> str:
    if p < 0.0001:
        return "less than once in 10,000 times (p < 0.0001)"
    return f"{100 * p:.2g} times in 100 (p = {p:.2g})"
