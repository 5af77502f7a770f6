"""Claims about the size of a batch: which is faster for an epoch, and which to learn to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from math import inf, isfinite
from statistics import fmean, stdev

from mnist_core.data.digits import CLASSES
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    STORED,
    Bar,
    Bars,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    percent,
)
from mnist_core.lessons.claims.optimisation import TOPIC
from mnist_core.studies.plans import SUBSET

REACHED = 0.93  # the validation accuracy that a race is run to
CHANCE = 1 / CLASSES  # the accuracy before anything is learnt

Times = tuple[float, ...]
"""Processor seconds, one for each seed."""


def race(evidence: Evidence) -> Figures:
    record = evidence.record("batches")["variants"]
    return {
        f"{name}: {figure.__name__.replace('_', ' ')}": tuple(
            figure(run["epochs"]) for run in variant["runs"]
        )
        for figure in (per_epoch, to_the_mark)
        for name, variant in record.items()
    }


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


def times(found: Mapping[str, Times], kind: str) -> dict[str, Times]:
    """The times of this kind by variant, the smallest batches first."""
    return {
        name.removesuffix(f": {kind}"): seconds
        for name, seconds in found.items()
        if name.endswith(kind)
    }


def faster(one: Times, other: Times) -> bool:
    """Whether the first mean is the lower one by more than the seeds of either spread."""
    spread = max(stdev(it) if isfinite(max(it)) else 0 for it in (one, other))
    return fmean(one) < fmean(other) - spread


def judge_larger_batches(**found: Times) -> Finding:
    best = {name: min(seconds) for name, seconds in times(found, "per epoch").items()}
    falls = [after < before for before, after in pairwise(best.values())]
    words = ", ".join(f"{name} {it:.1f} s" for name, it in best.items())
    return Finding(
        HOLDS if all(falls) else DEPENDS if any(falls) else FAILS,
        f"An epoch over {SUBSET:,} digits, in processor seconds, the best of three seeds: {words}.",
        "Per epoch, larger batches are faster: fewer updates, and more digits at once for the "
        "processor. Whether the network learns faster is another question.",
    )


def judge_smaller_batches(**found: Times) -> Finding:
    """Compare each size with the next larger one: is it faster by more than the seeds spread?"""
    marks = times(found, "to the mark")
    steps = list(pairwise(marks))
    wins = [faster(marks[small], marks[large]) for small, large in steps]
    words = ", ".join(
        f"{name} {fmean(it):.2f} s" if isfinite(fmean(it)) else f"{name} not with every seed"
        for name, it in marks.items()
    )
    compared = "; ".join(f"{small} {_against(marks, small, large)}" for small, large in steps)
    return Finding(
        HOLDS if all(wins) else DEPENDS if any(wins) else FAILS,
        f"Until {percent(REACHED, 0)} of the validation digits are read right, in processor "
        f"seconds, on average over the seeds: {words}. So {compared}.",
        "The accuracy is known at the ends of epochs; in between, the time is interpolated on a "
        "straight line. A difference smaller than the spread over the seeds (a standard deviation) "
        "counts as none. Smaller batches make more updates in an epoch, each on fewer digits: say "
        "which “faster” is meant, the next epoch or the network that reads well.",
    )


def _against(marks: Mapping[str, Times], small: str, large: str) -> str:
    if faster(marks[small], marks[large]):
        return f"are faster than {large}"
    if faster(marks[large], marks[small]):
        return f"are slower than {large}"
    return f"cannot be told from {large}"


def draw_times(kind: str, how: str, figure: Callable[[Times], float]):
    def draw(**found: Times) -> Bars:
        bars = tuple(Bar(name, figure(it)) for name, it in times(found, kind).items())
        return Bars(f"processor seconds, {how} of three seeds", bars, form="number")

    return draw


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
        chart=draw_times("per epoch", "best", min),
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
        chart=draw_times("to the mark", "mean", fmean),
        page="training",
    ),
)
