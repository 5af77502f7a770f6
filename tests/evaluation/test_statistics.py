import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from mnist_core.evaluation.statistics import wilson


def test_by_hand() -> None:
    """9 of 10 at z = 1.96: (0.9 + 0.19208 ± 1.96·√(0.009 + 0.009604)) / 1.38416."""
    low, high = wilson(9, 10)
    assert low == pytest.approx(0.5958, abs=1e-4)
    assert high == pytest.approx(0.9821, abs=1e-4)


@given(st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_equals_scipy(counts: tuple[int, int]) -> None:
    expected = binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert wilson(*counts) == pytest.approx((expected.low, expected.high), abs=1e-9)


@pytest.mark.parametrize(
    ("counts", "interval"), [((0, 0), (0, 1)), ((0, 10), (0, 0.2775)), ((10, 10), (0.7225, 1))]
)
def test_degenerate(counts: tuple[int, int], interval: tuple[float, float]) -> None:
    assert wilson(*counts) == pytest.approx(interval, abs=1e-4)


def test_a_wider_level_is_wider() -> None:
    assert wilson(90, 100, 0.99).low < wilson(90, 100).low


@pytest.mark.parametrize("counts", [(3, 2), (-1, 2)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="There cannot be"):
        wilson(*counts)
