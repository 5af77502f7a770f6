"""A claim of a document: its words, the figures that decide it, and the verdict they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from mnist_core.data.digits import Digits
from mnist_core.network.forward import Network
from mnist_core.network.weights import manifest
from mnist_core.studies.stored_results import NotMeasured, load_record
from mnist_core.training.history import History, shipped_history

HOLDS, FAILS, DEPENDS, UNKNOWN = "holds", "fails", "depends", "not measured"
VERDICTS = (HOLDS, FAILS, DEPENDS, UNKNOWN)
ARITHMETIC, NOW, STORED = "arithmetic", "measured now", "stored"

DOCUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "000": "MNIST Digit Recognition with Convolutional Neural Networks",
        "001": "Digit Recognition using Convolutional Neural Networks",
        "002": "MNIST Handwritten Digit Classification using CNN",
        "003": "Deep Learning-based Digit Recognition Using MNIST Dataset",
        "004": "Deep Neural Networks for MNIST Digit Classification",
    }
)
"""The titles of the seed documents, by id."""

Figures = Mapping[str, Any]
"""What was counted or measured, by name: numbers, or tuples of numbers."""


@dataclass(frozen=True)
class Quote:
    """Words of a document, as they stand in one of its lines (counted from 1)."""

    document: str
    line: int
    text: str


@dataclass(frozen=True)
class Finding:
    """What the figures say.

    Attributes
    ----------
    verdict : "holds", "fails", "depends" or "not measured"
    says : the reason, with the figures in it
    instead : what would be true instead, or what to keep in mind
    """

    verdict: str
    says: str
    instead: str = ""


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


@dataclass(frozen=True)
class Evidence:
    """Where figures come from. Pages pass functions that keep what they have loaded.

    Attributes
    ----------
    digits : the test digits in use
    network : a network by its id
    history : how a shipped network was trained, by its id
    record : stored figures by the name of their measurement; raises NotMeasured
    manifest : what is on record of the shipped networks
    """

    digits: Callable[[], Digits]
    network: Callable[[str], Network] = Network.load
    history: Callable[[str], History] = shipped_history
    record: Callable[[str], Mapping[str, Any]] = load_record
    manifest: Callable[[], Mapping[str, Any]] = manifest


@dataclass(frozen=True)
class Claim:
    """One statement of the documents and how it is put to the test.

    Attributes
    ----------
    id : its name in links
    title : a few words for the list
    topic : the group it stands in
    quotes : where the documents say it
    tested : the statement that one guesses about
    figures : finds the figures, by name
    judge : takes the figures as arguments and gives the verdict
    basis : "arithmetic", "measured now" or "stored"
    record : the measurement whose stored figures are used; empty unless stored
    chart : takes the figures as arguments and says what to draw
    page : stem of the page where one can go on looking
    """

    id: str
    title: str
    topic: str
    quotes: tuple[Quote, ...]
    tested: str
    figures: Callable[[Evidence], Figures]
    judge: Callable[..., Finding]
    basis: str = ARITHMETIC
    record: str = ""
    chart: Callable[..., Chart] | None = None
    page: str = ""


@dataclass(frozen=True)
class Result:
    """A claim that has been put to the test; `chart` is None where there is nothing to draw."""

    figures: Figures
    finding: Finding
    chart: Chart | None = None


def settle(claim: Claim, evidence: Evidence) -> Result:
    """Put a claim to the test: find the figures, judge by them and by nothing else."""
    try:
        figures = MappingProxyType(dict(claim.figures(evidence)))
    except NotMeasured as error:
        return Result(MappingProxyType({}), Finding(UNKNOWN, str(error)))
    chart = claim.chart(**figures) if claim.chart else None
    return Result(figures, claim.judge(**figures), chart)


def holds_if(condition: bool) -> str:
    """ "holds" or "fails"."""
    return HOLDS if condition else FAILS


def percent(share: float, decimals: int = 2) -> str:
    """A share in percent with fixed decimals, so that accuracies close to 100 % stay apart."""
    return f"{100 * share:.{decimals}f} %".replace("-", "−")


def number(value: float, decimals: int = 3) -> str:
    """A number with fixed decimals and a proper minus sign."""
    return f"{value:.{decimals}f}".replace("-", "−")


def points(difference: float) -> str:
    """A difference of two shares in percentage points, with its sign."""
    return f"{100 * difference:+.2f} points".replace("-", "−")
