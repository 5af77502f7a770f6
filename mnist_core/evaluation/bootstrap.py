"""Intervals for figures that no formula covers: draw the digits again, many times, and look."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mnist_core.evaluation.statistics import LEVEL, Interval

RESAMPLES = 1000
SEED = 1
AT_ONCE = 100  # resamples drawn together: enough to be quick, few enough to stay small


class MacroIntervals(NamedTuple):
    """Of the macro averages, each by the bootstrap; None where resampling can tell nothing."""

    precision: Interval | None
    recall: Interval | None
    f1: Interval | None


def mean_interval(
    values: np.ndarray, resamples: int = RESAMPLES, seed: int = SEED
) -> Interval | None:
    """The range in which the mean of many more such values would lie, such as the loss.

    The percentile bootstrap (B. Efron 1979, Annals of Statistics 7, 1–26): draw as many values
    again, with replacement, take the mean, repeat; the middle 95 % of the means are the interval.

    Parameters
    ----------
    values : float array of shape (n,), one value a digit
    resamples : how often to draw again
    seed : of the draws

    Returns
    -------
    None where all values are the same, or there is only one: resampling then tells nothing.
    """
    values = np.asarray(values, np.float32)
    if len(values) < 2 or np.ptp(values) == 0:
        return None
    random, means = np.random.default_rng(seed), []
    for start in range(0, resamples, AT_ONCE):
        size = (min(AT_ONCE, resamples - start), len(values))
        means.append(values[random.integers(0, len(values), size, np.uint32)].mean(axis=1))
    return _middle(np.concatenate(means))


def macro_intervals(
    matrix: np.ndarray, resamples: int = RESAMPLES, seed: int = SEED
) -> MacroIntervals:
    """The ranges of macro precision, recall and F1, by the percentile bootstrap.

    Drawing digits again with replacement gives every cell of the confusion matrix a multinomial
    count, so whole matrices are drawn and not single digits.

    Parameters
    ----------
    matrix : int array of shape (10, 10), rows true, columns predicted
    resamples : how often to draw again
    seed : of the draws
    """
    count = int(matrix.sum())
    random = np.random.default_rng(seed)
    drawn = random.multinomial(count, matrix.ravel() / count, resamples)
    drawn = drawn.reshape(resamples, *matrix.shape)
    right = drawn.diagonal(axis1=1, axis2=2)  # (resamples, 10)
    support, answered = drawn.sum(axis=2), drawn.sum(axis=1)
    scores = (right, answered), (right, support), (2 * right, support + answered)
    return MacroIntervals(*(_macro(part, whole) for part, whole in scores))


def _macro(part: np.ndarray, whole: np.ndarray) -> Interval | None:
    """The interval of the mean share over the classes that a resample has."""
    known = whole > 0
    shares = np.divide(part, whole, out=np.zeros(part.shape), where=known)
    means = shares.sum(axis=1) / known.sum(axis=1)
    return None if np.ptp(means) == 0 else _middle(means)


def _middle(values: np.ndarray) -> Interval:
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))
