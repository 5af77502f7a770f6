"""The run directory: runs are made, found again, and ordered."""

import errno
from pathlib import Path

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import RunError
from mnist_core.training.run_protocol import RunState

CONFIG = TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=1), seed=3, examples=200)


@pytest.fixture
def run(home):
    return runs.create_run(CONFIG)


def test_a_new_run_is_queued_and_found_by_its_id(run, home):
    assert run.state == RunState.QUEUED
    assert run.path.parent == home / "runs"
    assert run.config == CONFIG
    assert runs.open_run(run.id).config == CONFIG
    assert [other.id for other in runs.all_runs()] == [run.id]
    assert run.weights_path is None and run.result is None and run.history.batches == 0


def test_ids_cannot_be_guessed_and_runs_are_ordered_by_age(home):
    made = [runs.create_run(CONFIG) for _ in range(5)]
    assert len({run.id for run in made}) == 5
    assert all(len(run.id) == 24 and run.id.isalnum() for run in made)
    assert [run.id for run in runs.all_runs()] == [run.id for run in made]


def test_a_run_that_goes_on_again_queues_up_again(home):
    first, second = (runs.create_run(CONFIG) for _ in range(2))
    assert [run.id for run in runs.queue_of_runs()] == [first.id, second.id]
    first.go_on()
    assert [run.id for run in runs.queue_of_runs()] == [second.id, first.id]


@pytest.mark.parametrize("name", ["", "nothing-here", "../../etc", "a" * 100, "ab/cd-efgh"])
def test_unknown_ids_are_one_sentence(home, name):
    with pytest.raises(RunError, match="There is no run called"):
        runs.open_run(name)


def test_an_existing_run_is_never_overwritten(run):
    with pytest.raises(RunError, match="choose an empty folder"):
        runs.create_run(CONFIG, run.path)


def test_a_full_disk_leaves_no_half_made_run(home, monkeypatch):
    def full(path, data):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        runs.create_run(CONFIG)
    assert list(runs.runs_directory().iterdir()) == []
