"""The queue with a trainer process without TensorFlow; test_keras_trainer.py has the real one."""

import errno
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from mnist_core import settings
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.queue import ROOT
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.run_training import train_run
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR

pytestmark = pytest.mark.trainer
IDLE = (sys.executable, "-c", "import time; time.sleep(600)")


def config(epochs=1, examples=200, seed=0, architecture=LINEAR):
    return TrainingConfig(architecture, Recipe(epochs=epochs), seed, examples)


def wait(condition, seconds=240.0, every=0.1):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(every)


@pytest.fixture
def queue(begin):
    return begin(small_trainer.COMMAND)


def test_runs_are_trained_first_in_first_out_by_one_process(queue, home, monkeypatch):
    monkeypatch.chdir(home.parent)
    monkeypatch.setenv("INSIDE_A_CNN_HOME", home.name)  # the trainer works in another folder
    made = [queue.submit(config(), available=3_500) for _ in range(3)]
    assert [queue.position(run) for run in made] == [0, 1, 2]
    wait(lambda: all(run.state == RunState.FINISHED for run in made))
    ended = [run.result.ended for run in made]
    assert ended == sorted(ended)
    assert queue.position(made[0]) == 0


def test_stop_ends_a_long_run_soon_and_the_next_begins(queue):
    long = queue.submit(config(epochs=50, examples=3_000), available=3_500)
    after = queue.submit(config(), available=3_500)
    wait(lambda: long.history.batches > 5)
    long.request_stop()
    wait(lambda: long.state == RunState.STOPPED)
    assert long.history.batches < 50 * 24
    wait(lambda: after.state == RunState.FINISHED)


def test_a_run_beyond_the_bounds_is_refused_and_leaves_nothing(queue):
    with pytest.raises(ValueError, match="train at most"):
        queue.submit(
            TrainingConfig(ARCHITECTURES["keras_cnn"], Recipe(epochs=50)), available=60_000
        )
    assert runs.all_runs() == []


def fill_up(runs_wanted):
    """So many runs that have ended, the oldest one with a state to go on from."""
    made = [runs.create_run(config()) for _ in range(runs_wanted)]
    train_run(made[0], backend=small_trainer)
    for run in made[1:]:
        run.write_result(RunResult(RunState.FINISHED))
    return made


def test_whoever_asks_for_a_training_makes_room_and_starts_a_trainer(begin):
    """A new training and the continuation of one go the same way."""
    made = fill_up(settings.RUNS.value + 1)
    queue = begin(IDLE)
    assert not queue.alive
    new = queue.go_on_with(made[0], more_epochs=1, available=3_500)
    assert queue.alive
    assert [run.id for run in runs.all_runs()] == [made[0].id, *ids(made[2:]), new.id]
    newer = queue.submit(config(), available=3_500)
    assert [run.id for run in runs.all_runs()] == [*ids(made[2:]), new.id, newer.id]
    assert new.continues == made[0].id and new.config.recipe.epochs == 2


def ids(made):
    return [run.id for run in made]


def test_what_cannot_be_continued_is_refused_and_leaves_nothing(begin):
    queue, ended = begin(IDLE), runs.create_run(config(examples=None))
    train_run(ended, backend=small_trainer)
    for epochs, sentence in ((50, "epochs must lie between"), (1, "train at most")):
        with pytest.raises(ValueError, match=sentence):
            queue.go_on_with(ended, epochs, available=10**12)
    assert [run.id for run in runs.all_runs()] == [ended.id] and not queue.alive


