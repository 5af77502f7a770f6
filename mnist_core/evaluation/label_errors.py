"""MNIST's test digits whose label people do not back, and what that means for any accuracy.

Curtis Northcutt, Anish Athalye and Jonas Mueller, "Pervasive Label Errors in Test Sets
Destabilize Machine Learning Benchmarks" (NeurIPS 2021, Datasets and Benchmarks; the corrections
are published with it): of the digits that a network doubted, five people each looked at every one.
For these fifteen most of them did not choose the label that MNIST gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import MNIST_TEST, read_only
from mnist_core.evaluation.metrics import Evaluation

DOUBTED = (
    *(947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937),
    *(6651, 6783, 8527, 9679, 9729),
)
"""Where they stand among the 10,000 test digits."""
SOURCE = (
    "Northcutt, Athalye and Mueller 2021, “Pervasive label errors in test sets destabilize machine "
    "learning benchmarks”"
)


@dataclass(frozen=True)
class WithoutDoubted:
    """How a network reads the test digits whose label is not in doubt.

    Attributes
    ----------
    right, count : how many of how many
    agreed : how often its answer is the label of a doubted digit, of ``doubted``
    """

    right: int
    count: int
    agreed: int
    doubted: int

    @property
    def accuracy(self) -> float:
        """The share of the others that is read right."""
        return self.right / self.count


def doubted_of(name: str) -> np.ndarray:
    """The doubted ones of a set of digits: int array, empty unless it is MNIST's test set.

    Its name is given to digits by their checksum, see `mnist_core.data.sources`.
    """
    return read_only(np.array(DOUBTED if name == MNIST_TEST else (), dtype=np.int64))


def without(found: Evaluation, doubted: np.ndarray) -> WithoutDoubted:
    """Count anew without the doubted digits."""
    agreed = int((found.predicted[doubted] == found.labels[doubted]).sum())
    return WithoutDoubted(found.right - agreed, len(found) - len(doubted), agreed, len(doubted))


def ceiling(count: int, doubted: np.ndarray) -> float | None:
    """What a reader reaches who gives every doubted digit another number; None without any."""
    return (count - len(doubted)) / count if len(doubted) else None
