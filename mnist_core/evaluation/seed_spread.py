"""How far the figures of one recipe spread, from one random start to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnist_core.evaluation.scores import DigitScores, Scores, digit_scores, macro


@dataclass(frozen=True)
class Spread:
    """The same figures for each seed of a network. Made by `spread`.

    Attributes
    ----------
    accuracies : one for each seed
    digits : for each seed the scores of the ten digits
    macros : for each seed the mean of the ten
    """

    accuracies: tuple[float, ...]
    digits: tuple[tuple[DigitScores, ...], ...]
    macros: tuple[Scores, ...]

    def of_digit(self, digit: int, score: str) -> tuple[float, float]:
        """The least and the largest `score` ("precision", "recall", "f1") of a digit."""
        return _span([getattr(scores[digit], score) for scores in self.digits])

    def of_macro(self, score: str) -> tuple[float, float]:
        """The least and the largest macro `score`."""
        return _span([getattr(scores, score) for scores in self.macros])

    def of_accuracy(self) -> tuple[float, float]:
        """The least and the largest accuracy."""
        return _span(self.accuracies)


def spread(answers: np.ndarray, labels: np.ndarray) -> Spread:
    """Score every seed of a network.

    Parameters
    ----------
    answers : int array of shape (seeds, n), what each seed read
    labels : int array of shape (n,)
    """
    digits = []
    for one in answers:
        matrix = np.zeros((10, 10), np.int64)
        np.add.at(matrix, (labels, one), 1)
        digits.append(digit_scores(matrix))
    accuracies = tuple(float((one == labels).mean()) for one in answers)
    return Spread(accuracies, tuple(digits), tuple(macro(scores) for scores in digits))


def _span(values: Sequence[float]) -> tuple[float, float]:
    """NaN where a score is unknown for some seed: then its spread is, too."""
    return float(np.min(values)), float(np.max(values))
