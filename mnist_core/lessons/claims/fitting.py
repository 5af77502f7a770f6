"""Claims about overfitting and the curves of a training."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import Any

import numpy as np

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
    Lines,
    Quote,
    holds_if,
    percent,
    points,
)
from mnist_core.lessons.claims.optimisation import CLOSE, draw_accuracies, tests
from mnist_core.studies.plans import LONG, SUBSET

TOPIC = "Overfitting and curves"
LOSS_RISES = 1.05  # the last validation loss over the smallest one


def gaps(record: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    """Accuracy on the training digits minus that on the test digits, one per seed."""
    return {
        name: tuple(run["training"]["accuracy"] - run["test"]["accuracy"] for run in it["runs"])
        for name, it in record["variants"].items()
    }


def gap_figures(name: str):
    """Figures: the gaps and the test accuracies of a stored comparison."""

    def figures(evidence: Evidence) -> Figures:
        record = evidence.record(name)
        return {f"gap {variant}": it for variant, it in gaps(record).items()} | tests(record)

    return figures


def draw_gaps(**found: tuple[float, ...]) -> Bars:
    named = {name: it for name, it in found.items() if name.startswith("gap ")}
    bars = (Bar(name.removeprefix("gap "), fmean(it)) for name, it in named.items())
    return Bars("training minus test accuracy, %", tuple(bars), form="percent")


def draw_tests(**found: tuple[float, ...]) -> Bars:
    return draw_accuracies(**{k: v for k, v in found.items() if not k.startswith("gap ")})


def judge_dropout(**found: tuple[float, ...]) -> Finding:
    gap, bare_gap, reached, bare = (fmean(it) for it in found.values())
    return Finding(
        FAILS if gap >= bare_gap else HOLDS if reached >= bare - CLOSE else DEPENDS,
        f"After {LONG} epochs on {SUBSET:,} digits a perceptron reads its training digits "
        f"{points(gap)} better than the test digits; without dropout {points(bare_gap)}. Test "
        f"accuracy {percent(reached)} with and {percent(bare)} without.",
        f"Dropout narrows the gap, it does not close it; in accuracy it is worth "
        f"{points(reached - bare)} here.",
    )


def judge_widths(**found: tuple[float, ...]) -> Finding:
    means = {name: fmean(it) for name, it in found.items() if not name.startswith("gap ")}
    (few, small), (middle, medium), (many, large) = means.items()
    under, over = small < medium - CLOSE, large < medium - CLOSE
    return Finding(
        HOLDS if under and over else DEPENDS if under or over else FAILS,
        f"Test accuracy with {few}: {percent(small)}, with {middle}: {percent(medium)}, with "
        f"{many}: {percent(large)} (means of three seeds, {SUBSET:,} digits, {LONG} epochs).",
        f"From {middle} to {many} the accuracy changes by {points(large - medium)}: more units "
        f"than needed cost memory and time, and need not cost accuracy.",
    )


def judge_sizes(**found: tuple[float, ...]) -> Finding:
    named = {name: fmean(it) for name, it in found.items() if name.startswith("gap ")}
    values = list(named.values())
    falls = [after < before for before, after in zip(values, values[1:], strict=False)]
    words = ", ".join(f"{name.removeprefix('gap ')} {points(it)}" for name, it in named.items())
    return Finding(
        HOLDS if all(falls) else DEPENDS if any(falls) else FAILS,
        f"How much better the perceptron reads its training digits than the test digits: {words}.",
        "More digits are the surest remedy; where there are none, augmentation makes some.",
    )


def long_run(evidence: Evidence) -> Figures:
    (variant,) = evidence.record("epochs")["variants"].values()
    curves = {
        key: tuple(
            fmean(column)
            for column in zip(
                *([epoch[key] for epoch in run["epochs"]] for run in variant["runs"]), strict=True
            )
        )
        for key in ("loss", "validation_loss", "validation_accuracy")
    }
    return {
        "training loss": curves["loss"],
        "validation loss": curves["validation_loss"],
        "validation accuracy": curves["validation_accuracy"],
    }


def judge_long_run(**found: tuple[float, ...]) -> Finding:
    training, losses, shares = found.values()
    best = int(np.argmin(losses))
    rises = losses[-1] > LOSS_RISES * losses[best]
    falls = shares[-1] < shares[best] - CLOSE
    return Finding(
        HOLDS if rises and falls else DEPENDS if rises or falls else FAILS,
        f"The validation loss is lowest after {best + 1} epochs ({losses[best]:.3f}) and "
        f"{losses[-1] / losses[best]:.2f} times that after {len(losses)}, while the training loss "
        f"goes on to {training[-1]:.2g}. Over the same epochs the validation accuracy goes from "
        f"{percent(shares[best])} to {percent(shares[-1])}.",
        "Look at both curves. A loss that rises while the accuracy stays means more confident "
        "errors, not more of them. Decide by what you need: the right answer, or a probability to "
        "trust.",
    )


def draw_long_run(**found: tuple[float, ...]) -> Lines:
    names = ("training loss", "validation loss")
    x = tuple(range(1, len(found[names[0]]) + 1))
    return Lines("epochs", "loss, nats", x, tuple((it, found[it]) for it in names), form="number")


def steadiness(evidence: Evidence) -> Figures:
    history = evidence.history("keras_cnn")
    batches, epochs = np.diff(history.batch_accuracy), np.diff(history.training_accuracy)
    return {
        "batches that read worse than the last": float((batches < 0).mean()),
        "epochs that read worse than the last": int((epochs < 0).sum()),
        "epochs": history.epochs,
    }


def judge_steadiness(**found: float) -> Finding:
    batches, worse, epochs = found.values()
    steady = [batches < 0.01, worse == 0]
    return Finding(
        HOLDS if all(steady) else DEPENDS if any(steady) else FAILS,
        f"In the recorded training of the Keras CNN, {percent(batches, 0)} of the batches were "
        f"read worse than the batch before. Averaged over each of the {epochs} epochs, the "
        f"accuracy fell {worse} times.",
        "A curve with one point per epoch looks steady because it is an average. Batch by batch, "
        "training is noisy: each batch has other digits.",
    )


def looks(evidence: Evidence) -> Figures:
    history = evidence.history("keras_cnn")
    entry = evidence.manifest()["keras_cnn"]
    return {
        "batches": history.batches,
        "evaluations": history.epochs,
        "validation_digits": entry["data"]["validation"],
        "batch_size": entry["recipe"]["batch_size"],
    }


def judge_looks(batches: int, evaluations: int, validation_digits: int, batch_size: int) -> Finding:
    return Finding(
        holds_if(evaluations == batches),
        f"The recorded training has {batches:,} batches and {evaluations} evaluations on "
        f"validation digits: one per epoch, as Keras does with validation_data.",
        f"Reading {validation_digits:,} digits after every batch of {batch_size} would take "
        f"{validation_digits / batch_size:.0f} times as many forward passes as the training.",
    )


def first_epochs(evidence: Evidence) -> Figures:
    found = evidence.history("keras_cnn").validation_accuracy
    return {"after epoch 1": float(found[0]), "after epoch 2": float(found[1])}


def judge_first_epochs(**found: float) -> Finding:
    first, second = found.values()
    exact = [abs(first - 0.97) <= 0.01, abs(second - 0.98) <= 0.01]
    many = ("Neither", "One", "Each")[sum(exact)]
    return Finding(
        HOLDS if all(exact) else DEPENDS if any(exact) else FAILS,
        f"Recorded on the validation digits: {percent(first)} after the first epoch and "
        f"{percent(second)} after the second. {many} is within a point of what the document says.",
    )


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
        gap_figures("dropout"),
        judge_dropout,
        basis=STORED,
        record="dropout",
        chart=draw_gaps,
        page="training",
    ),
    Claim(
        "widths",
        "128 is balanced",
        TOPIC,
        (Quote("004", 246, "Fewer = underfitting, more = overfitting. 128 is balanced."),),
        "With fewer than 128 hidden units, and with more, the network reads worse.",
        gap_figures("widths"),
        judge_widths,
        basis=STORED,
        record="widths",
        chart=draw_tests,
        page="experiments",
    ),
    Claim(
        "more-digits",
        "More data against overfitting",
        TOPIC,
        (Quote("004", 695, "Use more training data"),),
        "The more digits to learn from, the smaller the gap between training and test.",
        gap_figures("sizes"),
        judge_sizes,
        basis=STORED,
        record="sizes",
        chart=draw_gaps,
        page="training",
    ),
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
