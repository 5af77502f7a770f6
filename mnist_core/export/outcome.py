"""What came of exporting a network in one format, and how that is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mnist_core.evaluation.statistics import Interval, wilson


@dataclass(frozen=True)
class Judgement:
    """How an export reads digits, in its own runtime.

    Attributes
    ----------
    runtime : the package that read, with its version
    digits : how many it read
    right : how many of them it read right
    changed : how many it answers otherwise than our network
    difference : the largest between one of its probabilities and ours, 0 to 1
    milliseconds : for one digit, the median of many
    """

    runtime: str
    digits: int
    right: int
    changed: int
    difference: float
    milliseconds: float

    @property
    def accuracy(self) -> float:
        """The share of digits read right."""
        return self.right / self.digits

    @property
    def interval(self) -> Interval:
        """Wilson's 95 % interval for the accuracy."""
        return wilson(self.right, self.digits)


@dataclass(frozen=True)
class Outcome:
    """What came of one format.

    Attributes
    ----------
    format : the id of the format
    bytes : its size on disk; 0 where it was not made
    judgement : how it reads, or None where nothing here reads it
    reason : why it was not made or not judged, in one sentence
    """

    format: str
    bytes: int = 0
    judgement: Judgement | None = None
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Outcome:
        """What ``to_dict`` gave; raises TypeError for anything else."""
        found = dict(values)
        if found["judgement"] is not None:
            found["judgement"] = Judgement(**found["judgement"])
        return cls(**found)


CHANGES = ("none", "up to 1 in 1,000", "up to 1 in 100", "more")
"""How many answers an export changes, in words."""


def changes(judgement: Judgement) -> str:
    """Which of `CHANGES` it is."""
    share = judgement.changed / judgement.digits
    bounds = (0, 1 / 1_000, 1 / 100, 1)
    return next(words for words, most in zip(CHANGES, bounds, strict=True) if share <= most)
