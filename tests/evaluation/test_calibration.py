import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import log_loss

from mnist_core.evaluation.calibration import (
    COLDEST,
    HOTTEST,
    calibration_error,
    error_by_chance,
    fit_temperature,
    reliability,
    with_temperature,
)


def reader(count: int, seed: int, heat: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and labels of a network that is perfectly calibrated at temperature `heat`."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 2, (count, 10))
    honest = softmax(logits / heat, axis=1)
    labels = (honest.cumsum(axis=1) > random.random((count, 1))).argmax(axis=1)
    return softmax(logits, axis=1).astype(np.float32), labels


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 300), st.integers(2, 15))
def test_bins_equal_scikit_learns(seed: int, count: int, bins: int) -> None:
    probabilities, labels = reader(count, seed)
    found = reliability(probabilities, labels, bins)
    right, sure = probabilities.argmax(1) == labels, probabilities.max(1).astype(float)
    shares, means = calibration_curve(right, sure, n_bins=bins)
    known = [bin for bin in found if bin.count]
    assert [bin.accuracy for bin in known] == pytest.approx(shares)
    assert [bin.confidence for bin in known] == pytest.approx(means)
    assert sum(bin.count for bin in found) == count and len(found) == bins
    weights = [bin.count / count for bin in known]
    assert calibration_error(found) == pytest.approx(np.dot(weights, np.abs(shares - means)))
    for bin in known:
        wanted = binomtest(bin.right, bin.count).proportion_ci(method="wilson")
        assert bin.interval == pytest.approx((wanted.low, wanted.high))


def test_calibration_error_by_hand() -> None:
    probabilities = np.full((4, 10), 0.02)
    probabilities[:, 3] = 0.82
    bins = reliability(probabilities, np.array([3, 3, 3, 4]))
    assert bins[8].count == 4 and bins[8].accuracy == 0.75
    assert calibration_error(bins) == pytest.approx(0.07)
    assert np.isnan(bins[0].accuracy) and bins[0].interval == (0, 1)


@pytest.mark.parametrize("heat", [0.5, 1.0, 2.5])
def test_temperature_equals_scipys_minimum_and_undoes_the_heat(heat: float) -> None:
    probabilities, labels = reader(4000, 2, heat)

    def loss(temperature: float) -> float:
        scaled = softmax(np.log(probabilities.astype(float)) / temperature, axis=1)
        return log_loss(labels, scaled, labels=range(10))

    expected = minimize_scalar(loss, bounds=(0.1, 10), method="bounded", options={"xatol": 1e-6})
    found = fit_temperature(probabilities, labels)
    assert found.value == pytest.approx(expected.x, rel=1e-3)
    assert found.value == pytest.approx(heat, rel=0.1)
    assert not found.at_limit and found.digits == 4000


def test_temperature_scaling_equals_softmax_of_scaled_logits() -> None:
    logits = np.random.default_rng(1).normal(0, 5, (50, 10))
    found = with_temperature(softmax(logits, axis=1), 1.7)
    assert np.allclose(found, softmax(logits / 1.7, axis=1), atol=1e-12)
    assert (found.argmax(1) == logits.argmax(1)).all()


def test_scaling_an_overconfident_network_makes_it_honest() -> None:
    probabilities, labels = reader(8000, 3, 2.5)
    temperature = fit_temperature(probabilities[:4000], labels[:4000]).value
    before = calibration_error(reliability(probabilities[4000:], labels[4000:]))
    scaled = with_temperature(probabilities[4000:], temperature)
    after = calibration_error(reliability(scaled, labels[4000:]))
    assert after < 0.03 < 0.2 < before


def test_a_calibrated_network_stays_below_the_error_of_chance_95_times_in_100() -> None:
    below = 0
    for seed in range(100):
        probabilities, labels = reader(500, seed)
        error = calibration_error(reliability(probabilities, labels))
        below += error <= error_by_chance(probabilities, draws=100)
    assert below >= 88


def test_degenerate() -> None:
    certain = np.eye(10, dtype=np.float32)
    assert fit_temperature(np.clip(certain, 0.01, 0.91), np.arange(10)).value == COLDEST
    wrong = fit_temperature(np.clip(certain, 0.01, 0.91), np.roll(np.arange(10), 1))
    assert wrong.value == HOTTEST and wrong.at_limit
    assert np.isfinite(with_temperature(certain, 2)).all()  # a probability of 0 has no logarithm
    assert calibration_error(reliability(certain, np.arange(10))) == 0
    assert error_by_chance(certain) == 0
    with pytest.raises(ValueError, match="at least one"):
        fit_temperature(np.zeros((0, 10)), np.zeros(0, int))
