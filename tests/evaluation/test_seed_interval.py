"""The interval over seeds against SciPy and a number worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mnist_core.evaluation.seed_interval import mean_interval, student_quantile


def test_by_hand() -> None:
    """1, 2, 3: mean 2, s = 1, t(2; 0.975) = 4.3027, so 2 ± 4.3027 / √3 = 2 ± 2.4841."""
    assert mean_interval([1.0, 2.0, 3.0]) == pytest.approx((-0.4841, 4.4841), abs=1e-4)


@given(st.integers(1, 60), st.floats(0.5, 0.9999))
def test_quantile_is_scipys(freedom: int, probability: float) -> None:
    expected = stats.t.ppf(probability, freedom)
    assert student_quantile(probability, freedom) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=12), st.sampled_from([0.8, 0.95, 0.99]))
@pytest.mark.slow
def test_interval_is_scipys(values: list[float], level: float) -> None:
    spread = np.std(values, ddof=1) / np.sqrt(len(values))
    if spread < 1e-12:
        assert mean_interval(values, level) == pytest.approx((np.mean(values),) * 2)
        return
    expected = stats.t.interval(level, len(values) - 1, np.mean(values), spread)
    assert mean_interval(values, level) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("values", [[], [0.9], [0.9, float("nan")], [0.9, float("inf")]])
def test_too_few_or_no_numbers_are_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="at least two results"):
        mean_interval(values)


@pytest.mark.parametrize(("probability", "freedom"), [(1.0, 2), (0.2, 2), (0.9, 0)])
def test_impossible_quantiles_are_refused(probability: float, freedom: int) -> None:
    with pytest.raises(ValueError, match="probability"):
        student_quantile(probability, freedom)
