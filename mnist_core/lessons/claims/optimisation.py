"""Claims about training: decided by trainings that differ in one thing, three seeds each."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from types import MappingProxyType
from typing import Any

from mnist_core.evaluation.seed_interval import mean_interval
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
    points,
)
from mnist_core.studies.plans import ADAM, RATES, SUBSET

TOPIC = "Training"
LEARNT = 0.9  # a network that reads so many has learnt to read
LITTLE = 0.5  # a network that reads fewer has learnt hardly anything
CLOSE = 0.003  # a difference in accuracy that three seeds can hardly tell from none
VALIDATION = ", validation"  # ends the name of a figure that is about validation digits
MOMENTUM = "SGD, momentum 0.9"
KINDS: Mapping[str, str] = MappingProxyType(
    {"Adam": "Adam", "SGD": "plain SGD", MOMENTUM: "SGD with momentum"}
)


def tests(record: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    """The test accuracies of every variant of a comparison, one per seed."""
    return {
        name: tuple(run["test"]["accuracy"] for run in variant["runs"])
        for name, variant in record["variants"].items()
    }


def accuracies(name: str):
    """Figures: the test accuracies of a stored comparison."""
    return lambda evidence: tests(evidence.record(name))


def draw_accuracies(**found: tuple[float, ...]) -> Bars:
    """The mean over the seeds of every variant, with its interval."""
    bars = (Bar(name, fmean(it), *mean_interval(it)) for name, it in found.items())
    return Bars("test digits read right, %", tuple(bars), form="percent", zoomed=True)


def optimisers(evidence: Evidence) -> Figures:
    """The test accuracies, and the validation accuracies that choose the learning rates."""
    record = evidence.record("optimisers")
    chosen_by = {
        f"{name}{VALIDATION}": tuple(
            run["epochs"][-1]["validation_accuracy"] for run in variant["runs"]
        )
        for name, variant in record["variants"].items()
    }
    return {**tests(record), **chosen_by}


def draw_optimisers(**found: tuple[float, ...]) -> Bars:
    return draw_accuracies(**{name: it for name, it in found.items() if VALIDATION not in name})


def at_best(found: Mapping[str, tuple[float, ...]], kind: str) -> tuple[str, float]:
    """The rate of this kind with the best validation accuracy, and its mean on test digits."""
    names = [f"{kind}, rate {rate:g}" for rate in RATES]
    best = max(names, key=lambda name: fmean(found[f"{name}{VALIDATION}"]))
    return best, fmean(found[best])


def judge_optimisers(**found: tuple[float, ...]) -> Finding:
    best = {kind: at_best(found, kind) for kind in KINDS}
    reached = {kind: mean for kind, (_, mean) in best.items()}
    works = {
        kind: sum(fmean(found[f"{kind}, rate {rate:g}"]) > LEARNT for rate in RATES)
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


def judge_losses(**found: tuple[float, ...]) -> Finding:
    entropy, squared = (fmean(it) for it in found.values())
    works, better = squared > LEARNT, entropy >= squared
    return Finding(
        HOLDS if works and better else DEPENDS if works else FAILS,
        f"The same network, digits and seeds: {percent(entropy)} with cross-entropy, "
        f"{percent(squared)} with the mean squared error.",
        f"Squared error learns, too ({points(squared - entropy)} here). Its slopes fade where a "
        f"network is surely wrong, which is where cross-entropy pushes hardest.",
    )


def judge_pixels(**found: tuple[float, ...]) -> Finding:
    means = {name: fmean(it) for name, it in found.items()}
    fails = [mean < LITTLE for name, mean in means.items() if name.endswith("0 to 255")]
    gains = {
        kind: means[f"{kind}, 0 to 1"] - means[f"{kind}, 0 to 255"] for kind in ("Adam", "SGD")
    }
    return Finding(
        HOLDS if all(fails) else DEPENDS if any(fails) else FAILS,
        f"Of the test digits, after {ADAM.epochs} epochs on {SUBSET:,}: with Adam, raw pixels (0 "
        f"to 255) give {percent(means['Adam, 0 to 255'])} and scaled ones "
        f"{percent(means['Adam, 0 to 1'])}; with SGD {percent(means['SGD, 0 to 255'])} and "
        f"{percent(means['SGD, 0 to 1'])}.",
        f"“Hardly anything” means less than {percent(LITTLE, 0)} of the digits. Adam "
        f"divides by the size of the slopes and gains {points(gains['Adam'])} from scaling. "
        f"For SGD, larger pixels mean larger slopes and longer steps: scaling acts like another "
        f"learning rate. Standardised pixels give {percent(means['Adam, standardised'])} and "
        f"{percent(means['SGD, standardised'])}.",
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
    Claim(
        "losses",
        "Squared error instead",
        TOPIC,
        (
            Quote(
                "004", 497, "MSE loss would work but crossentropy is optimized for classification"
            ),
            Quote(
                "001",
                51,
                "Common loss functions for classification tasks include categorical "
                "cross-entropy and mean squared error.",
            ),
        ),
        "Mean squared error would work, too, but not better than cross-entropy.",
        accuracies("losses"),
        judge_losses,
        basis=STORED,
        record="losses",
        chart=draw_accuracies,
        page="training",
    ),
    Claim(
        "pixels",
        "Scaling is crucial",
        TOPIC,
        (
            Quote(
                "001",
                29,
                "Normalizing the pixel values to a range between 0 and 1 is crucial for "
                "improving the convergence of the training process.",
            ),
            Quote(
                "004",
                115,
                "**Normalization benefit**: Faster training, better convergence, "
                "numerical stability",
            ),
        ),
        "With pixels from 0 to 255 a network learns hardly anything.",
        accuracies("pixels"),
        judge_pixels,
        basis=STORED,
        record="pixels",
        chart=draw_accuracies,
        page="training",
    ),
)
