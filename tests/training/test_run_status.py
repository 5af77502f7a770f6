"""How a run stands, seen by many at once, while its trainer lives, dies, or never was."""

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.queue import ROOT

READERS, LOOKS = 30, 40
CONFIG = TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=1), seed=3, examples=200)


@pytest.fixture
def run(home):
    return runs.create_run(CONFIG)


@pytest.fixture
def interrupted(run):
    """A run as a trainer leaves it that has died: lock and progress are there, nobody holds it."""
    with run.lock():
        (run.path / "progress.jsonl").touch()
    run.write_count("attempts", 1)
    return run


def look(path):
    """Every different state that one reader sees."""
    return {str(runs.Run(path).state) for _ in range(LOOKS)}


def test_thirty_readers_in_one_process_never_take_each_other_for_a_trainer(interrupted):
    with ThreadPoolExecutor(READERS) as pool:
        seen = pool.map(look, [interrupted.path] * READERS)
    assert set().union(*seen) == {"interrupted"}


READER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from mnist_core.training import runs
path, threads, looks = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
def look(_):
    return {str(runs.Run(path).state) for _ in range(looks)}
with ThreadPoolExecutor(threads) as pool:
    print(*set().union(*pool.map(look, range(threads))), flush=True)
"""


@pytest.mark.slow
def test_thirty_readers_in_five_processes_never_take_each_other_for_a_trainer(interrupted):
    threads = READERS // 5
    command = [sys.executable, "-c", READER, str(interrupted.path), str(threads), str(LOOKS)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    readers = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(5)]
    for reader in readers:
        assert reader.stdout.readline() == "ready\n"
    for reader in readers:  # all at once
        reader.stdin.write("look\n")
        reader.stdin.flush()
    assert {reader.communicate()[0] for reader in readers} == {"interrupted\n"}


HOLDER = """
import sys, time
from pathlib import Path
from mnist_core.training import runs
run = runs.Run(Path(sys.argv[1]))
with run.lock():
    run.write_count("attempts", 1)
    (run.path / "progress.jsonl").touch()
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(run):
    """A living process that holds the run as a trainer does."""
    command = [sys.executable, "-c", HOLDER, str(run.path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.slow
def test_a_living_trainer_is_seen_by_everybody_and_looking_does_not_disturb_it(run, holder):
    with ThreadPoolExecutor(READERS) as pool:
        assert set().union(*pool.map(look, [run.path] * READERS)) == {"training"}


def test_a_killed_trainer_is_seen_as_such_at_once_even_while_nobody_has_buried_it(run, holder):
    os.kill(holder.pid, signal.SIGKILL)
    gone = psutil.Process(holder.pid)
    while gone.is_running() and gone.status() != psutil.STATUS_ZOMBIE:
        pass
    assert run.state == "interrupted"  # its process still has a number: we have not waited for it
    holder.wait()
    assert run.state == "interrupted"
    with run.lock(timeout=1):  # and the next one can take it
        assert run.state == "training"
    assert run.state == "interrupted"


def test_a_process_that_got_the_number_of_a_dead_trainer_is_not_taken_for_it(run, holder):
    path = run.path / "holder.json"
    note = json.loads(path.read_text())
    assert run.state == "training" and note["pid"] == holder.pid
    path.write_text(json.dumps(note | {"pid": os.getpid()}))  # it lives, and began at another time
    assert run.state == "interrupted"


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"pid": "x", "started": "y"}', "{}"])
def test_a_note_that_says_nothing_sensible_names_nobody(interrupted, text):
    (interrupted.path / "holder.json").write_text(text)
    assert interrupted.state == "interrupted"


def test_no_status_mixes_what_was_before_with_what_came_after(interrupted):
    """A trainer comes and goes: it never seems to have died, nor to wait for another one."""
    ended = threading.Event()

    def come_and_go():
        while not ended.is_set():
            with interrupted.lock():
                interrupted.write_count("attempts", 1)
                interrupted.pause()
                interrupted.write_count("paused", 7)
                interrupted.write_count("attempts", None)

    interrupted.pause()
    interrupted.write_count("paused", 7)
    trainer = threading.Thread(target=come_and_go)
    trainer.start()
    try:
        seen = look(interrupted.path)
    finally:
        ended.set()
        trainer.join()
    assert seen == {"paused"}


def test_reading_a_status_writes_nothing_and_opens_no_lock(interrupted):
    def contents():
        return {path.name: path.stat().st_mtime_ns for path in interrupted.path.iterdir()}

    before = contents()
    (interrupted.path / "lock").chmod(0)
    assert interrupted.status.state == "interrupted" and not interrupted.status.held
    assert contents() == before
