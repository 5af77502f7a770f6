"""Claims about the course of a training: how many epochs, and what their curves look like."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import Annotated

import numpy as np

from mnist_core.lessons.claims.chart import Lines
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
    holds_if,
)
from mnist_core.lessons.claims.overfitting import TOPIC
from mnist_core.lessons.claims.variants import CLOSE
from mnist_core.lessons.claims.wording import percent

LOSS_RISES = 1.05  # the last validation loss over the smallest one


@dataclass(frozen=True)
class LongRun(Figures):
    """The perceptron over 40 epochs: means over the random seeds, one for each epoch.

    Attributes
    ----------
    training_loss, validation_loss : in nats
    validation_accuracy : from 0 to 1
    """

    training_loss: tuple[float, ...]
    validation_loss: tuple[float, ...]
    validation_accuracy: tuple[float, ...]


def long_run(evidence: Evidence) -> LongRun:
    (variant,) = evidence.record("epochs")["variants"].values()

    def mean_curve(key: str) -> tuple[float, ...]:
        curves = ([epoch[key] for epoch in run["epochs"]] for run in variant["runs"])
        return tuple(fmean(epoch) for epoch in zip(*curves, strict=True))

    return LongRun(
        training_loss=mean_curve("loss"),
        validation_loss=mean_curve("validation_loss"),
        validation_accuracy=mean_curve("validation_accuracy"),
    )


def judge_long_run(found: LongRun) -> Finding:
    losses, shares = found.validation_loss, found.validation_accuracy
    best = int(np.argmin(losses))
    rises = losses[-1] > LOSS_RISES * losses[best]
    falls = shares[-1] < shares[best] - CLOSE
    return Finding(
        HOLDS if rises and falls else DEPENDS if rises or falls else FAILS,
        f"The validation loss is lowest after {best + 1} epochs ({losses[best]:.3f}) and "
        f"{losses[-1] / losses[best]:.2f} times that after {len(losses)}, while the training loss "
        f"goes on to {found.training_loss[-1]:.2g}. Over the same epochs the validation accuracy "
        f"goes from {percent(shares[best])} to {percent(shares[-1])}.",
        "Look at both curves. A loss that rises while the accuracy stays means more confident "
        "errors, not more of them. Decide by what you need: the right answer, or a probability to "
        "trust.",
    )


def draw_long_run(found: LongRun) -> Lines:
    return Lines(
        "epochs",
        "loss, nats",
        tuple(range(1, len(found.training_loss) + 1)),
        (("training loss", found.training_loss), ("validation loss", found.validation_loss)),
        form="number",
    )


@dataclass(frozen=True)
class Steadiness(Figures):
    """How often the training accuracy fell in the recorded training of the Keras CNN.

    Attributes
    ----------
    worse_batches : the share of batches that were read worse than the batch before
    worse_epochs : the number of epochs that were read worse than the epoch before
    epochs : in all
    """

    worse_batches: Annotated[float, "batches that read worse than the last"]
    worse_epochs: Annotated[int, "epochs that read worse than the last"]
    epochs: int


def steadiness(evidence: Evidence) -> Steadiness:
    history = evidence.history("keras_cnn")
    batches, epochs = np.diff(history.batch_accuracy), np.diff(history.training_accuracy)
    return Steadiness(
        worse_batches=float((batches < 0).mean()),
        worse_epochs=int((epochs < 0).sum()),
        epochs=history.epochs,
    )


def judge_steadiness(found: Steadiness) -> Finding:
    batches, worse, epochs = found.worse_batches, found.worse_epochs, found.epochs
    steady = [batches < 0.01, worse == 0]
    return Finding(
        HOLDS if all(steady) else DEPENDS if any(steady) else FAILS,
        f"In the recorded training of the Keras CNN, {percent(batches, 0)} of the batches were "
        f"read worse than the batch before. Averaged over each of the {epochs} epochs, the "
        f"accuracy fell {worse} times.",
        "A curve with one point per epoch looks steady because it is an average. Batch by batch, "
        "training is noisy: each batch has other digits.",
    )


@dataclass(frozen=True)
class Looks(Figures):
    """The recorded training of the Keras CNN.

    Attributes
    ----------
    batches : that it has learnt from, in all epochs
    evaluations : how often the validation digits were read
    validation_digits, batch_size : digits in a look, and in a batch
    """

    batches: int
    evaluations: int
    validation_digits: int
    batch_size: int


def looks(evidence: Evidence) -> Looks:
    history = evidence.history("keras_cnn")
    entry = evidence.manifest()["keras_cnn"]
    return Looks(
        batches=history.batches,
        evaluations=history.epochs,
        validation_digits=entry["data"]["validation"],
        batch_size=entry["recipe"]["batch_size"],
    )


def judge_looks(found: Looks) -> Finding:
    return Finding(
        holds_if(found.evaluations == found.batches),
        f"The recorded training has {found.batches:,} batches and {found.evaluations} evaluations "
        f"on validation digits: one per epoch, as Keras does with validation_data.",
        f"Reading {found.validation_digits:,} digits after every batch of {found.batch_size} "
        f"would take {found.validation_digits / found.batch_size:.0f} times as many forward "
        f"passes as the training.",
    )


@dataclass(frozen=True)
class FirstEpochs(Figures):
    """Accuracies of the Keras CNN on validation digits."""

    after_epoch_1: float
    after_epoch_2: float


def first_epochs(evidence: Evidence) -> FirstEpochs:
    found = evidence.history("keras_cnn").validation_accuracy
    return FirstEpochs(float(found[0]), float(found[1]))


def judge_first_epochs(found: FirstEpochs) -> Finding:
    first, second = found.after_epoch_1, found.after_epoch_2
    exact = [abs(first - 0.97) <= 0.01, abs(second - 0.98) <= 0.01]
    many = ("Neither", "One", "Each")[sum(exact)]
    return Finding(
        HOLDS if all(exact) else DEPENDS if any(exact) else FAILS,
        f"Recorded on the validation digits: {percent(first)} after the first epoch and "
        f"{percent(second)} after the second. {many} is within a point of what the document says.",
    )


CLAIMS = (
    Claim(
        "long-run",
        "Too many epochs",
        TOPIC,
        (Quote("004", 389, "Too many: Overfitting (model memorizes training data)"),),
        "After too many epochs the network reads new digits worse.",
        long_run,
        judge_long_run,
        basis=STORED,
        record="epochs",
        chart=draw_long_run,
        page="training",
    ),
    Claim(
        "steadiness",
        "Accuracy rises steadily",
        TOPIC,
        (Quote("004", 446, "Train accuracy: Steadily increases (model learning)"),),
        "During training the accuracy rises steadily.",
        steadiness,
        judge_steadiness,
        basis=STORED,
        record="keras_cnn",
        page="training",
    ),
    Claim(
        "looks",
        "Validation after every batch",
        TOPIC,
        (
            Quote("004", 542, "For each batch of 128 images:"),
            Quote("004", 547, "5. Evaluate on validation set: monitor overfitting"),
        ),
        "The validation digits are read after every batch.",
        looks,
        judge_looks,
        basis=STORED,
        record="keras_cnn",
        page="training",
    ),
    Claim(
        "first-epochs",
        "97 % after one epoch",
        TOPIC,
        (Quote("004", 385, "Epoch 1: ~97% accuracy"), Quote("004", 386, "Epoch 2: ~98% accuracy")),
        "The Keras CNN reads about 97 % after one epoch and 98 % after two.",
        first_epochs,
        judge_first_epochs,
        basis=STORED,
        record="keras_cnn",
        page="training",
    ),
)
