"""The buttons of a run: each in its place in every state; a full disk is one sentence."""

import errno
import time
from pathlib import Path

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import config, runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.run_status import ATTEMPTS, PAUSED_AT, PROGRESS
from tests.pages.training_page import button, finished
from tests.training.small_trainer import LINEAR


@pytest.mark.trainer
def test_stop_before_it_began(app):
    at = app("training")
    button(at, "Start").click().run()
    button(at, "Stop").click().run()
    (run,) = runs.all_runs()
    assert run.control.stop
    while run.state.active:
        time.sleep(0.2)
    assert run.state == RunState.STOPPED


def test_continue_begins_a_new_run_where_the_old_one_ended(app):
    run = finished(epochs=1, batch_size=64)
    at = app("training", run=run.id)
    button(at, "Continue for 2 epochs").click().run()
    assert not at.exception
    new = next(other for other in runs.all_runs() if other.id != run.id)
    assert new.config.recipe.epochs == 3
    assert at.query_params["run"] == new.id
    assert run.state == RunState.FINISHED


@pytest.fixture
def full_disk(home, monkeypatch):
    """A switch: from the moment it is called, nothing more can be written below the home."""
    write = Path.write_bytes

    def full(path, data):
        if path.is_relative_to(home):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, data)

    return lambda: monkeypatch.setattr(Path, "write_bytes", full)


FULL = (
    "The runs' folder cannot be written (No space left on device): free some space and try again."
)


def test_start_on_a_full_disk_is_one_sentence(app, full_disk):
    at = app("training")
    full_disk()
    button(at, "Start").click().run()
    assert not at.exception
    assert [toast.value for toast in at.toast] == [FULL]
    assert runs.all_runs() == []


@pytest.mark.parametrize("label", ["Pause", "Resume", "One more batch", "Stop"])
def test_the_tape_deck_on_a_full_disk_is_one_sentence(app, full_disk, label):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    run.write_count(ATTEMPTS, 1)
    if label != "Pause":
        run.pause()
        run.write_count(PAUSED_AT, 4)
    with run.lock():
        at = app("training", run=run.id)
        full_disk()
        button(at, label).click().run()
    assert not at.exception
    assert [toast.value for toast in at.toast] == [FULL]


def test_no_button_of_the_tape_deck_moves_under_the_hand(app):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    run.write_count(ATTEMPTS, 1)
    (run.path / PROGRESS).touch()

    def deck(at):
        buttons = [it for it in at.button if (it.key or "").startswith("transport_")]
        return [(it.label, not it.disabled) for it in buttons]

    labels = ["Pause", "Resume", "One more batch", "One more epoch", "Stop"]
    with run.lock():
        at = app("training", run=run.id)
        assert deck(at) == list(zip(labels, [True, False, False, False, True], strict=True))
        run.pause()
        run.write_count(PAUSED_AT, 4)
        assert deck(at.run()) == list(zip(labels, [False, True, True, True, True], strict=True))
    run.write_count(PAUSED_AT, None)
    run.write_result(RunResult(RunState.STOPPED))
    ended = list(zip(labels, [False] * 5, strict=True))
    assert deck(at.run()) == [*ended, ("Continue for 2 epochs", True)]


def test_continuing_beyond_what_a_run_may_cost_is_one_sentence(app, monkeypatch):
    run = finished(epochs=1, batch_size=64)
    monkeypatch.setattr(config, "MAX_WORK", 2.5 * run.config.work(3_500))
    at = app("training", run=run.id)
    button(at, "Continue for 2 epochs").click().run()
    assert not at.exception
    (toast,) = at.toast
    assert toast.value.startswith("This run is 1.2 times what one run may cost here")
    assert len(runs.all_runs()) == 1


def test_the_learning_rate_is_changed_while_a_run_goes_on(app):
    run = runs.create_run(TrainingConfig(LINEAR, Recipe(epochs=3, batch_size=64), seed=9))
    run.write_count(ATTEMPTS, 1)
    with run.lock():
        at = app("training", run=run.id)
        control = next(box for box in at.segmented_control if "rate_factor" in box.key)
        assert control.value == 1.0
        control.set_value(0.1).run()
        assert not at.exception
        assert run.control.factor == 0.1
