"""A lock holds on every disc, and is free again when its holder dies."""

import errno
import fcntl
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import Timeout

from mnist_core.network.recipe import Recipe
from mnist_core.training import file_lock, runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.file_lock import locked
from mnist_core.training.pruning import prune
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_training import train_run
from tests.training import small_trainer

ROOT = Path(__file__).parents[2]
REFUSALS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)


@pytest.fixture
def refuse(monkeypatch):
    """Make the system refuse so many locks, all of them unless told otherwise, with this error."""
    monkeypatch.setattr(file_lock, "PAUSE", 0.01)
    file_lock._warn.cache_clear()

    def start(number, times=10**9):
        left, flock = [times], fcntl.flock

        def refusing(file, operation):
            if operation != fcntl.LOCK_UN and left[0] > 0:
                left[0] -= 1
                raise OSError(number, os.strerror(number))
            return flock(file, operation)

        monkeypatch.setattr(fcntl, "flock", refusing)

    yield start
    file_lock._warn.cache_clear()


def second_refused(path):
    """Whether another thread does not get the lock."""
    refused = []

    def try_it():
        try:
            with locked(path, 0.1):
                refused.append(False)
        except Timeout:
            refused.append(True)

    thread = threading.Thread(target=try_it)
    thread.start()
    thread.join()
    return refused == [True]


@pytest.mark.parametrize("number", [None, *REFUSALS])
def test_one_at_a_time_and_free_afterwards(number, tmp_path, refuse):
    if number is not None:
        refuse(number)
    path = tmp_path / "lock"
    for _ in range(2):
        with locked(path, 1):
            assert second_refused(path)
    assert not second_refused(path)


@pytest.mark.parametrize("number", REFUSALS)
def test_it_is_said_once_a_process(number, tmp_path, refuse, caplog):
    refuse(number)
    with caplog.at_level(logging.WARNING):
        for name in ("first", "second", "first"):
            with locked(tmp_path / name, 1):
                pass
    assert [record.getMessage() for record in caplog.records] == [
        f"The disc of the runs' folder refuses locks ({os.strerror(number)}): "
        f"files stand in for them."
    ]


def test_where_locks_had_run_out_for_a_moment_it_tries_again(tmp_path, refuse, caplog):
    refuse(errno.ENOLCK, times=2)
    with locked(tmp_path / "lock", 1):
        assert sorted(it.name for it in tmp_path.iterdir()) == ["lock", "lock.granted"]
    assert not caplog.records


def test_who_was_refused_still_holds_it_when_the_disc_grants_locks_again(tmp_path, refuse):
    path = tmp_path / "lock"
    refuse(errno.EOPNOTSUPP, times=1)  # and no longer
    with locked(path, 1):
        assert second_refused(path)
    assert not second_refused(path)
    with locked(path, 1):  # a lock of the system's now
        assert sorted(it.name for it in tmp_path.iterdir()) == ["lock", "lock.granted"]
        assert second_refused(path)


@pytest.mark.parametrize("number", REFUSALS)
def test_who_was_granted_it_still_holds_it_when_the_disc_refuses_locks(number, tmp_path, refuse):
    path = tmp_path / "lock"
    with locked(path, 1):
        refuse(number)
        assert second_refused(path)
    assert [it.name for it in tmp_path.iterdir() if it.name != "lock"] == []
    with locked(path, 1):  # a file stands in for it now
        assert second_refused(path)


def test_where_two_kinds_meet_the_file_wins_and_nobody_waits_for_ever(tmp_path, refuse):
    path, order = tmp_path / "lock", []

    def granted():
        with locked(path, 20):
            order.append("granted")

    refuse(errno.EOPNOTSUPP, times=1)
    with locked(path, 1):
        thread = threading.Thread(target=granted)
        thread.start()
        thread.join(0.3)  # it has the system's lock, and steps back from the file
        order.append("refused")
    thread.join(20)
    assert order == ["refused", "granted"]


def test_other_errors_stay_what_they_are(tmp_path, refuse):
    refuse(errno.EIO)
    with pytest.raises(OSError, match="Input/output error"), locked(tmp_path / "lock", 1):
        pass


HOLDER = """
import errno, fcntl, pathlib, sys, time
def refuse(file, operation):
    raise OSError(errno.ENOLCK, "No locks available")
if sys.argv[2] == "refused":
    fcntl.flock = refuse
from mnist_core.training.file_lock import locked
with locked(pathlib.Path(sys.argv[1]), 1):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("kind", ["refused", "granted"])
def test_what_a_killed_process_held_is_free(kind, tmp_path, refuse):
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, str(path), kind]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as it:
        try:
            assert it.stdout.readline() == b"held\n"
            refuse(errno.ENOLCK)
            assert second_refused(path)
        finally:
            it.kill()
    with locked(path, 5):
        assert second_refused(path)


@pytest.mark.parametrize("number", REFUSALS)
def test_a_run_is_trained_and_pruned_on_such_a_disc(number, home, refuse):
    refuse(number)
    run = runs.create_run(TrainingConfig(small_trainer.LINEAR, Recipe(epochs=1), examples=300))
    assert train_run(run, backend=small_trainer).state == RunState.FINISHED
    assert run.state == RunState.FINISHED
    assert prune(max_runs=0) == [run.id]
