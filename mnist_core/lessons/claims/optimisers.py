"""The claim about SGD and Adam: each at several learning rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType
from typing import Annotated

from mnist_core.lessons.claims.chart import Bars
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
from mnist_core.lessons.claims.variants import CLOSE, LEARNT, TOPIC, draw_accuracies, tests
from mnist_core.lessons.claims.wording import percent, points
from mnist_core.studies.plans import ADAM, RATES, SUBSET

MOMENTUM = "SGD, momentum 0.9"
KINDS: Mapping[str, str] = MappingProxyType(
    {"Adam": "Adam", "SGD": "plain SGD", MOMENTUM: "SGD with momentum"}
)


@dataclass(frozen=True)
class Optimisers(Figures):
    """The Keras CNN after one training for each optimiser, learning rate and random seed.

    Attributes
    ----------
    test : accuracies on the test digits, by optimiser and rate
    validation : those on the validation digits, which choose the learning rates
    """

    test: Annotated[Mapping[str, Accuracies], "{}"]
    validation: Annotated[Mapping[str, Accuracies], "{}, validation"]


def optimisers(evidence: Evidence) -> Optimisers:
    record = evidence.record("optimisers")
    validation = {
        name: tuple(run["epochs"][-1]["validation_accuracy"] for run in variant["runs"])
        for name, variant in record["variants"].items()
    }
    return Optimisers(tests(record), validation)


def draw_optimisers(found: Optimisers) -> Bars:
    return draw_accuracies(found.test)


def at_best(found: Optimisers, kind: str) -> tuple[str, float]:
    """The rate of this kind with the best validation accuracy, and its mean on test digits."""
    names = [f"{kind}, rate {rate:g}" for rate in RATES]
    best = max(names, key=lambda name: fmean(found.validation[name]))
    return best, fmean(found.test[best])


def judge_optimisers(found: Optimisers) -> Finding:
    best = {kind: at_best(found, kind) for kind in KINDS}
    reached = {kind: mean for kind, (_, mean) in best.items()}
    works = {
        kind: sum(fmean(found.test[f"{kind}, rate {rate:g}"]) > LEARNT for rate in RATES)
        for kind in KINDS
    }
    behind = {kind: reached[kind] - reached["Adam"] for kind in list(KINDS)[1:]}
    points_to_adam = [
        *(it < -CLOSE for it in behind.values()),
        *(works[it] < works["Adam"] for it in behind),
    ]
    open_ended = [
        KINDS[kind] for kind, (name, _) in best.items() if name.endswith(f"{max(RATES):g}")
    ]
    return Finding(
        HOLDS if all(points_to_adam) else DEPENDS if any(points_to_adam) else FAILS,
        f"Within {ADAM.epochs} epochs on {SUBSET:,} digits, each at the best of the {len(RATES)} "
        f"learning rates tried (chosen on validation digits): Adam {percent(reached['Adam'])} of "
        f"the test digits, plain SGD {percent(reached['SGD'])}, SGD with momentum "
        f"{percent(reached[MOMENTUM])}. Of the {len(RATES)} rates, Adam learns to read with "
        f"{works['Adam']}, plain SGD with {works['SGD']}, with momentum {works[MOMENTUM]}.",
        f"An optimiser and its learning rate belong together: compare each with its own best. "
        f"Against Adam, SGD with momentum is at {points(behind[MOMENTUM])} and plain SGD at "
        f"{points(behind['SGD'])}. {_open_ended(open_ended)}Document 000 recommends momentum.",
    )


def _open_ended(names: list[str]) -> str:
    """Whose best rate is the largest that was tried, so that a larger one may be better still."""
    if not names:
        return ""
    return (
        f"For {' and '.join(names)} the best rate is the largest tried, {max(RATES):g}: a still "
        f"larger one might do better. "
    )


CLAIMS = (
    Claim(
        "optimisers",
        "SGD against Adam",
        TOPIC,
        (Quote("004", 502, "SGD slower, simpler optimizers less robust"),),
        "SGD learns more slowly than Adam and minds its settings more.",
        optimisers,
        judge_optimisers,
        basis=STORED,
        record="optimisers",
        chart=draw_optimisers,
        page="training",
    ),
)
