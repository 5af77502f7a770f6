"""The training loop: epochs of batches in a seeded order, interruptible between any two.

Knows nothing of Keras, runs or pages: it drives anything that can train a batch and evaluate.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import numpy as np

from mnist_core.data.digits import Digits
from mnist_core.network.recipe import Recipe
from mnist_core.training.augmentation import written_anew
from mnist_core.training.learning_rate import learning_rates
from mnist_core.training.run_protocol import BatchDone, EpochDone, Say, Score


class TrainingError(ValueError):
    """A training that cannot go on; the message says why and what to change."""


class Trains(Protocol):
    """What the loop needs of a trainer."""

    def train_batch(self, digits: Digits, learning_rate: float | None = None) -> Score: ...

    def evaluate(self, digits: Digits) -> Score: ...


class Position:
    """Where a training stands; the loop moves it on.

    Attributes
    ----------
    batches : batches done since the beginning
    seconds : time spent on them
    loss, accuracy : sums over the batches done of the epoch that is under way, each weighted by
        its share of a full batch: the last one of an epoch may be smaller
    """

    def __init__(
        self, batches: int = 0, seconds: float = 0.0, loss: float = 0.0, accuracy: float = 0.0
    ) -> None:
        self.batches = batches
        self.seconds = seconds
        self.loss = loss
        self.accuracy = accuracy


def batch_order(digits: int, size: int, random: np.random.Generator) -> list[np.ndarray]:
    """The places of one epoch's digits, batch by batch; the last batch may be smaller."""
    order = random.permutation(digits)
    return [order[start : start + size] for start in range(0, digits, size)]


def augmented(batch: Digits, recipe: Recipe, seed: int, number: int, batches: int) -> Digits:
    """A batch as the recipe has it: as it is, or as other hands might have written it.

    The seed and the batch's number among all of the run decide how, so that an interrupted
    training goes on with the digits that it would have seen.
    """
    if recipe.augmentation == "none":
        return batch
    random = np.random.default_rng([seed, 2, number])
    images = written_anew(batch.images, batch.labels, random, number / batches)
    return Digits(images, batch.labels)


def train(
    trainer: Trains,
    recipe: Recipe,
    seed: int,
    training: Digits,
    validation: Digits,
    report: Say,
    permit: Callable[[int], bool] = lambda batches: True,
    position: Position | None = None,
) -> bool:
    """Train for the epochs of the recipe, reporting every batch and every epoch.

    Parameters
    ----------
    trainer : trains a batch, evaluates
    recipe, seed : the hyperparameters, and what decides the order of the digits
    training, validation : digits to learn from, and digits to look at after every epoch
    report : gets a ``BatchDone`` for every batch and an ``EpochDone`` for every epoch
    permit : asked before every batch with the number done; may wait; False ends the training
    position : where to begin; kept up to date

    Returns
    -------
    True when all epochs were done, False when ``permit`` ended it before.

    Raises
    ------
    TrainingError
        When the loss is no longer a number.
    """
    position = position or Position()
    random = np.random.default_rng([seed, 1])
    size, epochs = int(recipe.batch_size), int(recipe.epochs)
    per_epoch = -(-len(training) // size)
    rates = learning_rates(recipe, epochs * per_epoch)
    for epoch in range(1, epochs + 1):
        order = batch_order(len(training), size, random)  # drawn for epochs already done too
        for number, places in enumerate(order, start=1):
            done = (epoch - 1) * per_epoch + number - 1
            if done < position.batches:
                continue
            if not permit(done):
                return False
            begun = time.perf_counter()
            rate = float(rates[done])
            batch = augmented(training[places], recipe, seed, done, len(rates))
            score = trainer.train_batch(batch, rate)
            if not np.isfinite(score.loss):
                raise TrainingError(
                    f"The loss stopped being a number in epoch {epoch}, batch {number}: "
                    f"the steps were too long; try a tenth of the learning rate."
                )
            position.seconds += time.perf_counter() - begun
            position.batches += 1
            position.loss += score.loss * len(places) / size
            position.accuracy += score.accuracy * len(places) / size
            seconds = round(position.seconds, 4)
            report(BatchDone(epoch, number, per_epoch, score.loss, score.accuracy, seconds, rate))
            if number == per_epoch:
                full_batches = len(training) / size
                report(_end_epoch(trainer, validation, position, epoch, full_batches))
    return True


def _end_epoch(
    trainer: Trains, validation: Digits, position: Position, epoch: int, full_batches: float
) -> EpochDone:
    begun = time.perf_counter()
    reached = trainer.evaluate(validation)
    position.seconds += time.perf_counter() - begun
    loss, accuracy = position.loss / full_batches, position.accuracy / full_batches
    position.loss = position.accuracy = 0.0
    seconds = round(position.seconds, 4)
    return EpochDone(epoch, loss, accuracy, reached.loss, reached.accuracy, seconds)
