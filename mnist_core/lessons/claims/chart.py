"""What a claim shows as a picture: numbers side by side, or along an axis."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One number of a chart; `said` marks what the document says, the others were found."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    said: bool = False


@dataclass(frozen=True)
class Bars:
    """Numbers side by side.

    Attributes
    ----------
    quantity : what the axis counts, with its unit
    bars : from top to bottom
    form : "count", "percent" (values are shares) or "number"
    zoomed : points with intervals on an axis that need not begin at zero
    claimed : a range that the document names, or None
    """

    quantity: str
    bars: tuple[Bar, ...]
    form: str = "count"
    zoomed: bool = False
    claimed: tuple[float, float] | None = None


@dataclass(frozen=True)
class Lines:
    """Numbers along an axis: one line per name, all over the same x."""

    x_title: str
    y_title: str
    x: tuple[float, ...]
    lines: tuple[tuple[str, tuple[float, ...]], ...]
    form: str = "count"
    categories: bool = False


Chart = Bars | Lines
