"""The digits that defeat every network, and those whose label may itself be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import read_only
from mnist_core.evaluation.metrics import Evaluation

CONFIDENT = 0.9


@dataclass(frozen=True, eq=False)
class Suspects:
    """Digits for which all networks agree on another number than the label.

    Attributes
    ----------
    indices : the surest first, int array
    answers : what the networks say instead, int array
    confidence : the probability they give it, mean over the networks, float array
    """

    indices: np.ndarray
    answers: np.ndarray
    confidence: np.ndarray

    def __len__(self) -> int:
        return len(self.indices)


def readers_wrong(answers: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """How many of the readers got each digit wrong: int array of shape (n,).

    Parameters
    ----------
    answers : int array of shape (readers, n); a reader is a network, or one seed of it
    labels : int array of shape (n,)
    """
    return read_only((answers != labels).sum(axis=0))


def hardest(answers: np.ndarray, labels: np.ndarray, at_least: int | None = None) -> np.ndarray:
    """Indices of the digits that all readers (or at least so many) got wrong, hardest first."""
    wrong = readers_wrong(answers, labels)
    found = np.flatnonzero(wrong >= (len(answers) if at_least is None else at_least))
    return read_only(found[np.argsort(-wrong[found], kind="stable")])


def suspects(evaluations: Sequence[Evaluation], confident: float = CONFIDENT) -> Suspects:
    """Candidates for wrong labels: all networks give the same other answer, and are sure of it.

    They stay candidates. Networks that learnt from the same digits share habits, and the people
    who labelled the digit may have seen more than 28 × 28 pixels of it.

    Parameters
    ----------
    evaluations : one for each network, on the same digits
    confident : the least mean probability of that answer
    """
    labels = evaluations[0].labels
    answers = np.stack([found.predicted for found in evaluations])  # (networks, n)
    agree = (answers == answers[0]).all(axis=0) & (answers[0] != labels)
    means = np.mean([found.probabilities for found in evaluations], axis=0)  # (n, 10)
    sure = means[np.arange(len(labels)), answers[0]]
    found = np.flatnonzero(agree & (sure >= confident))
    found = found[np.argsort(-sure[found], kind="stable")]
    return Suspects(read_only(found), read_only(answers[0][found]), read_only(sure[found]))
