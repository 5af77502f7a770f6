"""Claims about training: decided by trainings that differ in one thing, three seeds each."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import Any

from mnist_core.evaluation.seeds import mean_interval
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
from mnist_core.training.plans import ADAM, RATES, SUBSET

TOPIC = "Training"
LEARNT = 0.9  # a network that reads so many has learnt to read
REACHED = 0.93  # the validation accuracy that a race is run to
CLOSE = 0.003  # a difference in accuracy that three seeds can hardly tell from none


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


def at_best(found: Mapping[str, tuple[float, ...]], kind: str) -> tuple[str, float]:
    """The best variant whose name begins with `kind`, and its mean."""
    means = {name: fmean(it) for name, it in found.items() if name.startswith(kind)}
    best = max(means, key=means.__getitem__)
    return best, means[best]


def judge_optimisers(**found: tuple[float, ...]) -> Finding:
    best = {kind: at_best(found, kind) for kind in ("Adam,", "SGD,", "SGD, momentum")}
    plain = at_best({it: v for it, v in found.items() if "momentum" not in it}, "SGD,")
    works = {
        kind: sum(fmean(found[name]) > LEARNT for name in found if name.startswith(kind))
        for kind in ("Adam,", "SGD, rate", "SGD, momentum")
    }
    behind = [it[1] - best["Adam,"][1] for it in (plain, best["SGD, momentum"])]
    slower = [it < -CLOSE for it in behind]
    less_robust = [works[kind] < works["Adam,"] for kind in ("SGD, rate", "SGD, momentum")]
    points_to_adam = slower + less_robust
    return Finding(
        HOLDS if all(points_to_adam) else DEPENDS if any(points_to_adam) else FAILS,
        f"After {ADAM.epochs} epochs on {SUBSET:,} digits, each at its best learning rate: Adam "
        f"{percent(best['Adam,'][1])}, plain SGD {percent(plain[1])}, SGD with momentum "
        f"{percent(best['SGD, momentum'][1])}. Of {len(RATES)} learning rates, Adam learns to read "
        f"with {works['Adam,']}, plain SGD with {works['SGD, rate']}, with momentum "
        f"{works['SGD, momentum']}.",
        f"An optimiser and its learning rate belong together: compare each with its own best. "
        f"Against Adam, SGD with momentum is at {points(behind[1])} and plain SGD at "
        f"{points(behind[0])}. Document 000 recommends momentum.",
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
    gains = {
        kind: means[f"{kind}, 0 to 1"] - means[f"{kind}, 0 to 255"] for kind in ("Adam", "SGD")
    }
    crucial = [means[f"{kind}, 0 to 255"] < LEARNT <= means[f"{kind}, 0 to 1"] for kind in gains]
    helps = max(gains.values()) > CLOSE
    return Finding(
        HOLDS if all(crucial) else DEPENDS if any(crucial) or helps else FAILS,
        f"With Adam, raw pixels (0 to 255) give {percent(means['Adam, 0 to 255'])} and scaled ones "
        f"{percent(means['Adam, 0 to 1'])}; with SGD {percent(means['SGD, 0 to 255'])} and "
        f"{percent(means['SGD, 0 to 1'])}.",
        f"Adam divides by the size of the slopes and gains {points(gains['Adam'])} from scaling. "
        f"For SGD, larger pixels mean larger slopes and longer steps: scaling acts like another "
        f"learning rate. Standardised pixels give {percent(means['Adam, standardised'])} and "
        f"{percent(means['SGD, standardised'])}.",
    )


def race(evidence: Evidence) -> Figures:
    record = evidence.record("batches")["variants"]
    return {
        name: tuple(figure(run["epochs"]) for run in variant["runs"])
        for figure in (per_epoch, to_the_mark)
        for name, variant in (
            (f"{name}: {figure.__name__.replace('_', ' ')}", it) for name, it in record.items()
        )
    }


def per_epoch(epochs: list[dict[str, float]]) -> float:
    """Processor seconds of an epoch; the first, when TensorFlow builds its graph, is left out."""
    return (epochs[-1]["processor"] - epochs[0]["processor"]) / (len(epochs) - 1)


def to_the_mark(epochs: list[dict[str, float]]) -> float:
    """Processor seconds until the validation accuracy reaches the mark; infinite if never."""
    for number, epoch in enumerate(epochs, start=1):
        if epoch["validation_accuracy"] >= REACHED:
            return number * per_epoch(epochs)
    return float("inf")


def fastest(found: Mapping[str, tuple[float, ...]], kind: str) -> list[tuple[str, float]]:
    """The variants with their best time of this kind, the smallest batches first."""
    return [
        (name.removesuffix(f": {kind}"), min(times))
        for name, times in found.items()
        if name.endswith(kind)
    ]


def judge_larger_batches(**found: tuple[float, ...]) -> Finding:
    times = fastest(found, "per epoch")
    seconds = [it for _, it in times]
    falls = [after < before for before, after in zip(seconds, seconds[1:], strict=False)]
    words = ", ".join(f"{name} {it:.1f} s" for name, it in times)
    return Finding(
        HOLDS if all(falls) else DEPENDS if any(falls) else FAILS,
        f"An epoch over {SUBSET:,} digits, in processor seconds, the best of three seeds: {words}.",
        "Per epoch, larger batches are faster: fewer updates, and more digits at once for the "
        "processor. Whether the network learns faster is another question.",
    )


def draw_times(kind: str):
    def draw(**found: tuple[float, ...]) -> Bars:
        bars = tuple(Bar(name, seconds) for name, seconds in fastest(found, kind))
        return Bars("processor seconds, best of three seeds", bars, form="number")

    return draw


def judge_smaller_batches(**found: tuple[float, ...]) -> Finding:
    epochs, marks = fastest(found, "per epoch"), fastest(found, "to the mark")
    faster = [times[0][1] < times[-1][1] for times in (epochs, marks)]
    words = ", ".join(
        f"{name} {it:.1f} s" if it < float("inf") else f"{name} never" for name, it in marks
    )
    return Finding(
        HOLDS if all(faster) else DEPENDS if any(faster) else FAILS,
        f"Per epoch {epochs[0][0]} take {epochs[0][1]:.1f} s and {epochs[-1][0]} "
        f"{epochs[-1][1]:.1f} s. To {percent(REACHED, 0)} of the validation digits: {words}.",
        "Smaller batches make more updates in an epoch, each on fewer digits. Say which “faster” "
        "is meant: the next epoch, or the network that reads well.",
    )


CLAIMS = (
    Claim(
        "optimisers", "SGD against Adam", TOPIC,
        (Quote("004", 502, "SGD slower, simpler optimizers less robust"),),
        "SGD learns more slowly than Adam and minds its settings more.",
        accuracies("optimisers"), judge_optimisers, basis=STORED, record="optimisers",
        chart=draw_accuracies, page="training",
    ),
    Claim(
        "losses", "Squared error instead", TOPIC,
        (Quote("004", 497, "MSE loss would work but crossentropy is optimized for classification"),
         Quote("001", 51, "Common loss functions for classification tasks include categorical "
               "cross-entropy and mean squared error.")),
        "Mean squared error would work, too, but not better than cross-entropy.",
        accuracies("losses"), judge_losses, basis=STORED, record="losses",
        chart=draw_accuracies, page="training",
    ),
    Claim(
        "pixels", "Scaling is crucial", TOPIC,
        (Quote("001", 29, "Normalizing the pixel values to a range between 0 and 1 is crucial for "
               "improving the convergence of the training process."),
         Quote("004", 115, "**Normalization benefit**: Faster training, better convergence, "
               "numerical stability")),
        "With pixels from 0 to 255 a network does not learn properly.",
        accuracies("pixels"), judge_pixels, basis=STORED, record="pixels",
        chart=draw_accuracies, page="training",
    ),
    Claim(
        "larger-batches", "Larger batches are faster", TOPIC,
        (Quote("001", 54, "Larger batch sizes can lead to faster training but might require more "
               "memory."),
         Quote("004", 652, "# Option 4: Larger batch size (fewer updates)")),
        "An epoch is faster with larger batches.",
        race, judge_larger_batches, basis=STORED, record="batches",
        chart=draw_times("per epoch"), page="training",
    ),
    Claim(
        "smaller-batches", "Smaller batches are faster", TOPIC,
        (Quote("004", 378, "Smaller batches: Noisier updates, faster training, risk of "
               "divergence"),
         Quote("004", 379, "Larger batches: Stable updates, slower training, risk of getting "
               "stuck")),
        "Training is faster with smaller batches.",
        race, judge_smaller_batches, basis=STORED, record="batches",
        chart=draw_times("to the mark"), page="training",
    ),
)  # fmt: skip
