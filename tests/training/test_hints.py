"""Hints on real runs: small ones trained here, and those of the shipped networks, recorded."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mnist_core.data.embedded import held_out_digits
from mnist_core.data.sources import embedded_digits
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.recipe import Recipe
from mnist_core.training import loop
from mnist_core.training.config import TrainingConfig
from mnist_core.training.hints import Observed, dead_filters, hints
from mnist_core.training.history import shipped_history
from mnist_core.training.progress import ProgressReader
from mnist_core.training.run_protocol import RunResult, RunState, to_line
from tests.training.small_trainer import LINEAR, Trainer

DIGITS = embedded_digits()
FINISHED = RunResult(RunState.FINISHED)


def trained(folder: Path, digits: int, **recipe) -> Observed:
    """A real run of softmax regression, and what is on record of it."""
    asked, path = Recipe(**recipe), folder / "progress.jsonl"
    trainer, result = Trainer(TrainingConfig(LINEAR, asked, seed=1)), FINISHED
    with path.open("w") as file:
        try:
            loop.train(
                *(trainer, asked, 1, DIGITS[:digits], DIGITS[3_000:3_500]),
                lambda event: file.write(to_line(event) + "\n"),
            )
        except loop.TrainingError as error:
            result = RunResult(RunState.FAILED, reason=str(error))
    return Observed(asked, ProgressReader(path).read(), digits, result)


def shipped(id: str) -> Observed:
    return Observed(ARCHITECTURES[id].recipe, shipped_history(id), 54_000, FINISHED)


def found(observed: Observed) -> dict:
    return {hint.name: hint for hint in hints(observed)}


CASES = {
    "rate too high": (300, {"epochs": 3, "learning_rate": 1.0, "batch_size": 8}),
    "gap": (300, {"epochs": 20, "learning_rate": 0.1, "batch_size": 16}),
    "stopped too early": (2_000, {"epochs": 2, "learning_rate": 0.01, "batch_size": 64}),
    "batch too large": (300, {"epochs": 5, "learning_rate": 0.05, "batch_size": 256}),
}
CHANGES = {
    "rate too high": {"learning_rate": 0.1},
    "gap": {"rotation": 10.0, "shift": 1.0, "zoom": 0.1},
    "stopped too early": {"epochs": 4},
    "batch too large": {"batch_size": 8},
}


@pytest.mark.parametrize("name", CASES)
def test_a_run_gets_the_hint_that_it_needs_and_no_other(tmp_path, name):
    digits, recipe = CASES[name]
    observed = trained(tmp_path, digits, **recipe)
    (hint,) = hints(observed)
    assert (hint.name, hint.change) == (name, CHANGES[name])
    replace(observed.recipe, **hint.change)  # the change is within bounds


@pytest.mark.parametrize(
    ("digits", "recipe"),
    [
        (2_000, {"epochs": 12, "learning_rate": 0.1, "batch_size": 32}),
        (2_000, {"epochs": 8, "learning_rate": 0.1, "batch_size": 32, "schedule": "cosine"}),
    ],
)
def test_a_run_that_went_well_gets_none(tmp_path, digits, recipe):
    assert hints(trained(tmp_path, digits, **recipe)) == ()


@pytest.mark.parametrize(
    ("id", "names"),
    [
        ("robust_cnn", ["past its best"]),
        ("classic_cnn", []),
        ("wide_cnn", ["stopped too early"]),
        ("mlp", ["stopped too early"]),
        ("keras_cnn", ["past its best"]),
    ],
)
def test_what_the_recorded_trainings_of_the_shipped_networks_say(id, names):
    assert [hint.name for hint in hints(shipped(id))] == names


def test_why_says_the_figures_of_the_history():
    observed = shipped("keras_cnn")
    losses, why = observed.history.validation_loss, found(observed)["past its best"].why
    assert f"after epoch {losses.argmin() + 1}, {losses.min():.4f}, and is {losses[-1]:.4f}" in why
    observed = shipped("mlp")
    losses = observed.history.validation_loss
    why = found(observed)["stopped too early"].why
    assert f"by {1 - losses[-1] / losses[-2]:.0%} in the last epoch, from {losses[-2]:.4f}" in why


def test_past_its_best_is_not_said_with_patience_or_where_the_training_loss_rises_too():
    """With patience, or while the training loss rises with it, the rule is silent."""
    observed = shipped("keras_cnn")
    assert not found(replace(observed, recipe=replace(observed.recipe, patience=3)))
    rising = replace(observed.history, training_loss=observed.history.training_loss[::-1])
    assert "past its best" not in found(replace(observed, history=rising))


def test_a_loss_that_stopped_being_a_number_is_told_from_other_failures(tmp_path):
    steps = {"epochs": 2, "learning_rate": 1.0, "batch_size": 8}
    observed = trained(tmp_path, 300, **steps)
    with pytest.raises(loop.TrainingError) as raised:
        loop.train(NoNumber(), observed.recipe, 1, DIGITS[:300], DIGITS[300:400], lambda event: 0)
    failed = RunResult(RunState.FAILED, reason=str(raised.value))
    (hint,) = hints(replace(observed, result=failed))
    assert hint.change == {"learning_rate": 0.1} and "exploded" in hint.finding
    assert f"after {observed.history.batches} batches" in hint.why
    full = RunResult(RunState.FAILED, reason="The run's folder cannot be written.")
    (hint,) = hints(replace(observed, result=full))
    assert "exploded" not in hint.finding


def test_a_jump_that_is_soon_over_is_no_rising_loss():
    """The recorded loss of a shipped network, with two early batches that were much worse."""
    observed = shipped("classic_cnn")
    losses = observed.history.batch_loss.copy()
    losses[1:3] = 10.0
    assert hints(replace(observed, history=replace(observed.history, batch_loss=losses))) == ()
    losses[1:60] = 10.0
    (hint,) = hints(replace(observed, history=replace(observed.history, batch_loss=losses)))
    assert hint.name == "rate too high" and f"It was {losses[0]:.2f} before" in hint.why


class NoNumber:
    """Its loss is none from the first batch on."""

    def train_batch(self, digits, learning_rate=None, outliers=()):
        return loop.Score(float("nan"), 0.1, len(digits))


def test_a_plateau_is_flat_in_both_losses(tmp_path):
    observed = shipped("mlp")
    flat = np.full(10, 0.2)
    history = replace(observed.history, validation_loss=flat, training_loss=flat)
    plateau = found(replace(observed, history=history))["plateau"]
    assert plateau.change == {"schedule": "cosine"} and "0.2000" in plateau.why
    falling = replace(history, training_loss=0.2 * 0.9 ** np.arange(10))
    assert "plateau" not in found(replace(observed, history=falling))
    for schedule in ("cosine", "step", "one_cycle"):  # there the rate has fallen already
        recipe = replace(observed.recipe, schedule=schedule)
        assert "plateau" not in found(Observed(recipe, history, 54_000, FINISHED))


def test_before_there_are_figures_there_is_no_hint(tmp_path):
    nothing = ProgressReader(tmp_path / "none").read()
    assert hints(Observed(Recipe(), nothing, 300)) == ()
    going_on = replace(shipped("mlp"), result=None)
    assert hints(going_on) == ()  # it may still have epochs to come


def test_dead_filters_are_those_that_cannot_answer():
    """Two filters of a shipped network are shut by their bias; one of another layer was dead."""
    network, images = Network.load("keras_cnn"), held_out_digits().images[:300]
    before = dead_filters(network, images)
    weights = {name: array.copy() for name, array in network.weights.items()}
    weights["conv1/bias"][[3, 17]] = -100.0
    shut = dead_filters(Network(network.architecture, weights), images)
    assert shut["conv1"] == (3, 17) and "conv1" not in before
    observed = replace(shipped("robust_cnn"), dead={"conv1": (3, 17), "conv2": (5,)})
    (hint,) = (it for it in hints(observed) if it.name == "dead filters")
    assert hint.why == (
        "3 answer 0 everywhere, for every digit asked: conv1: filters 3, 17; conv2: filter 5."
    )
    assert hint.change == {"learning_rate": 0.0004}  # its one cycle begins gently already
    assert dead_filters(Network.load("mlp"), images) == {}
