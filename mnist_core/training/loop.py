"""The training loop: epochs of batches in a seeded order, interruptible between any two.

Knows nothing of Keras, runs or pages: it drives anything that can train a batch and evaluate.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from mnist_core.data.digits import Digits
from mnist_core.network.recipe import Recipe
from mnist_core.training.augmentation import written_anew
from mnist_core.training.batch_order import epoch_batches, epoch_digits, epoch_order
from mnist_core.training.distortion import distorted
from mnist_core.training.learning_rate import learning_rates
from mnist_core.training.outliers import NO_IMAGES, outliers
from mnist_core.training.run_protocol import BatchDone, EpochDone, RateChanged, Say, Score

NO_NUMBER = "The loss stopped being a number"
"""How the sentence of a run begins that failed so."""


class TrainingError(ValueError):
    """A training that cannot go on; the message says why and what to change."""


class Trains(Protocol):
    """What the loop needs of a trainer.

    ``certainty`` is looked at only where the hardest digits are to come again: of the last batch,
    before its step, the probability of each digit's right answer.
    """

    @property
    def certainty(self) -> np.ndarray: ...

    def train_batch(
        self,
        digits: Digits,
        learning_rate: float | None = None,
        outliers: np.ndarray = NO_IMAGES,
    ) -> Score: ...

    def evaluate(self, digits: Digits) -> Score: ...


class Position:
    """Where a training stands; the loop moves it on.

    Attributes
    ----------
    batches : batches done since the beginning
    seconds : time spent on them
    loss, accuracy : sums over the batches done of the epoch that is under way, each weighted by
        its share of a full batch: the last one of an epoch may be smaller
    factor : by what the planned learning rates are multiplied now
    best, best_epoch : the smallest loss on the validation digits and the epoch that ended with it,
        counted from 1; 0 while there is none. Early stopping alone keeps them
    waited : epochs since then
    certainty : how sure the network was of every digit when an epoch came to it first; kept where
        the hardest digits are to come again
    """

    def __init__(
        self,
        batches: int = 0,
        seconds: float = 0.0,
        loss: float = 0.0,
        accuracy: float = 0.0,
        factor: float = 1.0,
        best: float = float("inf"),
        best_epoch: int = 0,
        waited: int = 0,
        certainty: np.ndarray | None = None,
    ) -> None:
        self.batches = batches
        self.seconds = seconds
        self.loss = loss
        self.accuracy = accuracy
        self.factor = factor
        self.best = best
        self.best_epoch = best_epoch
        self.waited = waited
        self.certainty = np.empty(0, np.float32) if certainty is None else certainty

    @classmethod
    def of_state(cls, state: Mapping[str, Any]) -> Position:
        """The position in a saved state; one of an earlier version has not all of it."""
        found = {name: state[name] for name in vars(cls()) if name in state}
        return cls(**{name: it.copy() if it.ndim else it.item() for name, it in found.items()})

    def end_batch(self, score: Score, share: float, seconds: float) -> float:
        """Count a batch, by its share of a full one; the seconds spent so far, rounded."""
        self.seconds += seconds
        self.batches += 1
        self.loss += score.loss * share
        self.accuracy += score.accuracy * share
        return round(self.seconds, 4)

    def end_epoch(self, epoch: int, validation_loss: float) -> None:
        """Note whether an epoch was the best so far."""
        self.waited += 1
        if validation_loss < self.best:
            self.best, self.best_epoch, self.waited = validation_loss, epoch, 0


def augmented(batch: Digits, recipe: Recipe, seed: int, number: int, batches: int) -> Digits:
    """A batch as the recipe has it: as it is, or as it might have been written otherwise.

    The seed and the batch's number among all of the run decide how, so that an interrupted
    training goes on with the digits that it would have seen.
    """
    images = batch.images
    if recipe.augmentation != "none":
        random = np.random.default_rng([seed, 2, number])
        images = written_anew(images, batch.labels, random, number / batches)
    if recipe.distortions:
        images = distorted(images, np.random.default_rng([seed, 3, number]), **recipe.distortions)
    return batch if images is batch.images else Digits(images, batch.labels)


def first_batch(digits: Digits, recipe: Recipe, seed: int) -> tuple[Digits, Digits]:
    """The first batch of a run before and after augmentation, exactly as it is trained."""
    random = np.random.default_rng([seed, 1])
    places = next(epoch_order(recipe, len(digits), random, np.empty(0)))
    batches = int(recipe.epochs) * epoch_batches(recipe, len(digits))
    return digits[places], augmented(digits[places], recipe, seed, 0, batches)


def added_outliers(recipe: Recipe, seed: int, number: int, images: np.ndarray) -> np.ndarray:
    """What a batch of these digits, as they are, ends with that is none: uint8 (n, 28, 28)."""
    count = round(recipe.outliers * len(images))
    return outliers(count, images, np.random.default_rng([seed, 4, number]))


def train(
    trainer: Trains,
    recipe: Recipe,
    seed: int,
    training: Digits,
    validation: Digits,
    report: Say,
    permit: Callable[[int], bool] = lambda batches: True,
    position: Position | None = None,
    asked_factor: Callable[[], float | None] = lambda: None,
) -> bool:
    """Train for the epochs of the recipe, reporting every batch and every epoch.

    With early stopping it ends where ``position.waited`` reaches the recipe's patience; whoever
    keeps the weights of ``position.best_epoch`` then gives them back.

    Parameters
    ----------
    trainer : trains a batch, evaluates
    recipe, seed : the hyperparameters, and what decides the order of the digits
    training, validation : digits to learn from, and digits to look at after every epoch
    report : gets a ``BatchDone`` for every batch and an ``EpochDone`` for every epoch
    permit : asked before every batch with the number done; may wait; False ends the training
    position : where to begin; kept up to date
    asked_factor : asked before every batch: by what to multiply the planned learning rates from
        here on; None for no wish

    Returns
    -------
    True when all epochs were done, or as many as early stopping lets it do; False when ``permit``
    ended it before.

    Raises
    ------
    TrainingError
        When the loss is no longer a number.
    """
    position = position or Position()
    random = np.random.default_rng([seed, 1])
    if recipe.hardest_again and not len(position.certainty):
        position.certainty = np.ones(len(training), np.float32)
    size, epochs = int(recipe.batch_size), int(recipe.epochs)
    first_time, per_epoch = -(-len(training) // size), epoch_batches(recipe, len(training))
    rates = learning_rates(recipe, epochs * per_epoch)
    for epoch in range(1, epochs + 1):
        if recipe.patience and position.waited >= recipe.patience:
            return True
        order = epoch_order(recipe, len(training), random, position.certainty)
        for number, places in enumerate(order, start=1):  # drawn for epochs already done too
            done = (epoch - 1) * per_epoch + number - 1
            if done < position.batches:
                continue
            if not permit(done):
                return False
            factor = asked_factor()
            if factor is not None and factor != position.factor:
                position.factor = factor
                report(RateChanged(done, factor))
            begun = time.perf_counter()
            rate = float(rates[done]) * position.factor
            drawn = training[places]
            batch = augmented(drawn, recipe, seed, done, len(rates))
            unlike = added_outliers(recipe, seed, done, drawn.images)
            score = trainer.train_batch(batch, rate, unlike)
            if not np.isfinite(score.loss):
                raise TrainingError(
                    f"{NO_NUMBER} in epoch {epoch}, batch {number}: "
                    f"the steps were too long; try a tenth of the learning rate."
                )
            if recipe.hardest_again and number <= first_time:
                position.certainty[places] = trainer.certainty
            seconds = position.end_batch(score, len(places) / size, time.perf_counter() - begun)
            report(BatchDone(epoch, number, per_epoch, score.loss, score.accuracy, seconds, rate))
            if number == per_epoch:
                full_batches = epoch_digits(recipe, len(training)) / size
                ended = _end_epoch(trainer, validation, position, epoch, full_batches)
                if recipe.patience:
                    position.end_epoch(epoch, ended.validation_loss)
                report(ended)
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
