"""Claims about how well a network reads: the accuracy that its document names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from statistics import fmean

from mnist_core.evaluation.seed_interval import mean_interval
from mnist_core.evaluation.statistics import wilson
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
from mnist_core.lessons.claims.wording import percent
from mnist_core.network.architectures import ARCHITECTURES

TOPIC = "How well they read"


@dataclass(frozen=True)
class Reached(Figures):
    """The test accuracies of a network, one for each random seed."""

    seeds: Accuracies


def reached(id: str, evidence: Evidence) -> Reached:
    runs = evidence.manifest()[id]["seeds"]
    return Reached(tuple(run["test"]["accuracy"] for run in runs))


def claimed(id: str) -> tuple[float, float]:
    """The range of accuracies that a document names, as wide as its digits: ~99.3 is ± 0.05."""
    claim = ARCHITECTURES[id].claim
    assert claim is not None
    if claim.low < claim.high:
        return claim.low, claim.high
    rounding = 0.0005 if round(claim.low, 3) == claim.low else 0.00005
    return claim.low - rounding, claim.high + rounding


def judge_reached(id: str, found: Reached) -> Finding:
    """Compare the interval of the mean over seeds with the range that the document names."""
    seeds = found.seeds
    low, high = mean_interval(seeds)
    wanted_low, wanted_high = claimed(id)
    mean = fmean(seeds)
    if high < wanted_low:
        verdict, reads = FAILS, "less than"
    elif low > wanted_high:
        verdict, reads = DEPENDS, "a matter of the recipe, which does better here than"
    else:
        verdict, reads = HOLDS, "in agreement with"
    assumed = ARCHITECTURES[id].recipe.assumed
    spread = wilson(round(mean * 10_000), 10_000)
    return Finding(
        verdict,
        f"Three seeds give {', '.join(percent(seed) for seed in seeds)}: {percent(mean)} on "
        f"average, and between {percent(low)} and {percent(high)} with 95 % confidence. That is "
        f"{reads} what the document says.",
        f"{'The recipe had to be completed. ' + assumed if assumed else ''} A single number hides "
        f"how far it can be trusted: 10,000 test digits alone leave {percent(spread.low)} to "
        f"{percent(spread.high)} open.".strip(),
    )


def draw_reached(id: str, found: Reached) -> Bars:
    bars = [
        Bar(f"seed {number}", share, *wilson(round(share * 10_000), 10_000))
        for number, share in enumerate(found.seeds, start=1)
    ]
    mean = Bar("mean of the seeds", fmean(found.seeds), *mean_interval(found.seeds))
    return Bars(
        "test digits read right, %",
        (*bars, mean),
        form="percent",
        zoomed=True,
        claimed=claimed(id),
    )


def _reading(id: str, title: str, quotes: tuple[Quote, ...], tested: str) -> Claim[Reached]:
    return Claim(
        f"accuracy-{id.replace('_', '-')}",
        title,
        TOPIC,
        quotes,
        tested,
        partial(reached, id),
        partial(judge_reached, id),
        basis=STORED,
        record=id,
        chart=partial(draw_reached, id),
        page="evaluation",
    )


CLAIMS = (
    _reading(
        "classic_cnn",
        "98 to 99 %",
        (
            Quote(
                "000",
                95,
                "A basic CNN as described typically achieves 98-99% accuracy on MNIST test set",
            ),
        ),
        "Document 000's network reads 98 to 99 % of the test digits.",
    ),
    _reading(
        "wide_cnn",
        "98.98 %",
        (Quote("002", 3, "achieving **98.98% accuracy**"),),
        "Document 002's network reads 98.98 % of the test digits.",
    ),
    _reading(
        "mlp",
        "92 to 96 %",
        (Quote("003", 76, "Expected accuracy: **92%–96%**."),),
        "Document 003's fully connected network reads 92 to 96 % of the test digits.",
    ),
    _reading(
        "keras_cnn",
        "99.3 %",
        (Quote("004", 563, "Final Test Accuracy: ~99.3%"),),
        "Document 004's network reads 99.3 % of the test digits.",
    ),
)
