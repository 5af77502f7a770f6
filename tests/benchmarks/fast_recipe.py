"""Our fast recipe against the published one: seconds of training, and what is reached with them.

Baselines: keras_cnn as published, by the app's own loop, and as its document runs it, by Keras'
model.fit: of that two epochs are timed for each seed, for its steps are the same and so are the
accuracies (tests hold them to each other). All train in this process on the full MNIST in float32,
five seeds each, in turn; the fast one also in bfloat16 where a machine is faster with it. "shorter"
is a recipe of two epochs, chosen on validation digits, that ships only if it reaches as much.
Seconds are those of training and validation, without the import of TensorFlow. Test digits are read
after every epoch, off the clock, and choose nothing.
"""

import os
import statistics
import sys
import time
from dataclasses import dataclass, replace

import numpy as np

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import FAST, Recipe
from mnist_core.training import loop
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits
from mnist_core.training.run_protocol import EpochDone, Event
from tests.benchmarks.overhead import MNIST, load

SEEDS = (1, 2, 3, 4, 5)
AIM = 6.0  # times as fast as the published recipe, to its accuracy, in float32
FITTED = 2  # epochs of model.fit that are timed for each seed
SHORTER = replace(FAST, learning_rate=0.005, batch_size=64, epochs=2)


@dataclass(frozen=True)
class Outcome:
    """Seconds since the beginning and test accuracy, after every epoch."""

    seconds: tuple[float, ...]
    accuracy: tuple[float, ...]


def main() -> None:
    """Print every training, then all recipes and the ratios of their times."""
    if MNIST.exists():
        os.environ["MNIST_PATH"] = str(MNIST)
    dataset = load_dataset()
    if dataset.provenance.source == "embedded":
        sys.exit("This needs the full MNIST: name the file in MNIST_PATH.")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from mnist_core.training.keras_trainer import FLOAT32, fastest_precision

    precision, gain = fastest_precision()
    print(f"bfloat16 steps are {gain:.2f} times as fast as float32 ones here")
    recipes = {
        "published": (ARCHITECTURES["keras_cnn"].recipe, FLOAT32),
        "fast": (FAST, FLOAT32),
        "shorter": (SHORTER, FLOAT32),
    }
    if precision != FLOAT32:
        recipes["fast, bfloat16"] = (FAST, precision)
    outcomes: dict[str, list[Outcome]] = {name: [] for name in recipes}
    fits = []
    for seed in SEEDS:
        fits.append(fit(seed))
        for name, (recipe, arithmetic) in recipes.items():
            outcomes[name].append(train(name, recipe, seed, arithmetic))
    report(outcomes, statistics.median(fits))


def fit(seed: int) -> float:
    """Seconds an epoch, with its validation, of the published recipe by Keras' own loop."""
    from mnist_core.network.forward import Network
    from mnist_core.training.keras_trainer import build_model, optimizer_for

    dataset, architecture = load_dataset(), ARCHITECTURES["keras_cnn"]
    prepare = Network.initialise(architecture, seed).prepare
    x, validation = (prepare(it.images) for it in (training_digits(dataset), dataset.validation))
    model = build_model(architecture, seed)
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer_for(architecture.recipe), loss, metrics=["accuracy"])
    begun = time.perf_counter()
    model.fit(
        x,
        training_digits(dataset).labels,
        architecture.recipe.batch_size,
        FITTED,
        validation_data=(validation, dataset.validation.labels),
        verbose=0,
    )
    seconds = (time.perf_counter() - begun) / FITTED
    print(f"  published by model.fit, seed {seed}: {seconds:.1f} s an epoch{load()}", flush=True)
    return seconds


def train(name: str, recipe: Recipe, seed: int, precision: str) -> Outcome:
    """One training from its beginning to its end."""
    from mnist_core.training.keras_trainer import Trainer

    dataset, config = load_dataset(), TrainingConfig(ARCHITECTURES["keras_cnn"], recipe, seed)
    trainer = Trainer(config, precision)
    seconds, accuracy = [], []

    def keep(event: Event) -> None:
        if isinstance(event, EpochDone):
            seconds.append(event.seconds)
            accuracy.append(trainer.evaluate(dataset.test).accuracy)

    loop.train(trainer, recipe, seed, training_digits(dataset), dataset.validation, keep)
    print(
        f"  {name}, seed {seed}: {seconds[-1]:.1f} s, test accuracy {accuracy[-1]:.2%}{load()}",
        flush=True,
    )
    return Outcome(tuple(seconds), tuple(accuracy))


def report(outcomes: dict[str, list[Outcome]], fitted: float) -> None:
    """Print the means over the seeds, and how each recipe's times compare, in two ways.

    Parameters
    ----------
    outcomes : by the recipe's name, one for each seed
    fitted : seconds an epoch of the published recipe by model.fit
    """
    goal = float(np.mean([outcome.accuracy[-1] for outcome in outcomes["published"]]))
    first: dict[str, float | None] = {}
    epochs = most = 0  # of the published recipe, until its mean is as good as at its end, and all
    for name, found in outcomes.items():
        curve = np.mean([outcome.accuracy for outcome in found], axis=0)
        times = np.median([outcome.seconds for outcome in found], axis=0)
        print(f"{name}: median {times[-1]:.1f} s, mean test accuracy {curve[-1]:.3%}")
        there = np.flatnonzero(curve >= goal)
        first[name] = float(times[there[0]]) if len(there) else None
        if name == "published":
            epochs, most = int(there[0]) + 1, len(curve)
        when = "never" if first[name] is None else f"after {first[name]:.1f} s"
        print(f"  mean over the seeds first at {goal:.3%} or above {when}")
    whole = {
        name: statistics.median(outcome.seconds[-1] for outcome in found)
        for name, found in outcomes.items()
    }
    for name in outcomes:
        reached, published = first[name], first["published"]
        there = f"{published / reached:.2f}" if published and reached else "never"
        print(
            f"{name}: whole trainings {whole['published'] / whole[name]:.2f} times faster, "
            f"to the published accuracy: {there} (aim: {AIM:g})"
        )
        by_keras = "never" if reached is None else f"{epochs * fitted / reached:.2f}"
        print(
            f"  than by model.fit, {fitted:.1f} s an epoch: whole trainings "
            f"{most * fitted / whole[name]:.2f} times, to the published accuracy {by_keras}"
        )
