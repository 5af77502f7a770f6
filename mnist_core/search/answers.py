"""What the trials of a ready experiment say: scores by value, luck, gains, each with its spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt
from statistics import fmean
from typing import Any

from mnist_core.evaluation.seed_interval import mean_interval
from mnist_core.evaluation.statistics import Interval
from mnist_core.search.trial import Trial, finished, groups


@dataclass(frozen=True)
class ScoresOfValue:
    """The scores of all finished trials that share a value, in [0, 1], in the order of numbers."""

    value: Any
    scores: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The plain mean; there is at least one score."""
        return fmean(self.scores)

    @property
    def interval(self) -> Interval | None:
        """Student's 95 % interval of the mean; None where one score tells nothing of a spread."""
        return mean_interval(self.scores) if len(self.scores) > 1 else None


def by_value(trials: Sequence[Trial], name: str) -> list[ScoresOfValue]:
    """Scores by the value of one setting, in the order in which the values were tried first."""
    found: dict[Any, list[float]] = {}
    for trial in finished(trials):
        found.setdefault(trial.values.get(name), []).append(trial.score or 0.0)
    return [ScoresOfValue(value, tuple(scores)) for value, scores in found.items()]


def leader(rows: Sequence[ScoresOfValue]) -> tuple[int, list[int]]:
    """The place of the highest mean, and of the others that its interval does not exclude.

    Parameters
    ----------
    rows : at least one
    """
    first = max(range(len(rows)), key=lambda place: rows[place].mean)
    others = [place for place in range(len(rows)) if place != first]
    return first, [place for place in others if not _apart(rows[first], rows[place])]


def _apart(one: ScoresOfValue, other: ScoresOfValue) -> bool:
    """Whether the intervals of two means have nothing in common."""
    if one.interval is None or other.interval is None:
        return False
    return one.interval.low > other.interval.high or other.interval.low > one.interval.high


@dataclass(frozen=True)
class Luck:
    """How often a choice by one seed is another one than the choice by the mean of all.

    Attributes
    ----------
    ways : how many ways there are to give every setting one of its seeds
    other : in how many of them the best is not the best by the mean; ties count in part
    optimism : the score of the best single trial, less the mean of its own setting
    """

    ways: int
    other: float
    optimism: float

    @property
    def share(self) -> float:
        """The chance that "the best" is another one."""
        return self.other / self.ways


def luck(trials: Sequence[Trial], ignoring: str = "seed") -> Luck | None:
    """Go through all ways to have tried every setting with one seed; None with fewer than two.

    Where several settings are best together in one way, each is chosen equally often.
    """
    settings = [[it.score or 0.0 for it in same] for same in groups(trials, ignoring).values()]
    if len(settings) < 2:
        return None
    means = [fmean(scores) for scores in settings]
    best = means.index(max(means))
    ways, other = 0, 0.0
    for way in product(*settings):
        ways += 1
        chosen = [place for place, score in enumerate(way) if score == max(way)]
        other += 1 - (best in chosen) / len(chosen)
    top = max(range(len(settings)), key=lambda place: max(settings[place]))
    return Luck(ways, other, max(settings[top]) - means[top])


def gain(trials: Sequence[Trial], before: dict[str, Any], after: dict[str, Any]) -> float | None:
    """How much higher the mean score is with one set of values than with another; None without."""
    found = []
    for wanted in (before, after):
        scores = [
            it.score or 0.0
            for it in finished(trials)
            if all(it.values.get(name) == value for name, value in wanted.items())
        ]
        if not scores:
            return None
        found.append(fmean(scores))
    return found[1] - found[0]


def standard_error(share: float, digits: int) -> float:
    """The standard error of a share of digits read right: √(p (1 − p) / n)."""
    return sqrt(share * (1 - share) / digits)
