"""Numbers and shapes in the words of a finding."""

from __future__ import annotations

from mnist_core.network.layers import Shape


def percent(share: float, decimals: int = 2) -> str:
    """A share in percent with fixed decimals, so that accuracies close to 100 % stay apart."""
    return f"{100 * share:.{decimals}f} %".replace("-", "−")


def number(value: float, decimals: int = 3) -> str:
    """A number with fixed decimals and a proper minus sign."""
    return f"{value:.{decimals}f}".replace("-", "−")


def points(difference: float) -> str:
    """A difference of two shares in percentage points, with its sign."""
    return f"{100 * difference:+.2f} points".replace("-", "−")


def by_side(shape: Shape) -> str:
    """A shape in words, 5 × 5 × 64."""
    return " × ".join(f"{length:,}" for length in shape)
