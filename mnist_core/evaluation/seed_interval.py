"""How far the mean of a few trainings can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan, cos, isfinite, pi, sin, sqrt
from statistics import fmean, stdev

from mnist_core.evaluation.statistics import LEVEL, Interval


def mean_interval(values: Sequence[float], level: float = LEVEL) -> Interval:
    """The range in which the mean over all seeds lies, as far as these seeds can tell.

    Student's interval: mean ± t · s / √n with n − 1 degrees of freedom. It takes the results to
    scatter normally; with three seeds it is wide, and rightly so.

    Parameters
    ----------
    values : one result per seed, at least two
    level : how often intervals made this way hold the true mean

    Raises
    ------
    ValueError
        If there are fewer than two results, or one is not a number.
    """
    if len(values) < 2 or not all(isfinite(value) for value in values):
        raise ValueError("An interval over seeds needs at least two results, all of them numbers.")
    reach = student_quantile((1 + level) / 2, len(values) - 1)
    reach *= stdev(values) / sqrt(len(values))
    return Interval(fmean(values) - reach, fmean(values) + reach)


def student_quantile(probability: float, freedom: int) -> float:
    """The value that Student's t with so many degrees of freedom stays below with `probability`.

    By bisection; SciPy has the same, but importing it takes seconds that a page does not have.

    Parameters
    ----------
    probability : from 0.5 to below 1
    freedom : degrees of freedom, at least 1
    """
    if not 0.5 <= probability < 1 or freedom < 1:
        raise ValueError("Give a probability from 0.5 to below 1 and one degree of freedom or more")
    low, high = 0.0, 1.0
    while _within(high, freedom) < 2 * probability - 1:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if _within(middle, freedom) < 2 * probability - 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """The chance of lying between −t and t (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4)."""
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2
    term, total = (cos(angle) if odd else 1.0), 0.0
    for step in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (step - 1) / step
    if odd:
        return 2 / pi * (angle + sin(angle) * total)
    return sin(angle) * total
