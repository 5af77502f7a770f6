"""Run folders: every state, and folders that are half written."""

import errno
from pathlib import Path

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import CONFIG as CONFIG_FILE
from mnist_core.training.run_folder import RunError
from mnist_core.training.run_protocol import RESULT, RunResult, RunState
from mnist_core.training.run_status import ATTEMPTS, PAUSED_AT, PROGRESS

CONFIG = TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=1), seed=3, examples=200)


@pytest.fixture
def run(home):
    return runs.create_run(CONFIG)


def test_states(run):
    with run.lock():
        assert run.state == RunState.STARTING
        (run.path / PROGRESS).touch()
        assert run.state == RunState.TRAINING
    run.write_count(ATTEMPTS, 1)
    assert run.state == RunState.INTERRUPTED  # a trainer took it and did not come back
    run.write_result(RunResult(RunState.FINISHED))
    assert run.state == RunState.FINISHED


def test_stopped_before_it_began(run):
    run.request_stop()
    assert run.state == RunState.STOPPED


def test_paused_and_let_go_on(run):
    (run.path / PROGRESS).touch()
    run.pause()
    run.write_count(PAUSED_AT, 12)
    assert run.state == RunState.PAUSED and run.paused_at == 12
    run.go_on(until=13)
    assert run.state == RunState.QUEUED
    run.go_on(until=12)
    assert run.state == RunState.PAUSED
    run.go_on()
    assert run.state == RunState.QUEUED
    with run.lock():
        assert run.state == RunState.TRAINING


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"recipe": 1}', "[" * 100_000])
def test_a_half_written_config_is_one_sentence(run, content):
    (run.path / CONFIG_FILE).write_text(content)
    with pytest.raises(RunError, match="cannot be read; train it again"):
        _ = run.config
    assert run.state == RunState.QUEUED  # the list of runs still works


def test_a_half_written_result_is_no_result(run):
    (run.path / RESULT).write_text('{"state": "fin')
    assert run.result is None


def test_a_count_that_cannot_be_written_is_what_it_was(run, monkeypatch):
    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    run.write_count(ATTEMPTS, 2)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        run.write_count(ATTEMPTS, 1)
    assert run.attempts == 2 and run.state == RunState.INTERRUPTED
