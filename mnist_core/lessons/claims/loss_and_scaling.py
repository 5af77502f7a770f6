"""Claims about the loss that is minimised and the pixels that it is learnt from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
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
from mnist_core.lessons.claims.variants import LEARNT, TOPIC, draw_accuracies, tests
from mnist_core.lessons.claims.wording import percent, points
from mnist_core.studies.plans import ADAM, CROSS_ENTROPY, SQUARED_ERROR, SUBSET

LITTLE = 0.5  # a network that reads fewer has learnt hardly anything


@dataclass(frozen=True)
class Losses(Figures):
    """Test accuracies of the Keras CNN by the loss that it was trained with."""

    cross_entropy: Annotated[Accuracies, CROSS_ENTROPY]
    squared_error: Annotated[Accuracies, SQUARED_ERROR]


def losses(evidence: Evidence) -> Losses:
    found = tests(evidence.record("losses"))
    return Losses(found[CROSS_ENTROPY], found[SQUARED_ERROR])


def judge_losses(found: Losses) -> Finding:
    entropy, squared = fmean(found.cross_entropy), fmean(found.squared_error)
    works, better = squared > LEARNT, entropy >= squared
    return Finding(
        HOLDS if works and better else DEPENDS if works else FAILS,
        f"The same network, digits and seeds: {percent(entropy)} with cross-entropy, "
        f"{percent(squared)} with the mean squared error.",
        f"Squared error learns, too ({points(squared - entropy)} here). Its gradients fade where a "
        f"network is surely wrong, which is where cross-entropy pushes hardest.",
    )


def draw_losses(found: Losses) -> Bars:
    return draw_accuracies({CROSS_ENTROPY: found.cross_entropy, SQUARED_ERROR: found.squared_error})


@dataclass(frozen=True)
class Pixels(Figures):
    """Test accuracies of the perceptron by optimiser and range of the pixels: "Adam, 0 to 1"."""

    test: Annotated[Mapping[str, Accuracies], "{}"]


def pixels(evidence: Evidence) -> Pixels:
    return Pixels(tests(evidence.record("pixels")))


def judge_pixels(found: Pixels) -> Finding:
    means = {name: fmean(it) for name, it in found.test.items()}
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
        f"divides by the size of the gradients and gains {points(gains['Adam'])} from scaling. "
        f"For SGD, larger pixels mean larger gradients and longer steps: scaling acts like another "
        f"learning rate. Standardised pixels give {percent(means['Adam, standardised'])} and "
        f"{percent(means['SGD, standardised'])}.",
    )


def draw_pixels(found: Pixels) -> Bars:
    return draw_accuracies(found.test)


CLAIMS = (
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
        losses,
        judge_losses,
        basis=STORED,
        record="losses",
        chart=draw_losses,
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
        pixels,
        judge_pixels,
        basis=STORED,
        record="pixels",
        chart=draw_pixels,
        page="training",
    ),
)
