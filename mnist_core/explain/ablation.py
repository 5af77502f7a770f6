"""What an intervention costs: right answers before and after, and the digit that suffers most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class AccuracyChange:
    """Right answers before and after, over the same digits.

    Attributes
    ----------
    digits : how many were read
    before, after : how many of them rightly
    lost, won : read rightly before and wrongly after, and the other way round
    worst : the digit with the largest fall in the share read rightly; None where none falls
    worst_before, worst_after : its shares read rightly; 0 where there is no worst
    """

    digits: int
    before: int
    after: int
    lost: int
    won: int
    worst: int | None
    worst_before: float
    worst_after: float


def cost(labels: np.ndarray, before: np.ndarray, after: np.ndarray) -> AccuracyChange:
    """Compare two sets of answers to the same digits.

    Parameters
    ----------
    labels, before, after : int arrays of shape (n,), n at least 1: what each digit is, and how it
        is read
    """
    right, still = before == labels, after == labels
    counts = np.bincount(labels, minlength=10).clip(min=1)
    shares = [np.bincount(labels[it], minlength=10) / counts for it in (right, still)]
    falls = shares[0] - shares[1]
    worst = int(falls.argmax()) if falls.max() > 0 else None
    return AccuracyChange(
        digits=len(labels),
        before=int(right.sum()),
        after=int(still.sum()),
        lost=int((right & ~still).sum()),
        won=int((still & ~right).sum()),
        worst=worst,
        worst_before=0.0 if worst is None else float(shares[0][worst]),
        worst_after=0.0 if worst is None else float(shares[1][worst]),
    )
