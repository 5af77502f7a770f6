"""A tutor that computes: what the figures of a run say should be tried next.

Each hint is a rule on figures, says these figures, and names the change that the rule suggests.
Where no rule holds there is no hint. The rules look at training and validation digits only: test
digits choose nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from mnist_core.network.forward import Network
from mnist_core.network.layers import Conv2D, Dense, ReLU
from mnist_core.network.recipe import SETTINGS, Recipe
from mnist_core.training.history import History, smooth
from mnist_core.training.loop import NO_NUMBER
from mnist_core.training.run_protocol import RunResult, RunState

RISEN = 1.25
"""A smoothed loss rises where it comes to so many times what it was before the first step."""
ENOUGH_BATCHES = 20
"""Batches before which a rising loss may be chance, or soon be over."""
GAP, GAP_RATIO = 0.03, 2.0
"""Of the shares read right, and of the losses, from which on digits are learnt by heart."""
PAST_BEST, MEANWHILE = 1.1, 0.9
"""So many times its best the validation loss has to be, and the training loss what it was then."""
FLAT_EPOCHS, FLAT = 4, 0.03
"""Epochs over which neither loss has fallen by this share: a plateau."""
STILL_FALLING = 0.05
"""Share by which the validation loss falls in an epoch that should not have been the last."""
FALLING_SLOWLY = 0.01
"""The same where an epoch has few steps."""
FEW_STEPS, WANTED_STEPS = 20, 50
"""Steps an epoch that are few, and how many a hint asks for."""


@dataclass(frozen=True)
class Hint:
    """One hint: what is the matter, the figures that say so, and what to try.

    Attributes
    ----------
    name : of the rule, such as "rate too high"
    finding : what is the matter, one sentence
    why : the figures, one sentence
    change : the settings of a new run that differ from this one's, by name
    """

    name: str
    finding: str
    why: str
    change: Mapping[str, Any]

    @property
    def advice(self) -> str:
        """The change in words: "Learning rate 0.0001"."""
        return ", ".join(_in_words(name, value) for name, value in self.change.items())


def _in_words(name: str, value: Any) -> str:
    setting = SETTINGS[name]
    said = setting.choices[value] if setting.choices else f"{value:g}"
    return f"{setting.title} {said}"


@dataclass(frozen=True)
class Observed:
    """What the rules look at.

    Attributes
    ----------
    recipe : of the run
    history : of the run so far
    digits : how many it trains on
    result : how it ended; None while it has not
    dead : by name of a convolution, its filters that answered to no digit (``dead_filters``)
    """

    recipe: Recipe
    history: History
    digits: int
    result: RunResult | None = None
    dead: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def finished(self) -> bool:
        """Whether it has had all its epochs, and was not stopped early by itself."""
        done = self.result is not None and self.result.state == RunState.FINISHED
        return done and self.history.epochs == int(self.recipe.epochs)


def hints(observed: Observed) -> tuple[Hint, ...]:
    """What the rules find, the most pressing first; a loss that explodes silences all others."""
    for rule in (_no_number, _rising):
        if (found := rule(observed)) is not None:
            return (found,)
    found = (rule(observed) for rule in _RULES)
    return tuple(hint for hint in found if hint is not None)


def dead_filters(network: Network, images: np.ndarray) -> dict[str, tuple[int, ...]]:
    """The filters whose answer is 0 everywhere, for every digit: they cannot learn any more.

    Parameters
    ----------
    network : as trained
    images : uint8 array of shape (n, 28, 28); with few digits a filter may only seem dead

    Returns
    -------
    By name of the convolution, the filters that stay at 0 behind its ReLU, counted from 0; without
    the convolutions that have none.
    """
    found, convolution = {}, ""
    outputs = network.forward(images)
    next(outputs)  # what comes into the first layer
    for layer, output in zip(network.architecture.layers, outputs, strict=True):
        if isinstance(layer, Conv2D):
            convolution = layer.name
        elif isinstance(layer, Dense):
            convolution = ""
        elif isinstance(layer, ReLU) and convolution:
            silent = (output == 0).all(axis=(0, 1, 2))  # (filters,)
            if silent.any():
                found[convolution] = tuple(np.flatnonzero(silent).tolist())
            convolution = ""
    return found


def _no_number(seen: Observed) -> Hint | None:
    result = seen.result
    if result is None or not result.reason.startswith(NO_NUMBER):
        return None
    done = f"after {seen.history.batches:,} batches, the last with learning rate"
    why = f"It stopped being a number {done} {_rate(seen):.2g}."
    return Hint("rate too high", "The loss exploded: the steps were too long.", why, _slower(seen))


def _rising(seen: Observed) -> Hint | None:
    losses = seen.history.batch_loss
    if len(losses) < ENOUGH_BATCHES:
        return None
    smoothed = smooth(losses, seen.history.span)
    peak = int(smoothed[ENOUGH_BATCHES - 1 :].argmax()) + ENOUGH_BATCHES - 1
    first = losses[0]
    if smoothed[peak] < RISEN * first:
        return None
    why = (
        f"It was {first:.2f} before the first step and {smoothed[peak]:.2f} after {peak + 1:,} "
        f"steps, smoothed over {seen.history.span}."
    )
    return Hint("rate too high", "The loss rose: the steps are too long.", why, _slower(seen))


def _rate(seen: Observed) -> float:
    return seen.history.rate or seen.recipe.learning_rate


def _slower(seen: Observed) -> dict[str, Any]:
    rate = max(seen.recipe.learning_rate / 10, SETTINGS["learning_rate"].low)
    return {"learning_rate": float(f"{rate:.3g}")}


def _dead(seen: Observed) -> Hint | None:
    if not seen.dead:
        return None
    named = [
        f"{layer}: filter{'s' * (len(which) > 1)} {', '.join(map(str, which))}"
        for layer, which in seen.dead.items()
    ]
    many = sum(map(len, seen.dead.values()))
    finding = "Some filters are dead: long steps, early above all, can push them below 0 for good."
    why = f"{many} answer{'s' * (many == 1)} 0 everywhere, for every digit asked: "
    begun_gently = seen.recipe.schedule == "one_cycle"
    change = _slower(seen) if begun_gently else {"schedule": "one_cycle"}
    return Hint("dead filters", finding, why + "; ".join(named) + ".", change)


def _past_best(seen: Observed) -> Hint | None:
    history, patience = seen.history, seen.recipe.patience
    if history.epochs < 3 or patience:
        return None
    validation, training = history.validation_loss, history.training_loss
    best = int(validation.argmin())
    rose = validation[-1] > PAST_BEST * validation[best]
    if not (rose and training[-1] < MEANWHILE * training[best]):
        return None
    why = (
        f"The validation loss was smallest after epoch {best + 1}, {validation[best]:.4f}, and is "
        f"{validation[-1]:.4f} now; the training loss fell from {training[best]:.4f} to "
        f"{training[-1]:.4f} meanwhile."
    )
    finding = "It has gone on past its best: stop early, and take the best weights back."
    return Hint("past its best", finding, why, {"patience": 3})


def _gap(seen: Observed) -> Hint | None:
    history, recipe = seen.history, seen.recipe
    if history.epochs < 2 or recipe.distortions or recipe.augmentation != "none":
        return None
    training, validation = history.training_accuracy[-1], history.validation_accuracy[-1]
    ratio = history.validation_loss[-1] / max(history.training_loss[-1], 1e-12)
    if training - validation < GAP or ratio < GAP_RATIO:
        return None
    why = (
        f"It reads {training:.1%} of its training digits right and {validation:.1%} of the "
        f"validation digits; their loss is {ratio:.1f} times as large."
    )
    finding = "It learns its digits by heart: show each of them differently every time."
    return Hint("gap", finding, why, {"rotation": 10.0, "shift": 1.0, "zoom": 0.1})


def _plateau(seen: Observed) -> Hint | None:
    history, recipe = seen.history, seen.recipe
    if history.epochs <= FLAT_EPOCHS or recipe.schedule != "constant":
        return None
    validation, training = history.validation_loss, history.training_loss
    before, since = validation[:-FLAT_EPOCHS].min(), validation[-FLAT_EPOCHS:].min()
    learnt = 1 - training[-1] / training[-FLAT_EPOCHS - 1]
    if since < (1 - FLAT) * before or learnt >= FLAT:
        return None
    why = (
        f"In the last {FLAT_EPOCHS} epochs the validation loss has not gone below {since:.4f} "
        f"({before:.4f} before), and the training loss went from "
        f"{training[-FLAT_EPOCHS - 1]:.4f} to {training[-1]:.4f}."
    )
    finding = "It is on a plateau: let the learning rate fall, so that it can settle."
    return Hint("plateau", finding, why, {"schedule": "cosine"})


def _fall(history: History) -> float:
    """Share by which the validation loss fell in the last epoch, below all before; else 0."""
    losses = history.validation_loss
    return max(1 - losses[-1] / losses[:-1].min(), 0.0) if len(losses) > 1 else 0.0


def _few_steps(seen: Observed) -> Hint | None:
    history, size = seen.history, int(seen.recipe.batch_size)
    fall, low = _fall(history), int(SETTINGS["batch_size"].low)
    if not seen.finished or history.batches_per_epoch >= FEW_STEPS or fall < FALLING_SLOWLY:
        return None
    smaller = max(2 ** int(np.log2(max(seen.digits / WANTED_STEPS, low))), low)
    if smaller >= size:
        return None
    why = (
        f"{seen.digits:,} digits in batches of {size} are {history.batches_per_epoch} steps an "
        f"epoch, {history.batches:,} in all, and the validation loss still fell by {fall:.0%} in "
        f"the last epoch."
    )
    finding = "The batches are too large for so few digits: it takes too few steps."
    return Hint("batch too large", finding, why, {"batch_size": smaller})


def _too_early(seen: Observed) -> Hint | None:
    history, recipe = seen.history, seen.recipe
    epochs, most = int(recipe.epochs), int(SETTINGS["epochs"].high)
    if not seen.finished or recipe.schedule in ("one_cycle", "cosine") or epochs >= most:
        return None  # where the rate falls to nothing, so does the loss, and then it is over
    if (fall := _fall(history)) < STILL_FALLING or _few_steps(seen) is not None:
        return None
    losses = history.validation_loss
    why = (
        f"The validation loss fell by {fall:.0%} in the last epoch, from {losses[:-1].min():.4f} "
        f"to {losses[-1]:.4f}."
    )
    finding = "It was stopped too early: it was still learning."
    return Hint("stopped too early", finding, why, {"epochs": min(2 * epochs, most)})


_RULES: tuple[Callable[[Observed], Hint | None], ...] = (
    _dead,
    _past_best,
    _gap,
    _plateau,
    _few_steps,
    _too_early,
)
