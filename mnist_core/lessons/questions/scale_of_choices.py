"""Choices between ranges, and between sentences: one of them holds, the others mislead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from mnist_core.lessons.lesson import NOTHING, Key, Kind


@dataclass(frozen=True)
class Band:
    """A range of numbers with its words; it reaches from the last band's end to below its own."""

    words: str
    end: float


SHARES = (
    Band("fewer than 1 in 10", 0.1),
    Band("between 1 and 5 in 10", 0.5),
    Band("between 5 and 9 in 10", 0.9),
    Band("9 in 10 or more", float("inf")),
)
CERTAINTIES = (
    Band("below 50 %", 0.5),
    Band("50 to 90 %", 0.9),
    Band("90 to 99 %", 0.99),
    Band("99 % or more", float("inf")),
)


def band_of(value: float, bands: Sequence[Band]) -> str:
    """The words of the band in which a number lies."""
    return next(band.words for band in bands if value < band.end)


def choice(
    right: str,
    options: Sequence[str],
    explanation: str,
    misled: Mapping[str, str] = NOTHING,
    facts: str = "",
) -> Key:
    """A choice whose right option is known; what misleads stays only where it is wrong."""
    wrong = {given: why for given, why in misled.items() if given != right}
    return Key(
        Kind.CHOICE, right, explanation, tuple(options), MappingProxyType(wrong), facts=facts
    )


def choice_of_band(
    value: float, bands: Sequence[Band], explanation: str, misled: Mapping[str, str] = NOTHING
) -> Key:
    """A choice between ranges, for a computed number."""
    options = [band.words for band in bands]
    return choice(band_of(value, bands), options, explanation, misled)


def number(
    right: float,
    explanation: str,
    misled: Mapping[float, str] | None = None,
    within: float = 0.0,
    facts: str = "",
) -> Key:
    """A number, given within a tolerance; what misleads stays only where it is wrong."""
    wrong = {
        as_text(given): why for given, why in (misled or {}).items() if abs(given - right) > within
    }
    return Key(
        Kind.NUMBER,
        as_text(right),
        explanation,
        misled=MappingProxyType(wrong),
        tolerance=within,
        facts=facts,
    )


def as_text(value: float) -> str:
    """A number as answers have it, with at most four significant digits after the point."""
    return str(int(value)) if float(value).is_integer() else f"{value:.4g}"
