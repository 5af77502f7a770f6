"""Claims about the size of a batch: which is faster for an epoch, and which to learn to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite
from statistics import fmean, stdev
from typing import Annotated

from mnist_core.data.digits import CLASSES
from mnist_core.lessons.claims.chart import Bar, Bars
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    STORED,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
)
from mnist_core.lessons.claims.variants import TOPIC
from mnist_core.lessons.claims.wording import percent
from mnist_core.studies.plans import BATCH_SIZES, SUBSET

REACHED = 0.93  # the validation accuracy that a race is run to
CHANCE = 1 / CLASSES  # the accuracy before anything is learnt

Times = tuple[float, ...]
"""Processor seconds, one for each random seed."""


@dataclass(frozen=True)
class Race(Figures):
    """How fast the perceptron learns, by the size of a batch, the smallest first.

    Attributes
    ----------
    per_epoch : processor seconds of one epoch
    to_the_mark : processor seconds until the validation accuracy is REACHED; infinite if never
    """

    per_epoch: Annotated[Mapping[int, Times], "batches of {}: per epoch"]
    to_the_mark: Annotated[Mapping[int, Times], "batches of {}: to the mark"]


def race(evidence: Evidence) -> Race:
    variants = evidence.record("batches")["variants"]
    runs = {size: variants[f"batches of {size}"]["runs"] for size in BATCH_SIZES}
    return Race(
        *(
            {size: tuple(figure(it["epochs"]) for it in runs[size]) for size in BATCH_SIZES}
            for figure in (per_epoch, to_the_mark)
        )
    )


def per_epoch(epochs: list[dict[str, float]]) -> float:
    """Processor seconds of an epoch; the first, when TensorFlow builds its graph, is left out."""
    return (epochs[-1]["processor"] - epochs[0]["processor"]) / (len(epochs) - 1)


def to_the_mark(epochs: list[dict[str, float]]) -> float:
    """Processor seconds until the validation accuracy reaches the mark; infinite if never.

    Within an epoch the accuracy is taken to rise on a straight line, from chance at the start.
    """
    ends = [CHANCE, *(epoch["validation_accuracy"] for epoch in epochs)]
    for done, (before, after) in enumerate(pairwise(ends)):
        if after >= REACHED:
            return (done + (REACHED - before) / (after - before)) * per_epoch(epochs)
    return inf


def faster(one: Times, other: Times) -> bool:
    """Whether the first mean is the lower one by more than the seeds of either spread."""
    spread = max(stdev(it) if isfinite(max(it)) else 0 for it in (one, other))
    return fmean(one) < fmean(other) - spread


def judge_larger_batches(found: Race) -> Finding:
    best = {size: min(found.per_epoch[size]) for size in sorted(found.per_epoch)}
    falls = [after < before for before, after in pairwise(best.values())]
    words = ", ".join(f"batches of {size} {it:.1f} s" for size, it in best.items())
    return Finding(
        HOLDS if all(falls) else DEPENDS if any(falls) else FAILS,
        f"An epoch over {SUBSET:,} digits, in processor seconds, the best of three seeds: {words}.",
        "Per epoch, larger batches are faster: fewer updates, and more digits at once for the "
        "processor. Whether the network learns faster is another question.",
    )


def judge_smaller_batches(found: Race) -> Finding:
    """Compare each size with the next larger one: is it faster by more than the seeds spread?"""
    marks = dict(sorted(found.to_the_mark.items()))
    steps = list(pairwise(marks))
    wins = [faster(marks[small], marks[large]) for small, large in steps]
    words = ", ".join(
        f"batches of {size} "
        + (f"{fmean(it):.2f} s" if isfinite(fmean(it)) else "not with every seed")
        for size, it in marks.items()
    )
    compared = "; ".join(
        f"batches of {small} {_against(marks, small, large)}" for small, large in steps
    )
    return Finding(
        HOLDS if all(wins) else DEPENDS if any(wins) else FAILS,
        f"Until {percent(REACHED, 0)} of the validation digits are read right, in processor "
        f"seconds, on average over the seeds: {words}. So {compared}.",
        "The accuracy is known at the ends of epochs; in between, the time is interpolated on a "
        "straight line. A difference smaller than the spread over the seeds (a standard deviation) "
        "counts as none. Smaller batches make more updates in an epoch, each on fewer digits: say "
        "which “faster” is meant, the next epoch or the network that reads well.",
    )


def _against(marks: Mapping[int, Times], small: int, large: int) -> str:
    if faster(marks[small], marks[large]):
        return f"are faster than batches of {large}"
    if faster(marks[large], marks[small]):
        return f"are slower than batches of {large}"
    return f"cannot be told from batches of {large}"


def draw_per_epoch(found: Race) -> Bars:
    return draw_seconds("best", {size: min(it) for size, it in found.per_epoch.items()})


def draw_to_the_mark(found: Race) -> Bars:
    return draw_seconds("mean", {size: fmean(it) for size, it in found.to_the_mark.items()})


def draw_seconds(how: str, seconds: Mapping[int, float]) -> Bars:
    bars = tuple(Bar(f"batches of {size}", it) for size, it in seconds.items())
    return Bars(f"processor seconds, {how} of three seeds", bars, form="number")


CLAIMS = (
    Claim(
        "larger-batches",
        "Larger batches are faster",
        TOPIC,
        (
            Quote(
                "001",
                54,
                "Larger batch sizes can lead to faster training but might require more memory.",
            ),
            Quote("004", 652, "# Option 4: Larger batch size (fewer updates)"),
        ),
        "An epoch is faster with larger batches.",
        race,
        judge_larger_batches,
        basis=STORED,
        record="batches",
        chart=draw_per_epoch,
        page="training",
    ),
    Claim(
        "smaller-batches",
        "Smaller batches are faster",
        TOPIC,
        (
            Quote(
                "004", 378, "Smaller batches: Noisier updates, faster training, risk of divergence"
            ),
            Quote(
                "004", 379, "Larger batches: Stable updates, slower training, risk of getting stuck"
            ),
        ),
        "With smaller batches a network reads well after less time.",
        race,
        judge_smaller_batches,
        basis=STORED,
        record="batches",
        chart=draw_to_the_mark,
        page="training",
    ),
)
