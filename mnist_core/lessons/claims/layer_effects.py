"""Claims about what dropout and pooling do to the numbers that pass through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from mnist_core.lessons.claims.chart import Bar, Bars
from mnist_core.lessons.claims.claim import (
    NOW,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.training_step import dropout
from mnist_core.network.forward import Activation
from mnist_core.network.layer_forward import apply
from mnist_core.network.layers import AveragePooling2D, Dropout, MaxPooling2D

TOPIC = "What layers do"
SEED = 1
SIDES, MAPS = 100, 4  # of a field of noise
ALMOST = 1e-4


def activations(evidence: Evidence) -> tuple[Activation, ...]:
    """What the Keras CNN makes of the first of the digits in use."""
    return evidence.network("keras_cnn").activations(evidence.digits().images[0])


@dataclass(frozen=True)
class DropoutAtTest(Figures):
    """What the Keras CNN's dropout multiplies its inputs by.

    Attributes
    ----------
    predicting : when the network predicts
    training : in training, those that survive
    rate : the share that is dropped in training
    """

    predicting: float
    training: float
    rate: float


def dropout_at_test(evidence: Evidence) -> DropoutAtTest:
    steps = activations(evidence)
    place, rate = next(
        (place, it.layer.rate) for place, it in enumerate(steps) if isinstance(it.layer, Dropout)
    )
    before, after = steps[place - 1].output, steps[place].output
    trained = dropout(before, rate, SEED)
    alive = trained.after > 0
    return DropoutAtTest(
        predicting=float(after.sum() / before.sum()),
        training=float((trained.after[alive] / before[alive]).mean()),
        rate=rate,
    )


def judge_dropout_at_test(found: DropoutAtTest) -> Finding:
    predicting, training, rate = found.predicting, found.training, found.rate
    return Finding(
        holds_if(abs(predicting - (1 - rate)) < ALMOST),
        f"When the network predicts, what leaves the dropout layer is {predicting:.3g} × what came "
        f"in. In training the surviving units are multiplied by {training:.3g}.",
        f"Keras and PyTorch scale in training, by 1 / (1 − {rate:g}), so that nothing is left to "
        f"do afterwards (“inverted” dropout). The document describes the paper of 2014.",
    )


def draw_dropout_at_test(found: DropoutAtTest) -> Bars:
    return Bars(
        "what a unit is multiplied by",
        (
            Bar("predicting, as the document has it", 1 - found.rate, said=True),
            Bar("predicting, measured", found.predicting),
            Bar("training, survivors, measured", found.training),
        ),
        form="number",
    )


@dataclass(frozen=True)
class Noise(Figures):
    """Random noise before and after pooling 2 × 2: sizes are root mean squares.

    Attributes
    ----------
    before, after_maximum, after_mean : its size
    mean_after_maximum : the mean, which was about 0 before
    """

    before: Annotated[float, "noise before"]
    after_maximum: Annotated[float, "after the maximum"]
    after_mean: Annotated[float, "after the mean"]
    mean_after_maximum: Annotated[float, "shift by the maximum"]


def noise(evidence: Evidence) -> Noise:
    field = np.random.default_rng(SEED).standard_normal((1, SIDES, SIDES, MAPS)).astype(np.float32)
    maximum, mean = (apply(it, field, {}) for it in (MaxPooling2D(2), AveragePooling2D(2)))
    return Noise(
        before=root_mean_square(field),
        after_maximum=root_mean_square(maximum),
        after_mean=root_mean_square(mean),
        mean_after_maximum=float(maximum.mean()),
    )


def root_mean_square(values: np.ndarray) -> float:
    """The size of noise around zero: √ of the mean of the squares."""
    return float(np.sqrt((values**2).mean()))


def judge_noise(found: Noise) -> Finding:
    return Finding(
        holds_if(found.after_maximum < found.before),
        f"Random noise (seed {SEED}) of size {found.before:.3g} (root mean square) is of size "
        f"{found.after_maximum:.3g} after taking the maximum of 2 × 2, and no longer around zero "
        f"but around {found.mean_after_maximum:+.3g}: the largest of four errors survives.",
        f"Taking the mean of 2 × 2 makes noise smaller, {found.after_mean:.3g}. Max pooling keeps "
        f"what is strongest and drops where exactly it was, be it signal or noise.",
    )


def draw_noise(found: Noise) -> Bars:
    return Bars(
        "root mean square",
        (
            Bar("noise before", found.before),
            Bar("after the maximum", found.after_maximum),
            Bar("after the mean", found.after_mean),
        ),
        form="number",
    )


CLAIMS = (
    Claim(
        "dropout-at-test",
        "Dropout when predicting",
        TOPIC,
        (
            Quote(
                "004", 278, "All neurons active, but weights scaled by 0.5 to maintain expectations"
            ),
        ),
        "When the Keras network predicts, its weights are scaled by 0.5.",
        dropout_at_test,
        judge_dropout_at_test,
        basis=NOW,
        chart=draw_dropout_at_test,
        page="training",
    ),
    Claim(
        "noise",
        "Pooling drops noise",
        TOPIC,
        (Quote("004", 185, "**Feature robustness**: Keeps strongest activations, drops noise"),),
        "Max pooling makes noise smaller.",
        noise,
        judge_noise,
        chart=draw_noise,
    ),
)
