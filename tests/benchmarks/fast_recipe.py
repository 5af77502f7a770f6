"""Our fast recipe against the published one: seconds of training, and what is reached with them.

Baselines: keras_cnn as published, by the app's own loop, and as its document runs it, by Keras'
model.fit: of that two epochs are timed for each of two seeds, for its steps are the same and so are
the accuracies (tests hold them to each other). All train in this process on the full MNIST in
float32, five seeds each, in turn; the fast one also in bfloat16 where a machine is faster with it.
Seconds are those of training and validation, without the import of TensorFlow; processor seconds,
of all threads, say the same where the machine has other work. Test digits are read after every
epoch, off the clock, and choose nothing.
"""

import os
import statistics
import sys
import time
from dataclasses import dataclass

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
FITTED, FITTED_SEEDS = 2, (1, 5)  # epochs of model.fit that are timed, and for which seeds


@dataclass(frozen=True)
class Outcome:
    """Seconds since the beginning, of the clock and of the processor, and test accuracy.

    All after every epoch.
    """

    seconds: tuple[float, ...]
    processor: tuple[float, ...]
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
    }
    if precision != FLOAT32:
        recipes["fast, bfloat16"] = (FAST, precision)
    outcomes: dict[str, list[Outcome]] = {name: [] for name in recipes}
    fits = []
    for seed in SEEDS:
        if seed in FITTED_SEEDS:
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
    seconds, processor, accuracy = [], [], []
    reading, begun = 0.0, time.process_time()  # of the test digits

    def keep(event: Event) -> None:
        nonlocal reading
        if isinstance(event, EpochDone):
            seconds.append(event.seconds)
            spent = time.process_time()
            processor.append(spent - begun - reading)
            accuracy.append(trainer.evaluate(dataset.test).accuracy)
            reading += time.process_time() - spent

    loop.train(trainer, recipe, seed, training_digits(dataset), dataset.validation, keep)
    print(
        f"  {name}, seed {seed}: {seconds[-1]:.1f} s ({processor[-1]:.1f} s of processors), "
        f"test accuracy {accuracy[-1]:.2%}{load()}",
        flush=True,
    )
    return Outcome(tuple(seconds), tuple(processor), tuple(accuracy))


def report(outcomes: dict[str, list[Outcome]], fitted: float) -> None:
    """Print the means over the seeds, and how each recipe's times compare.

    Parameters
    ----------
    outcomes : by the recipe's name, one for each seed
    fitted : seconds an epoch of the published recipe by model.fit
    """
    goal = float(np.mean([outcome.accuracy[-1] for outcome in outcomes["published"]]))
    published = Curve(outcomes["published"])
    epochs, most = published.first(goal), len(published.accuracy)
    print(f"published: {goal:.3%} at its end, first reached after {epochs} of {most} epochs")
    for name, found in outcomes.items():
        curve = Curve(found)
        done = curve.first(goal)
        print(
            f"{name}: {curve.seconds[-1]:.1f} s, {curve.processor[-1]:.1f} s of processors, "
            f"mean test accuracy {curve.accuracy[-1]:.3%}, to {goal:.3%} "
            + (f"{curve.seconds[done - 1]:.1f} s" if done else "never")
        )
        if not done or name == "published":
            continue
        by_fit = fitted * np.arange(1, most + 1)
        for title, ours, theirs in (
            ("by the clock", curve.seconds, published.seconds),
            ("by the processor's time", curve.processor, published.processor),
            ("by the clock, than model.fit", curve.seconds, by_fit),
        ):
            whole, first = theirs[-1], theirs[epochs - 1]
            print(
                f"  {title}: whole trainings {whole / ours[-1]:.2f} times faster, "
                f"to the published accuracy {first / ours[done - 1]:.2f} (aim: {AIM:g})"
            )


class Curve:
    """What a recipe does over its epochs: medians of its times and means of its accuracies."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.seconds = np.median([it.seconds for it in outcomes], axis=0)
        self.processor = np.median([it.processor for it in outcomes], axis=0)
        self.accuracy = np.mean([it.accuracy for it in outcomes], axis=0)

    def first(self, goal: float) -> int:
        """After how many epochs the mean is as good as that; 0 for never."""
        there = np.flatnonzero(self.accuracy >= goal)
        return int(there[0]) + 1 if len(there) else 0
