"""Whole runs in their folders, without a process of their own."""

import errno
import shutil
from pathlib import Path

import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import Dense, Flatten, Softmax
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.training import checkpoints, runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.continuation import continue_run
from mnist_core.training.run_folder import CONFIG, RunError
from mnist_core.training.run_protocol import BatchDone, DigitsUsed, EpochDone, RunResult, RunState
from mnist_core.training.run_status import ATTEMPTS
from mnist_core.training.run_training import train_run
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR


def ask(architecture=LINEAR, **recipe):
    return runs.create_run(TrainingConfig(architecture, Recipe(**recipe), seed=1, examples=300))


def train(run, *arguments, **named):
    """Train it without TensorFlow: what a folder holds does not depend on what computes it."""
    return train_run(run, *arguments, **named, backend=small_trainer)


@pytest.mark.parametrize("outliers", [0.0, 0.1])
def test_a_run_with_outliers_leaves_networks_that_know_what_is_no_digit(home, outliers):
    run = ask(epochs=1, batch_size=64, outliers=outliers)
    train(run)
    moments = checkpoints.kept(run.path)
    assert len(moments) > 2
    files = [run.weights_path, *(checkpoints.checkpoint_path(run.path, it) for it in moments)]
    assert {Network.load(it).knows_none for it in files} == {bool(outliers)}


@pytest.mark.trainer
def test_a_finished_run_holds_its_network_history_and_result(home):
    run = ask(ARCHITECTURES["mlp"], epochs=2, batch_size=64)
    result = train_run(run)
    assert run.state == RunState.FINISHED
    assert run.result == result
    assert run.history.epochs == 2 and run.history.batches == 10
    assert result.data == DigitsUsed("embedded", training=300, validation=500)
    dataset = load_dataset()
    probabilities = Network.load(run.weights_path).predict(dataset.test.images)
    accuracy = (probabilities.argmax(axis=1) == dataset.test.labels).mean()
    assert result.test.accuracy == pytest.approx(accuracy)
    assert result.test.name == "held-out training digits"
    assert result.seconds > 0 and set(result.versions) >= {"tensorflow", "keras", "numpy"}


@pytest.mark.trainer
def test_a_failure_is_written_down(home):
    linear = Architecture(
        id="linear",
        title="Linear",
        layers=(Flatten(), Dense(64), Dense(64), Dense(10), Softmax()),
    )
    recipe = Recipe("sgd", learning_rate=1.0, momentum=0.9, batch_size=8, epochs=20)
    run = runs.create_run(TrainingConfig(linear, recipe, examples=300))
    result = train_run(run)
    assert run.state == RunState.FAILED
    assert "tenth of the learning rate" in result.reason


def test_a_stopped_run_keeps_what_it_has_and_never_opens_the_test_digits(home):
    run = ask(epochs=50, batch_size=64)
    result = train(run, lambda event: event.epoch == 2 and run.request_stop())
    assert run.state == RunState.STOPPED
    assert result.epochs == 1
    assert run.weights_path is not None
    assert result.test is None


def test_a_broken_config_fails_with_a_sentence(home):
    run = ask()
    (run.path / CONFIG).write_text("{")
    assert "cannot be read" in train(run).reason


def test_checkpoints_are_networks_at_their_moments(home):
    run = ask(epochs=2, batch_size=64)
    train(run)
    assert checkpoints.kept(run.path) == checkpoints.moments(10)
    first, last = (
        Network.load(checkpoints.checkpoint_path(run.path, batches)) for batches in (0, 10)
    )
    initial = Network.initialise(LINEAR, 1)
    for name, array in first.weights.items():
        np.testing.assert_array_equal(array, initial.weights[name])
    final = Network.load(run.weights_path)
    for name, array in last.weights.items():
        np.testing.assert_array_equal(array, final.weights[name])


