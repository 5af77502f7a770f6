"""Claims about overfitting: what narrows the gap between training and test digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Annotated, Any

from mnist_core.lessons.claims.chart import Bar, Bars
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    STORED,
    Accuracies,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
)
from mnist_core.lessons.claims.variants import CLOSE, draw_accuracies, tests
from mnist_core.lessons.claims.wording import percent, points
from mnist_core.studies.plans import LONG, SIZES, SUBSET, WIDTHS

TOPIC = "Overfitting and curves"


def gaps(record: Mapping[str, Any]) -> dict[str, Accuracies]:
    """Accuracy on the training digits minus that on the test digits, one for each random seed."""
    return {
        name: tuple(run["training"]["accuracy"] - run["test"]["accuracy"] for run in it["runs"])
        for name, it in record["variants"].items()
    }


def draw_gaps(gaps: Mapping[str, Accuracies]) -> Bars:
    bars = tuple(Bar(name, fmean(it)) for name, it in gaps.items())
    return Bars("training minus test accuracy, %", bars, form="percent")


@dataclass(frozen=True)
class DropoutGaps(Figures):
    """The perceptron trained with and without dropout.

    Attributes
    ----------
    gap_with_dropout, gap_without_dropout : accuracy on training minus that on test digits
    with_dropout, without_dropout : accuracy on test digits
    """

    gap_with_dropout: Accuracies
    gap_without_dropout: Accuracies
    with_dropout: Accuracies
    without_dropout: Accuracies


def dropout(evidence: Evidence) -> DropoutGaps:
    record = evidence.record("dropout")
    gap, test = gaps(record), tests(record)
    return DropoutGaps(
        gap_with_dropout=gap["with dropout"],
        gap_without_dropout=gap["without dropout"],
        with_dropout=test["with dropout"],
        without_dropout=test["without dropout"],
    )


def judge_dropout(found: DropoutGaps) -> Finding:
    gap, bare_gap = fmean(found.gap_with_dropout), fmean(found.gap_without_dropout)
    reached, bare = fmean(found.with_dropout), fmean(found.without_dropout)
    return Finding(
        FAILS if gap >= bare_gap else HOLDS if reached >= bare - CLOSE else DEPENDS,
        f"After {LONG} epochs on {SUBSET:,} digits a perceptron reads its training digits "
        f"{points(gap)} better than the test digits; without dropout {points(bare_gap)}. Test "
        f"accuracy {percent(reached)} with and {percent(bare)} without.",
        f"Dropout narrows the gap, it does not close it; in accuracy it is worth "
        f"{points(reached - bare)} here.",
    )


def draw_dropout(found: DropoutGaps) -> Bars:
    return draw_gaps(
        {"with dropout": found.gap_with_dropout, "without dropout": found.gap_without_dropout}
    )


@dataclass(frozen=True)
class Widths(Figures):
    """The perceptron with more and fewer units in its first hidden layer.

    Attributes
    ----------
    gaps : accuracy on training minus that on test digits, by units, the fewest first
    test : accuracy on test digits, by units
    """

    gaps: Annotated[Mapping[int, Accuracies], "gap {} units"]
    test: Annotated[Mapping[int, Accuracies], "{} units"]


def widths(evidence: Evidence) -> Widths:
    record = evidence.record("widths")
    gap, test = gaps(record), tests(record)
    return Widths(
        gaps={units: gap[f"{units} units"] for units in WIDTHS},
        test={units: test[f"{units} units"] for units in WIDTHS},
    )


def judge_widths(found: Widths) -> Finding:
    few, middle, many = WIDTHS
    small, medium, large = (fmean(found.test[units]) for units in WIDTHS)
    under, over = small < medium - CLOSE, large < medium - CLOSE
    return Finding(
        HOLDS if under and over else DEPENDS if under or over else FAILS,
        f"Test accuracy with {few} units: {percent(small)}, with {middle} units: "
        f"{percent(medium)}, with {many} units: {percent(large)} (means of three seeds, "
        f"{SUBSET:,} digits, {LONG} epochs).",
        f"From {middle} units to {many} units the accuracy changes by {points(large - medium)}: "
        f"more units than needed cost memory and time, and need not cost accuracy.",
    )


def draw_widths(found: Widths) -> Bars:
    return draw_accuracies({f"{units} units": it for units, it in found.test.items()})


@dataclass(frozen=True)
class MoreDigits(Figures):
    """The perceptron that has learnt from more and fewer digits.

    Attributes
    ----------
    gaps : accuracy on training minus that on test digits, by training digits, the fewest first
    test : accuracy on test digits, by training digits
    """

    gaps: Annotated[Mapping[int, Accuracies], "gap {:,} digits"]
    test: Annotated[Mapping[int, Accuracies], "{:,} digits"]


def more_digits(evidence: Evidence) -> MoreDigits:
    record = evidence.record("sizes")
    gap, test = gaps(record), tests(record)
    return MoreDigits(
        gaps={size: gap[f"{size:,} digits"] for size in SIZES},
        test={size: test[f"{size:,} digits"] for size in SIZES},
    )


def judge_more_digits(found: MoreDigits) -> Finding:
    means = [fmean(found.gaps[size]) for size in SIZES]
    falls = [after < before for before, after in pairwise(means)]
    words = ", ".join(
        f"{size:,} digits {points(it)}" for size, it in zip(SIZES, means, strict=True)
    )
    return Finding(
        HOLDS if all(falls) else DEPENDS if any(falls) else FAILS,
        f"How much better the perceptron reads its training digits than the test digits: {words}.",
        "More digits are the surest remedy; where there are none, augmentation makes some.",
    )


def draw_more_digits(found: MoreDigits) -> Bars:
    return draw_gaps({f"{size:,} digits": it for size, it in found.gaps.items()})


CLAIMS = (
    Claim(
        "dropout",
        "Dropout against overfitting",
        TOPIC,
        (
            Quote(
                "004", 268, "Randomly drops 50% of neurons during training. Prevents overfitting."
            ),
            Quote("004", 284, "**Regularization**: Reduces overfitting significantly"),
        ),
        "With dropout a network does not read its training digits that much better than new ones.",
        dropout,
        judge_dropout,
        basis=STORED,
        record="dropout",
        chart=draw_dropout,
        page="training",
    ),
    Claim(
        "widths",
        "128 is balanced",
        TOPIC,
        (Quote("004", 246, "Fewer = underfitting, more = overfitting. 128 is balanced."),),
        "With fewer than 128 hidden units, and with more, the network reads worse.",
        widths,
        judge_widths,
        basis=STORED,
        record="widths",
        chart=draw_widths,
        page="training",
    ),
    Claim(
        "more-digits",
        "More data against overfitting",
        TOPIC,
        (Quote("004", 695, "Use more training data"),),
        "The more digits to learn from, the smaller the gap between training and test.",
        more_digits,
        judge_more_digits,
        basis=STORED,
        record="sizes",
        chart=draw_more_digits,
        page="training",
    ),
)
