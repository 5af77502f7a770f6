"""Calibration: when a network says 90 %, is it right nine times in ten?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import read_only
from mnist_core.evaluation.statistics import Interval, wilson
from mnist_core.network.layer_forward import softmax

BINS = 10
SEED = 1
COLDEST, HOTTEST = 0.05, 20.0  # temperatures looked for
LEAST = float(np.finfo(np.float32).smallest_subnormal)  # a probability of 0 has no logarithm


@dataclass(frozen=True)
class Bin:
    """The digits that a network answered with a confidence in (low, high].

    Attributes
    ----------
    low, high : the bin's edges; confidence is the largest of the ten probabilities
    count : how many digits
    right : how many of them it read right
    confidence : their mean confidence; NaN in an empty bin
    """

    low: float
    high: float
    count: int
    right: int
    confidence: float

    @property
    def accuracy(self) -> float:
        """The share read right; NaN in an empty bin."""
        return self.right / self.count if self.count else float("nan")

    @property
    def interval(self) -> Interval:
        """Wilson's 95 % interval for that share."""
        return wilson(self.right, self.count)


@dataclass(frozen=True)
class Temperature:
    """The number that a network's logits are divided by, fitted on validation digits.

    Attributes
    ----------
    value : above 1 makes the network less sure, below 1 surer; the answers stay the same
    digits : how many it was fitted on
    at_limit : whether it ran into the end of the range looked at, so that no best value is known
    """

    value: float
    digits: int
    at_limit: bool


def reliability(probabilities: np.ndarray, labels: np.ndarray, bins: int = BINS) -> tuple[Bin, ...]:
    """Sort digits by how sure the network was, and count how often it was right.

    Parameters
    ----------
    probabilities : float array of shape (n, 10)
    labels : int array of shape (n,)
    bins : how many, of equal width
    """
    confidence, right = _answers(probabilities, labels)
    edges = np.linspace(0, 1, bins + 1)
    place = np.searchsorted(edges[1:-1], confidence)
    counts = np.bincount(place, minlength=bins)
    hits = np.bincount(place, right, minlength=bins)
    sums = np.bincount(place, confidence, minlength=bins)
    return tuple(
        Bin(
            float(edges[k]),
            float(edges[k + 1]),
            int(counts[k]),
            int(hits[k]),
            float(sums[k] / counts[k]) if counts[k] else float("nan"),
        )
        for k in range(bins)
    )


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """The expected calibration error: how far confidence and accuracy lie apart, on average.

    ECE = Σ (digits in the bin / all digits) · |accuracy − confidence|
    (C. Guo et al. 2017, "On calibration of modern neural networks", ICML).
    """
    count = sum(bin.count for bin in bins)
    return sum(bin.count * abs(bin.accuracy - bin.confidence) for bin in bins if bin.count) / count


def error_by_chance(
    probabilities: np.ndarray, bins: int = BINS, draws: int = 200, seed: int = SEED
) -> float:
    """The ECE that a perfectly calibrated network stays below 95 times in 100.

    It is never exactly 0: even an honest coin shows 50 % only on average. Let every answer be
    right with just the probability that was said, count, and repeat.
    """
    confidence = probabilities.max(axis=1).astype(float)
    place = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], confidence)
    said = np.bincount(place, confidence, minlength=bins)
    random = np.random.default_rng(seed)
    errors = [
        np.abs(
            np.bincount(place, random.random(len(place)) < confidence, minlength=bins) - said
        ).sum()
        / len(place)
        for _ in range(draws)
    ]
    return float(np.quantile(errors, 0.95))


def with_temperature(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """What the network would have said with its logits divided by `temperature`.

    Logits are known up to a constant as the logarithms of the probabilities, and softmax does
    not mind a constant.

    Returns
    -------
    read-only float64 array of shape (n, 10), rows adding up to 1
    """
    return read_only(softmax(_logits(probabilities) / temperature))


def fit_temperature(probabilities: np.ndarray, labels: np.ndarray) -> Temperature:
    """The temperature with the smallest cross-entropy on these digits.

    Cross-entropy is convex in 1 / temperature, so that bisection on its derivative finds the one
    minimum. Use validation digits: those that judge must not choose.

    Raises
    ------
    ValueError
        If there are no digits.
    """
    if not len(labels):
        raise ValueError("A temperature needs at least one validation digit.")
    logits = _logits(probabilities)
    truth = logits[np.arange(len(labels)), labels]

    def derivative(inverse: float) -> float:
        """Of the mean cross-entropy, by 1 / temperature."""
        expected = (softmax(inverse * logits) * logits).sum(axis=1)
        return float((expected - truth).mean())

    low, high = 1 / HOTTEST, 1 / COLDEST
    if derivative(low) >= 0:  # the hotter the better: nothing was learnt
        return Temperature(HOTTEST, len(labels), True)
    if derivative(high) <= 0:  # the colder the better: everything was right
        return Temperature(COLDEST, len(labels), True)
    while high - low > 1e-7:
        middle = (low + high) / 2
        low, high = (middle, high) if derivative(middle) < 0 else (low, middle)
    return Temperature(2 / (low + high), len(labels), False)


def _answers(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    confidence = probabilities.max(axis=1).astype(float)
    return confidence, probabilities.argmax(axis=1) == labels


def _logits(probabilities: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(probabilities.astype(float), LEAST))
