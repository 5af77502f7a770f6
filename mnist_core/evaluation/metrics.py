"""The metrics of a network on labelled digits: how often right, how sure, and where it errs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mnist_core.data.digits import CLASSES, read_only
from mnist_core.evaluation.bootstrap import MacroIntervals, macro_intervals, mean_interval
from mnist_core.evaluation.scores import DigitScores, Scores, digit_scores, macro
from mnist_core.evaluation.statistics import Interval, wilson

LEAST_PROBABILITY = 1e-7  # where the loss ends, as in Keras: -log 0 would be infinite


@dataclass(frozen=True)
class Confusion:
    """How often one digit was read as another."""

    true: int
    predicted: int
    count: int


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How well a network read digits. Made by `evaluate`.

    Attributes
    ----------
    probabilities : float array of shape (n, 10), what the network said
    labels : int array of shape (n,), what the digits are
    predicted : int array of shape (n,), the answers: the digit with the largest probability
    matrix : int array of shape (10, 10), the confusion matrix: rows are true, columns predicted
    digits : the scores of each digit, 0 to 9
    macro : the mean of the ten scores, where they can be known
    micro : all digits together; with one answer per digit, all three are the accuracy
    loss : mean cross-entropy in nats, finite even where the network gave the truth 0
    """

    probabilities: np.ndarray
    labels: np.ndarray
    predicted: np.ndarray
    matrix: np.ndarray
    digits: tuple[DigitScores, ...]
    macro: Scores
    micro: Scores
    loss: float

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def right(self) -> int:
        """How many digits were read right."""
        return int(np.trace(self.matrix))

    @property
    def accuracy(self) -> float:
        """The share of digits read right."""
        return self.right / len(self)

    @property
    def accuracy_interval(self) -> Interval:
        """Wilson's 95 % interval for the accuracy."""
        return wilson(self.right, len(self))

    @cached_property
    def losses(self) -> np.ndarray:
        """The cross-entropy of each digit in nats: float64 array of shape (n,)."""
        return _cross_entropy(self.probabilities, self.labels)

    @cached_property
    def loss_interval(self) -> Interval | None:
        """The bootstrap's 95 % interval for the loss; None where one digit cannot tell."""
        return mean_interval(self.losses)

    @cached_property
    def macro_intervals(self) -> MacroIntervals:
        """The bootstrap's 95 % intervals for the macro averages."""
        return macro_intervals(self.matrix)

    @property
    def majority(self) -> DigitScores:
        """The most frequent digit: always answering it is the least that can be done."""
        return max(self.digits, key=lambda digit: digit.support)

    @property
    def baseline(self) -> float:
        """The accuracy of always answering the most frequent digit."""
        return self.majority.support / len(self)

    @cached_property
    def confusions(self) -> tuple[Confusion, ...]:
        """The errors by kind, the most frequent first; 4 read as 9 and 9 read as 4 are two."""
        errors = self.matrix - np.diag(np.diag(self.matrix))
        kinds = [Confusion(int(t), int(p), int(errors[t, p])) for t, p in np.argwhere(errors)]
        return tuple(sorted(kinds, key=lambda kind: -kind.count))

    @cached_property
    def misclassified(self) -> np.ndarray:
        """Indices of the digits read wrong, the surest error first: int array."""
        return self.of_pair(None, None)

    def of_pair(self, true: int | None, predicted: int | None) -> np.ndarray:
        """Indices of the digits of one cell of the confusion matrix, the surest first: int array.

        None stands for any other digit: the errors of a whole row, of a whole column, or all.
        """
        if true is None or predicted is None:
            chosen = self.labels != self.predicted
        else:
            chosen = np.ones(len(self), bool)
        if true is not None:
            chosen &= self.labels == true
        if predicted is not None:
            chosen &= self.predicted == predicted
        return self._surest_first(np.flatnonzero(chosen))

    def _surest_first(self, indices: np.ndarray) -> np.ndarray:
        confidence = self.probabilities[indices].max(axis=1, initial=0)
        return read_only(indices[np.argsort(-confidence, kind="stable")])


def evaluate(probabilities: np.ndarray, labels: np.ndarray) -> Evaluation:
    """Compare what a network said with what the digits are.

    The scores follow scikit-learn's definitions (its ``zero_division=nan``), and tests hold them
    to it; NumPy computes them, because importing scikit-learn takes seconds and 130 MB.

    Parameters
    ----------
    probabilities : float array of shape (n, 10), rows adding up to 1
    labels : int array of shape (n,), 0 to 9

    Raises
    ------
    ValueError
        If there are no digits, or the arrays are not as above.
    """
    probabilities, labels = _checked(np.asarray(probabilities), np.asarray(labels))
    predicted = probabilities.argmax(axis=1)
    matrix = np.zeros((CLASSES, CLASSES), np.int64)
    np.add.at(matrix, (labels, predicted), 1)
    digits = digit_scores(matrix)
    accuracy = float(np.trace(matrix) / len(labels))
    return Evaluation(
        probabilities=read_only(probabilities),
        labels=read_only(labels),
        predicted=read_only(predicted),
        matrix=read_only(matrix),
        digits=digits,
        macro=macro(digits),
        micro=Scores(accuracy, accuracy, accuracy),
        loss=float(_cross_entropy(probabilities, labels).mean()),
    )


def _cross_entropy(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    chance = probabilities[np.arange(len(labels)), labels].astype(float)  # of the truth
    return read_only(-np.log(np.maximum(chance, LEAST_PROBABILITY)))


def _checked(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if labels.size == 0:
        raise ValueError("There are no digits to evaluate on: give at least one.")
    if probabilities.shape != (len(labels), CLASSES) or labels.ndim != 1:
        raise ValueError(
            f"{len(labels):,} digits need probabilities of shape ({len(labels)}, {CLASSES}), "
            f"not {probabilities.shape}."
        )
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= CLASSES:
        raise ValueError("Labels are whole numbers from 0 to 9.")
    if not np.isfinite(probabilities).all():
        raise ValueError("Some probabilities are not numbers: the network has not learnt to read.")
    return probabilities, labels