def test_pause_steps_and_resume(queue):
    run = queue.submit(config(epochs=50, examples=3_000), available=3_500)
    wait(lambda: run.history.batches > 5)
    run.pause()
    wait(lambda: run.state == RunState.PAUSED)
    done = run.paused_at
    assert run.history.batches == done
    run.go_on(until=done + 1)  # one more batch
    wait(lambda: run.paused_at == done + 1)
    assert run.history.batches == done + 1
    next_epoch = (done // 24 + 1) * 24
    run.go_on(until=next_epoch)  # to the end of the epoch
    wait(lambda: run.paused_at == next_epoch)
    assert run.history.epochs == next_epoch // 24
    run.go_on()
    wait(lambda: run.history.batches > next_epoch + 2)
    run.request_stop()
    wait(lambda: run.state == RunState.STOPPED)


def test_a_killed_trainer_is_replaced_and_the_run_ends_with_its_planned_epochs(queue):
    run = queue.submit(config(epochs=6, examples=3_000), available=3_500)
    wait(lambda: run.history.epochs >= 1)
    killed = queue._process
    killed.kill()
    wait(lambda: queue._process is not killed)  # nobody asks for another one
    wait(lambda: run.state == RunState.FINISHED)
    assert run.history.epochs == 6 and run.history.batches == 6 * 24
    assert run.result.interruptions == 1
    assert run.attempts == 0


NO_LOCKS = """
import fcntl, os
def refuse(file, operation):
    raise OSError({ENOLCK}, os.strerror({ENOLCK}))
fcntl.flock = refuse
from mnist_core.training import worker
from tests.training.small_trainer import InItsOwnProcess
worker.NICENESS = 0
worker.main(InItsOwnProcess())
"""


def test_on_a_disc_without_locks_it_is_the_same_and_the_log_has_a_line(begin):
    """One of the errors that such discs give; test_file_lock.py has all of them."""
    queue = begin((sys.executable, "-c", NO_LOCKS.format(ENOLCK=errno.ENOLCK)))
    run = queue.submit(config(epochs=4, examples=3_000), available=3_500)
    wait(lambda: run.history.epochs >= 1)
    killed = queue._process
    killed.kill()
    wait(lambda: queue._process is not killed)
    wait(lambda: run.state == RunState.FINISHED)
    assert run.history.epochs == 4 and run.result.interruptions == 1
    log = (runs.runs_directory() / "trainer.log").read_text().splitlines()
    said = (
        f"The disc of the runs' folder refuses locks ({os.strerror(errno.ENOLCK)}): files stand in"
    )
    assert len(log) == 2 and all(line.startswith(said) for line in log)  # one a process


def kill_whenever_taken(queue, run, times):
    """End the trainer as soon as it has taken the run: at once, like a crash of TensorFlow."""
    for time_killed in range(1, times + 1):
        wait(lambda count=time_killed: run.status.held and run.attempts == count)
        queue._process.kill()


def test_a_run_that_kills_its_trainer_is_given_up_and_the_next_one_runs(queue):
    deadly = queue.submit(config(epochs=50, examples=3_000), available=3_500)
    after = queue.submit(config(), available=3_500)
    kill_whenever_taken(queue, deadly, times=3)
    wait(lambda: after.state == RunState.FINISHED)
    assert deadly.state == RunState.FAILED
    assert deadly.result.reason.startswith("The trainer died 3 times while training this run")


def test_a_trainer_that_cannot_start_is_a_reason_in_every_run(begin):
    queue = begin()
    (runs.runs_directory() / "tensorflow.py").write_text("raise ImportError('no wings here')")
    made = [queue.submit(config(), available=3_500) for _ in range(2)]
    wait(lambda: all(run.state == RunState.FAILED for run in made))
    reason = "The trainer cannot start: ImportError: no wings here. Mend that and train again."
    assert {run.result.reason for run in made} == {reason}
    assert not queue.alive


def test_a_full_disk_is_a_reason_and_keeps_what_was_finished(home):
    run = runs.create_run(config(epochs=50, examples=3_000))
    program = FULL_DISK.format(run=str(run.path))
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=120)
    assert run.state == RunState.FAILED
    assert run.result.reason == (
        "The run's folder cannot be written (File too large): "
        "allow larger files (ulimit -f) and train again."
    )
    assert run.history.epochs >= 1 and run.weights_path is not None
    assert Network.load(run.path).architecture.id == "linear"


FULL_DISK = """
import resource
from pathlib import Path
from mnist_core.training.run_protocol import EpochDone
from mnist_core.training.run_folder import Run
from mnist_core.training.run_training import train_run
from tests.training import small_trainer
run = Run(Path({run!r}))
def fill(event):
    if isinstance(event, EpochDone):  # from now on no file may grow: as on a full disk
        size = (run.path / "progress.jsonl").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4_000, size + 4_000))
train_run(run, fill, backend=small_trainer)
"""


def test_twenty_sessions_at_once_all_run_in_order_and_none_is_lost(queue):
    """Twenty threads, as twenty sessions have, press start together."""
    with ThreadPoolExecutor(20) as sessions:
        made = list(
            sessions.map(lambda seed: queue.submit(config(seed=seed), available=3_500), range(20))
        )
    order = [run.id for run in runs.queue_of_runs()]
    assert len(set(order)) == 20
    wait(lambda: all(run.state == RunState.FINISHED for run in made))
    ended = sorted(made, key=lambda run: run.result.ended)
    assert [run.id for run in ended] == order
    assert sorted(run.config.seed for run in made) == list(range(20))
    losses = {run.history.batch_loss[0] for run in made}
    assert len(losses) == 20  # each its own weights


def test_the_trainer_is_nice_and_ends_with_the_process_that_started_it(home):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    trainer = psutil.Process(int(parent.stdout.readline()))
    wait(lambda: trainer.nice() >= 10)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait(lambda: not trainer.is_running() or trainer.status() == psutil.STATUS_ZOMBIE)


PARENT = """
import time
from mnist_core.training.queue import TrainingQueue
queue = TrainingQueue()
queue.tend()
print(queue._process.pid, flush=True)
time.sleep(600)
"""
