"""Precision, recall and F1, of each digit and averaged; NaN where they cannot be known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnist_core.evaluation.statistics import Interval, wilson

UNKNOWN = float("nan")


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 of one digit, or an average of them; NaN = cannot be known."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class DigitScores(Scores):
    """The scores of one digit and the counts behind them.

    Attributes
    ----------
    digit : 0 to 9
    support : how many of the digits show it
    answered : how often the network answered it
    right : how often both
    precision_interval, recall_interval : Wilson, 95 %
    f1_interval : 95 %, by way of a share; see below
    """

    digit: int
    support: int
    answered: int
    right: int

    @property
    def precision_interval(self) -> Interval:
        return wilson(self.right, self.answered)

    @property
    def recall_interval(self) -> Interval:
        return wilson(self.right, self.support)

    @property
    def f1_interval(self) -> Interval:
        """F1 is no share, but it grows with one: F1 = 2J / (1 + J).

        J is the share read right of the digits that are a 4 or were read as 4. Its Wilson
        interval, moved to F1, still says something where there was no error to draw again.
        """
        low, high = wilson(self.right, self.support + self.answered - self.right)
        return Interval(2 * low / (1 + low), 2 * high / (1 + high))


def digit_scores(matrix: np.ndarray) -> tuple[DigitScores, ...]:
    """The scores of every digit, from a confusion matrix: int array, rows true, columns read."""
    return tuple(_scores(matrix, digit) for digit in range(len(matrix)))


def macro(digits: Sequence[DigitScores]) -> Scores:
    """The mean over the digits whose score is known."""
    table = np.array([(digit.precision, digit.recall, digit.f1) for digit in digits])  # (10, 3)
    return Scores(*(float(column[~np.isnan(column)].mean()) for column in table.T))


def _scores(matrix: np.ndarray, digit: int) -> DigitScores:
    """Precision, recall and their harmonic mean F1, from the counts of the confusion matrix."""
    right = int(matrix[digit, digit])
    support, answered = int(matrix[digit].sum()), int(matrix[:, digit].sum())
    return DigitScores(
        precision=_share(right, answered),
        recall=_share(right, support),
        f1=_share(2 * right, support + answered),
        digit=digit,
        support=support,
        answered=answered,
        right=right,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else UNKNOWN