@pytest.mark.parametrize(
    ("architecture", "backend", "again"),
    [
        (LINEAR, small_trainer, 0),
        (LINEAR, small_trainer, 3),
        pytest.param(ARCHITECTURES["mlp"], None, 0, marks=pytest.mark.trainer),
    ],
)
def test_a_paused_run_is_put_aside_for_others_and_goes_on_as_if_nothing_had_been(
    home, architecture, backend, again
):
    """Also where the hardest digits come again, and it is between two of these batches."""
    whole, parted = (
        ask(architecture, epochs=2, batch_size=64, hardest_again=again) for _ in range(2)
    )
    train_run(whole, backend=backend)
    parted.go_on(until=3)
    assert train_run(parted, others_wait=lambda: True, backend=backend) is None
    assert parted.state == RunState.PAUSED and parted.paused_at == 3
    assert parted.history.batches == 3
    parted.go_on(until=7)  # to the second batch of the second epoch, or of the hardest again
    assert parted.state == RunState.QUEUED
    train_run(parted, others_wait=lambda: True, backend=backend)
    assert parted.history.batches == 7 and parted.history.epochs == 7 // (5 + again)
    parted.go_on()
    assert train_run(parted, backend=backend).state == RunState.FINISHED
    np.testing.assert_allclose(parted.history.batch_loss, whole.history.batch_loss, atol=1e-5)
    np.testing.assert_allclose(
        parted.history.validation_loss, whole.history.validation_loss, atol=1e-5
    )
    np.testing.assert_allclose(parted.history.training_loss, whole.history.training_loss, atol=1e-5)
    assert parted.paused_at is None


def test_a_stopped_pause(home):
    run = ask(epochs=2, batch_size=64)
    run.go_on(until=3)
    train(run, others_wait=lambda: True)
    run.request_stop()
    assert run.state == RunState.STOPPED


def test_a_finished_run_continues_in_a_new_one(home):
    short, long = ask(epochs=1, batch_size=64), ask(epochs=3, batch_size=64)
    for run in (short, long):
        train(run)
    new = continue_run(short, more_epochs=2)
    assert new.id != short.id and new.state == RunState.QUEUED
    assert new.config.recipe.epochs == 3
    train(new)
    assert short.state == new.state == RunState.FINISHED
    assert short.history.epochs == 1 and new.history.epochs == 3
    np.testing.assert_allclose(new.history.batch_loss, long.history.batch_loss, atol=1e-5)
    assert new.result.interruptions == 0  # it was asked to go on: nothing died


def test_what_cannot_be_continued_is_one_sentence(home):
    with pytest.raises(RunError, match="goes on still"):
        continue_run(ask(epochs=1), 1)
    failed = ask(epochs=1)
    failed.write_result(RunResult(RunState.FAILED))
    with pytest.raises(RunError, match="left nothing to go on from"):
        continue_run(failed, 1)


def test_a_run_whose_trainer_dies_again_and_again_is_given_up(home):
    run = ask()
    run.write_count(ATTEMPTS, 3)
    assert run.state == RunState.INTERRUPTED
    assert "died 3 times" in train(run).reason
    assert run.state == RunState.FAILED


def test_deaths_before_the_last_saved_state_count_no_more(home):
    """Else a long run that is killed every few epochs would be given up though it advances."""
    run, seen = ask(epochs=2, batch_size=64), []
    run.write_count(ATTEMPTS, 2)
    train(run, lambda event: seen.append((type(event), run.attempts)))
    assert seen == [(BatchDone, 3)] * 5 + [(EpochDone, 1)] + [(BatchDone, 1)] * 5 + [(EpochDone, 1)]
    assert run.attempts == 0 and run.state == RunState.FINISHED


def test_a_disk_that_is_full_before_the_first_batch_is_the_runs_result(home, monkeypatch):
    run, write = ask(epochs=1), Path.write_bytes

    def full(path, data):
        if path.name.endswith(ATTEMPTS):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "No space left on device" in train(run).reason
    assert run.state == RunState.FAILED


