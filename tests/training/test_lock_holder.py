"""A process is known by its number and the moment it started; its note goes with the lock."""

import json
import os
import subprocess
import sys
import threading

import pytest
from filelock import Timeout

from mnist_core.training.lock_holder import HOLDER, holding, is_held
from mnist_core.training.process_note import process_start


@pytest.fixture
def sleeper():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


def test_processes_are_told_apart_and_a_dead_one_never_started(sleeper):
    mine, other = process_start(os.getpid()), process_start(sleeper.pid)
    assert mine == process_start(os.getpid()) and other == process_start(sleeper.pid)
    assert None not in (mine, other) and mine != other  # it began later
    sleeper.kill()
    sleeper.wait()
    assert process_start(sleeper.pid) is None


def test_the_note_comes_and_goes_with_the_lock(tmp_path):
    assert not is_held(tmp_path)
    with holding(tmp_path, timeout=1):
        assert is_held(tmp_path)
        assert json.loads((tmp_path / HOLDER).read_text())["pid"] == os.getpid()
    assert not is_held(tmp_path) and not (tmp_path / HOLDER).exists()


def test_an_error_lets_go(tmp_path):
    with pytest.raises(RuntimeError), holding(tmp_path, timeout=1):
        raise RuntimeError
    assert not is_held(tmp_path)
    with holding(tmp_path, timeout=1):
        pass


def test_one_at_a_time_and_whoever_comes_second_leaves_the_note_of_the_first(tmp_path):
    refused = []

    def second():
        try:
            with holding(tmp_path, timeout=0.05):
                pass
        except Timeout:
            refused.append(True)

    with holding(tmp_path, timeout=1):
        before = (tmp_path / HOLDER).read_bytes()
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        assert refused == [True] and (tmp_path / HOLDER).read_bytes() == before
