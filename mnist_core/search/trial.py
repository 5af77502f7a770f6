"""What became of the trials of a search, as plain values: for pages, charts and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any

import numpy as np


class TrialState(StrEnum):
    """How a trial stands."""

    WAITING = "waiting"
    TRAINING = "training"
    FINISHED = "finished"
    PRUNED = "pruned"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self in (TrialState.FINISHED, TrialState.PRUNED, TrialState.FAILED)


@dataclass(frozen=True)
class Trial:
    """One training of a search.

    Attributes
    ----------
    number : counted from 0 in the order of asking; one that was given back has another one
    state : how it stands
    values : what it tries, by the setting's name; empty before somebody has taken it
    curve : accuracy on the validation digits after every epoch, in [0, 1]
    score : accuracy on the validation digits at its end; None unless it has finished
    worker : who trains it, or has trained it
    run : the id of its run; its folder may have been removed
    seconds : from being taken to its end; None before that
    reason : why it was pruned or failed, one sentence; else empty
    times : how often a worker died over it or was stopped, and another one went on
    """

    number: int
    state: TrialState
    values: Mapping[str, Any]
    curve: tuple[float, ...] = ()
    score: float | None = None
    worker: str = ""
    run: str = ""
    seconds: float | None = None
    reason: str = ""
    times: int = 0

    @property
    def values_in_words(self) -> str:
        """What it tries, in one line."""
        return ", ".join(
            f"{name.replace('_', ' ')} {value:.4g}"
            if isinstance(value, float)
            else f"{name.replace('_', ' ')} {value}"
            for name, value in self.values.items()
        )


def finished(trials: Sequence[Trial]) -> list[Trial]:
    """Those that were trained to their end, in the order of their numbers."""
    return [it for it in trials if it.state == TrialState.FINISHED and it.score is not None]


def best(trials: Sequence[Trial]) -> Trial | None:
    """The first of those with the highest score; None before one has finished."""
    return max(finished(trials), key=lambda it: it.score or 0.0, default=None)


def best_so_far(trials: Sequence[Trial]) -> np.ndarray:
    """The highest score of a search up to each of its finished trials: float64 of shape (n,)."""
    return np.maximum.accumulate([it.score or 0.0 for it in finished(trials)] or np.empty(0))


def epochs_trained(trials: Sequence[Trial]) -> int:
    """Epochs that all trials together have cost so far."""
    return sum(len(it.curve) for it in trials)


def why_pruned(curve: Sequence[float], others: Sequence[Sequence[float]]) -> str:
    """Why the median rule stopped a trial: its best epoch against the median of the others.

    Parameters
    ----------
    curve : accuracies of the trial, one for each of its epochs, at least one
    others : the same of those trials that have finished
    """
    epoch = len(curve)
    reached = [other[epoch - 1] for other in others if len(other) >= epoch]
    against = f", below {median(reached):.2%}, the median of {len(reached)}" if reached else ""
    return f"after epoch {epoch} its best was {max(curve):.2%}{against}"


def groups(
    trials: Sequence[Trial], ignoring: str
) -> dict[tuple[tuple[str, Any], ...], list[Trial]]:
    """Finished trials that differ in one setting alone, such as the seed, put together."""
    found: dict[tuple[tuple[str, Any], ...], list[Trial]] = {}
    for trial in finished(trials):
        key = tuple((name, value) for name, value in trial.values.items() if name != ignoring)
        found.setdefault(key, []).append(trial)
    return found
