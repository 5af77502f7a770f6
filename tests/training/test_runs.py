"""Run folders: every state, and folders that are half written."""

import errno
import json
from pathlib import Path

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig

CONFIG = TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=1), seed=3, examples=200)


@pytest.fixture
def run(home):
    return runs.create_run(CONFIG)


def test_a_new_run_is_queued_and_found_by_its_id(run, home):
    assert run.state == runs.QUEUED
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


def test_states(run):
    with run.lock():
        assert run.state == runs.STARTING
        (run.path / runs.PROGRESS).touch()
        assert run.state == runs.TRAINING
    run.write_count(runs.ATTEMPTS, 1)
    assert run.state == runs.INTERRUPTED  # a trainer took it and did not come back
    run.write_result({"state": runs.FINISHED})
    assert run.state == runs.FINISHED


def test_stopped_before_it_began(run):
    run.request_stop()
    assert run.state == runs.STOPPED


def test_paused_and_let_go_on(run):
    (run.path / runs.PROGRESS).touch()
    run.pause()
    run.write_count(runs.PAUSED_AT, 12)
    assert run.state == runs.PAUSED and run.paused_at == 12
    run.go_on(until=13)
    assert run.state == runs.QUEUED
    run.go_on(until=12)
    assert run.state == runs.PAUSED
    run.go_on()
    assert run.state == runs.QUEUED
    with run.lock():
        assert run.state == runs.TRAINING


def test_a_run_that_goes_on_again_queues_up_again(home):
    first, second = (runs.create_run(CONFIG) for _ in range(2))
    assert [run.id for run in runs.queue_of_runs()] == [first.id, second.id]
    first.go_on()
    assert [run.id for run in runs.queue_of_runs()] == [second.id, first.id]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"recipe": 1}', "[" * 100_000])
def test_a_half_written_config_is_one_sentence(run, content):
    (run.path / runs.CONFIG).write_text(content)
    with pytest.raises(runs.RunError, match="cannot be read; train it again"):
        _ = run.config
    assert run.state == runs.QUEUED  # the list of runs still works


def test_a_half_written_result_is_no_result(run):
    (run.path / runs.RESULT).write_text('{"state": "fin')
    assert run.result is None


def test_the_result_appears_whole(run):
    run.write_result({"state": runs.FAILED, "reason": "because"})
    assert json.loads((run.path / runs.RESULT).read_text())["reason"] == "because"
    assert not list(run.path.glob("*.part"))


@pytest.mark.parametrize("name", ["", "nothing-here", "../../etc", "a" * 100, "ab/cd-efgh"])
def test_unknown_ids_are_one_sentence(home, name):
    with pytest.raises(runs.RunError, match="There is no run called"):
        runs.open_run(name)


def test_an_existing_run_is_never_overwritten(run):
    with pytest.raises(runs.RunError, match="choose an empty folder"):
        runs.create_run(CONFIG, run.path)


def test_a_full_disk_leaves_no_half_made_run(home, monkeypatch):
    def full(path, text, **options):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        runs.create_run(CONFIG)
    assert list(runs.runs_directory().iterdir()) == []


def test_a_count_outlives_a_process_that_dies_while_it_writes_another(run, monkeypatch):
    def killed(path, text, **options):
        path.open("w").close()  # emptied, and then the process is gone
        raise OSError(errno.EINTR, "killed")

    run.write_count(runs.ATTEMPTS, 2)
    monkeypatch.setattr(Path, "write_text", killed)
    with pytest.raises(OSError, match="killed"):
        run.write_count(runs.ATTEMPTS, 1)
    assert run.attempts == 2 and run.state == runs.INTERRUPTED
