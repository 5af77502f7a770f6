"""Pairs of digits that are taken for each other, beside those that the documents name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NAMED = ((4, 9), (3, 8), (3, 5), (7, 9))
"""What documents 000 (lines 96–100) and 002 (line 168) say is confused most often."""


@dataclass(frozen=True)
class Pair:
    """Two digits, the smaller first, and how often each was read as the other.

    Attributes
    ----------
    first, second : the digits
    forth : how often the first was read as the second
    back : how often the second was read as the first
    rank : 1 for the most frequent of all pairs; pairs with equal counts share the better rank
    """

    first: int
    second: int
    forth: int
    back: int
    rank: int

    @property
    def count(self) -> int:
        """Both directions together."""
        return self.forth + self.back

    @property
    def named(self) -> bool:
        """Whether a document names it."""
        return (self.first, self.second) in NAMED

    @property
    def text(self) -> str:
        """Such as "4–9"."""
        return f"{self.first}–{self.second}"


def pairs(matrix: np.ndarray) -> tuple[Pair, ...]:
    """All 45 pairs of digits, the most frequently confused first.

    Parameters
    ----------
    matrix : int array of shape (10, 10), rows true, columns predicted
    """
    both = np.triu(matrix + matrix.T, 1)
    found = [
        Pair(a, b, int(matrix[a, b]), int(matrix[b, a]), 1 + int((both > both[a, b]).sum()))
        for a in range(len(matrix))
        for b in range(a + 1, len(matrix))
    ]
    return tuple(sorted(found, key=lambda pair: pair.rank))


def most_and_named(found: Sequence[Pair], most: int = 6) -> tuple[Pair, ...]:
    """The most frequent pairs that occur at all, and the named ones, the most frequent first."""
    frequent = {pair for pair in found[:most] if pair.count}
    return tuple(pair for pair in found if pair.named or pair in frequent)


def hits(found: Sequence[Pair]) -> int:
    """How many of the named pairs are among the most frequent ones, as many as are named."""
    return sum(pair.named and pair.rank <= len(NAMED) and pair.count > 0 for pair in found)
