"""A claim of a document: its words, the figures that decide it, and the verdict they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Generic, TypeVar, get_type_hints

from mnist_core.data.digits import Digits
from mnist_core.lessons.claims.chart import Chart
from mnist_core.network.forward import Network
from mnist_core.network.weights import manifest
from mnist_core.studies.stored_results import NotMeasured, load_record
from mnist_core.training.history import History, shipped_history

HOLDS, FAILS, DEPENDS, UNKNOWN = "holds", "fails", "depends", "not measured"
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
"""The titles of the five documents, by id."""

Accuracies = tuple[float, ...]
"""Shares of digits read right, one for each random seed."""


@dataclass(frozen=True)
class Figures:
    """What was counted or measured for a claim: every claim has a class of its own.

    A field is a number, a tuple of numbers, or a mapping with one of these for each of several
    networks or trainings. Where the page calls a figure by other words than its field's name,
    they are annotated: `loss: Annotated[float, "loss from labels 0 to 9"]`; in those of a mapping
    "{}" stands for the key.
    """

    def by_name(self) -> Iterator[tuple[str, object]]:
        """Every figure under the name that the page shows, mappings one by one."""
        hints = get_type_hints(type(self), include_extras=True)
        for it in fields(self):
            value = getattr(self, it.name)
            name = next(iter(getattr(hints[it.name], "__metadata__", ())), it.name)
            each = value.items() if isinstance(value, Mapping) else [("", value)]
            yield from ((name.format(key).replace("_", " "), figure) for key, figure in each)


F = TypeVar("F", bound=Figures)


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
class Claim(Generic[F]):
    """One statement of the documents and how it is put to the test.

    Attributes
    ----------
    id : its name in links
    title : a few words for the list
    topic : the group it stands in
    quotes : where the documents say it
    tested : the statement that one guesses about
    figures : finds the figures
    judge : the verdict that they give
    basis : "arithmetic", "measured now" or "stored"
    record : the measurement whose stored figures are used; empty unless stored
    chart : what to draw of them
    page : stem of the page where one can go on looking; empty where there is none
    """

    id: str
    title: str
    topic: str
    quotes: tuple[Quote, ...]
    tested: str
    figures: Callable[[Evidence], F]
    judge: Callable[[F], Finding]
    basis: str = ARITHMETIC
    record: str = ""
    chart: Callable[[F], Chart] | None = None
    page: str = ""


@dataclass(frozen=True)
class Result:
    """A claim that has been put to the test.

    Attributes
    ----------
    figures : None where they have not been measured
    finding : what they say
    chart : None where there is nothing to draw
    """

    figures: Figures | None
    finding: Finding
    chart: Chart | None = None


def settle(claim: Claim[F], evidence: Evidence) -> Result:
    """Put a claim to the test: find the figures, judge by them and by nothing else."""
    try:
        found = claim.figures(evidence)
    except NotMeasured as error:
        return Result(None, Finding(UNKNOWN, str(error)))
    chart = claim.chart(found) if claim.chart else None
    return Result(found, claim.judge(found), chart)


def holds_if(condition: bool) -> str:
    """ "holds" or "fails"."""
    return HOLDS if condition else FAILS
