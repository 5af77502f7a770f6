import pytest

from mnist_core.figures.number_format import between, percent


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.97834, "97.8 %"),
        (0.00123, "0.123 %"),
        (1.0, "100 %"),
        (0.99999, "> 99.9 %"),
        (0.0, "0 %"),
        (0.99, "99.0 %"),
        (1e-9, "< 0.05 %"),
        (float("nan"), "unknown"),
    ],
)
def test_three_significant_digits_and_no_false_certainty(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        ((0.97, 0.984), "97.0 to 98.4 %"),
        ((0.5, 0.5), "50.0 %"),
        (None, "not known"),
        ((float("nan"), float("nan")), "not known"),
        ((0.0, 1.0), "0 to 100 %"),
    ],
)
def test_ranges(span, text: str) -> None:
    assert between(span) == text
