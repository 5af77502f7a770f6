"""Trainings that put a claim to the test: the same digits and seeds, one thing varied.

On the trainer's side: it drives Keras. Validation digits follow every training; the test digits
are read once, at its end, and choose nothing. Only the measurement "choice" reads them after
every epoch, because what that costs is its question.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np

from mnist_core.data.digits import CLASSES, Dataset, Digits
from mnist_core.network.recipe import Recipe
from mnist_core.studies.optimism import optimism
from mnist_core.studies.plans import CHOICE, COMPARISONS, RAW, SEEDS, SQUARED_ERROR, Variant
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits
from mnist_core.training.keras_trainer import Trainer, certainty, tf  # as it sets TensorFlow up
from mnist_core.training.loop import TrainingError, train
from mnist_core.training.run_protocol import EpochDone, Event, Score

EPOCH_KEYS = ("loss", "accuracy", "validation_loss", "validation_accuracy", "seconds")
SPLITS, SPLITS_SEED = 1_000, 20_261_121
Say = Callable[[str], None]


class ComparedTrainer(Trainer):
    """The project's trainer with the loss and the pixels of a variant."""

    def __init__(self, variant: Variant, seed: int) -> None:
        self._squared = variant.loss == SQUARED_ERROR
        super().__init__(
            TrainingConfig(variant.architecture, variant.recipe, seed, variant.examples)
        )
        if variant.pixels == RAW:
            self._prepare = unscaled

    def _update(self, x: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        if not self._squared:
            return Trainer._update(self, x, labels)
        with tf.GradientTape() as tape:
            probabilities = self.model(x, training=True)
            wanted = tf.one_hot(labels, CLASSES)
            loss = tf.reduce_mean(tf.square(probabilities - wanted))  # Keras' mean squared error
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self._optimizer.apply(gradients, self.model.trainable_variables)
        right = tf.equal(tf.argmax(probabilities, axis=1), labels)
        share = tf.reduce_mean(tf.cast(right, tf.float32))
        return loss, share, certainty(labels, probabilities)

    def right(self, digits: Digits) -> np.ndarray:
        """Which digits it reads right now: bool array of shape (n,)."""
        parts = [digits[start : start + 500] for start in range(0, len(digits), 500)]
        answers = [
            np.asarray(self.model(self._prepare(part.images), training=False)).argmax(axis=1)
            for part in parts
        ]
        return np.concatenate(answers) == digits.labels


def unscaled(images: np.ndarray) -> np.ndarray:
    """Pixels as they are stored, 0 to 255: float32 of shape (n, 28, 28, 1)."""
    return np.asarray(images, np.float32)[..., np.newaxis]


def run_variant(
    variant: Variant,
    seed: int,
    dataset: Dataset,
    after_epoch: Callable[[ComparedTrainer], None] = lambda trainer: None,
) -> dict[str, Any]:
    """Train a variant once; its epochs, and its scores on training and test digits at the end.

    Processor time counts the work of this process alone, whatever else the machine does.
    """
    digits = training_digits(dataset, variant.examples)
    trainer = ComparedTrainer(variant, seed)
    epochs: list[dict[str, Any]] = []

    def report(event: Event) -> None:
        if isinstance(event, EpochDone):
            spent = {"processor": round(time.process_time() - work, 3)}
            epochs.append({key: getattr(event, key) for key in EPOCH_KEYS} | spent)
            after_epoch(trainer)

    begun, work = time.perf_counter(), time.process_time()
    diverged = False
    try:
        train(trainer, variant.recipe, seed, digits, dataset.validation, report)
    except TrainingError:
        diverged = True
    seconds = time.perf_counter() - begun
    return {
        "seed": seed,
        "seconds": round(seconds, 2),
        "diverged": diverged,
        "epochs": [] if diverged else epochs,
        "training": _score(trainer.evaluate(digits)),
        "test": _score(trainer.evaluate(dataset.test)),
    }


def compare(name: str, dataset: Dataset, say: Say) -> dict[str, Any]:
    """Train every variant of a comparison with every seed; the record to be stored."""
    begun = time.perf_counter()
    variants = COMPARISONS[name]
    runs: dict[str, list[dict[str, Any]]] = {variant.name: [] for variant in variants}
    for seed in SEEDS:
        for variant in variants:  # in turn, so that a busy machine slows all of them
            run = run_variant(variant, seed, dataset)
            runs[variant.name].append(run)
            say(f"{variant.name}, seed {seed}: {run['test']['accuracy']:.2%}, {run['seconds']} s")
    described = {
        variant.name: describe(variant) | {"runs": runs[variant.name]} for variant in variants
    }
    return origin(name, dataset, SEEDS, begun) | {"variants": described}


def measure_choice(dataset: Dataset, say: Say) -> dict[str, Any]:
    """Read the test digits after every epoch, and see what choosing by them would claim."""
    begun = time.perf_counter()
    right: list[np.ndarray] = []
    for seed in SEEDS:
        run = run_variant(
            CHOICE, seed, dataset, lambda trainer: right.append(trainer.right(dataset.test))
        )
        say(f"seed {seed}: {run['test']['accuracy']:.2%}, {run['seconds']} s")
    networks = np.array(right)  # (seeds · epochs, digits)
    per_seed = np.split(networks, len(SEEDS))
    chosen = {
        "one of the epochs": np.mean(
            [optimism(epochs, SPLITS, SPLITS_SEED) for epochs in per_seed], axis=0
        ),
        "one of all networks": optimism(networks, SPLITS, SPLITS_SEED),
        "no choice": optimism(networks[-1:], SPLITS, SPLITS_SEED),
    }
    figures = {
        name: {"mean": float(gains.mean()), "deviation": float(gains.std(ddof=1))}
        for name, gains in chosen.items()
    }
    return origin("choice", dataset, SEEDS, begun) | {
        "variant": describe(CHOICE),
        "splits": SPLITS,
        "lots seed": SPLITS_SEED,
        "accuracies": [round(float(share), 6) for share in networks.mean(axis=1)],
        "optimism": figures,
    }


def describe(variant: Variant) -> dict[str, Any]:
    """A variant as plain values."""
    recipe: Recipe = variant.recipe
    return {
        "architecture": variant.architecture.id,
        "parameters": variant.architecture.parameters,
        "recipe": recipe.to_dict(),
        "examples": variant.examples,
        "loss": variant.loss,
        "pixels": variant.architecture.preprocessing if variant.pixels != RAW else RAW,
    }


def origin(name: str, dataset: Dataset, seeds: tuple[int, ...], begun: float) -> dict[str, Any]:
    """How a record came about: command, date, versions, machine, digits, seeds, seconds."""
    return {
        "command": f"python -m mnist_core measure --claim {name}",
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {
            "python": platform.python_version(),
            "tensorflow": tf.__version__,
            "keras": version("keras"),
            "numpy": np.__version__,
        },
        "machine": {"cores": os.cpu_count(), "architecture": platform.machine()},
        "data": {
            "source": dataset.provenance.source,
            "training": dataset.provenance.training,
            "validation": len(dataset.validation),
            "test": len(dataset.test),
            "test name": dataset.provenance.test_name,
        },
        "seeds": list(seeds),
        "seconds": round(time.perf_counter() - begun, 1),
    }


def _score(score: Score) -> dict[str, Any]:
    loss = score.loss if np.isfinite(score.loss) else None
    return {"loss": loss, "accuracy": score.accuracy, "digits": score.digits}