def test_a_run_that_was_stopped_is_kept_where_it_ended_and_goes_on_from_there(home):
    stopped, long = ask(epochs=4, batch_size=16), ask(epochs=5, batch_size=16)
    assert 18 not in checkpoints.moments(4 * 19)
    train(stopped, lambda event: getattr(event, "batch", 0) == 18 and stopped.request_stop())
    assert stopped.history.batches == 18 and stopped.history.epochs == 0
    assert checkpoints.kept(stopped.path)[-1] == 18
    last = Network.load(checkpoints.checkpoint_path(stopped.path, 18))
    for name, array in Network.load(stopped.weights_path).weights.items():
        np.testing.assert_array_equal(array, last.weights[name])
    new = continue_run(stopped, more_epochs=1)
    assert new.history.batches == 18 and new.continues == stopped.id
    train(new)
    train(long)
    np.testing.assert_allclose(new.history.batch_loss, long.history.batch_loss, atol=1e-5)


def test_weights_later_than_the_state_are_not_the_new_runs(home):
    run = ask(epochs=2, batch_size=64)
    train(run)
    state = checkpoints.load_state(run.path)
    checkpoints.save_state(run.path, state | {"batches": np.array(4)})
    new = continue_run(run, more_epochs=1)
    assert checkpoints.kept(new.path) == (0, 1, 2, 3, 4)
    assert new.weights_path is None


def test_a_full_disk_leaves_no_half_continued_run(home, monkeypatch):
    run = ask(epochs=1, batch_size=64)
    train(run)

    def full(old, new):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        continue_run(run, more_epochs=1)
    assert [path.name for path in runs.runs_directory().iterdir()] == [run.id]


STEEP = {"learning_rate": 0.5, "batch_size": 16}  # 300 digits are learnt by heart


def test_early_stopping_gives_back_exactly_the_weights_of_the_best_epoch(home):
    run = ask(epochs=30, patience=3, **STEEP)
    result, losses = train(run), run.history.validation_loss
    best = int(losses.argmin()) + 1
    assert run.history.best_epoch == best and len(losses) == best + 3 < 30
    assert result.validation.loss == pytest.approx(losses[best - 1], rel=1e-6)
    short = ask(epochs=best, **STEEP)  # the same run, to the best epoch and no further
    train(short)
    found, expected = (Network.load(it.weights_path).weights for it in (run, short))
    for name, array in found.items():
        np.testing.assert_array_equal(array, expected[name])
    newer = continue_run(run, 5)  # a wish for more epochs: it waits anew
    train(newer)
    assert newer.history.epochs == len(losses) + 3 and newer.history.best_epoch == best
    for name, array in Network.load(newer.weights_path).weights.items():
        np.testing.assert_array_equal(array, expected[name])


def test_a_run_whose_patience_never_ends_has_the_weights_of_its_best_epoch_too(home):
    run = ask(epochs=8, patience=20, **STEEP)
    result = train(run)
    assert run.history.epochs == 8 and run.history.best_epoch < 8
    assert result.validation.loss == pytest.approx(run.history.validation_loss.min(), rel=1e-6)


def test_a_changed_rate_is_in_the_history_and_lasts_over_a_pause_and_a_new_run(home):
    run = ask(epochs=2, batch_size=64, learning_rate=0.1)

    def say(event):
        if isinstance(event, BatchDone) and (event.epoch, event.batch) == (1, 3):
            run.multiply_rates(0.1)
            run.pause()
            run.go_on()

    train(run, say)
    np.testing.assert_allclose(run.history.batch_rate, [0.1] * 3 + [0.01] * 7)
    assert run.history.rate_changes == ((3, 0.1),)
    newer = continue_run(run, 1)
    train(newer)
    np.testing.assert_allclose(newer.history.batch_rate[10:], 0.01)
    assert newer.history.rate_changes == ((3, 0.1),)
