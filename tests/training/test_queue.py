"""The queue with a real trainer process."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.queue import ROOT, TrainingQueue

ENDED = (runs.FINISHED, runs.STOPPED, runs.FAILED, runs.INTERRUPTED)


def config(epochs=1, examples=200, seed=0):
    return TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=epochs), seed, examples)


def wait(condition, seconds=90.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


@pytest.fixture
def queue(home):
    queue = TrainingQueue()
    yield queue
    queue.close()


def test_runs_are_trained_first_in_first_out_by_one_process(queue):
    made = [queue.submit(config(), available=3_500) for _ in range(3)]
    assert [queue.position(run) for run in made] == [0, 1, 2]
    wait(lambda: all(run.state == runs.FINISHED for run in made))
    ended = [run.result["ended"] for run in made]
    assert ended == sorted(ended)
    assert queue.position(made[0]) == 0


def test_stop_ends_a_long_run_soon_and_the_next_begins(queue):
    long = queue.submit(config(epochs=50, examples=3_000), available=3_500)
    after = queue.submit(config(), available=3_500)
    wait(lambda: long.history.batches > 5)
    long.request_stop()
    begun = time.monotonic()
    wait(lambda: long.state == runs.STOPPED, 5)
    assert time.monotonic() - begun < 5
    wait(lambda: after.state == runs.FINISHED)


def test_a_run_beyond_the_bounds_is_refused_and_leaves_nothing(queue):
    with pytest.raises(ValueError, match="train at most"):
        queue.submit(
            TrainingConfig(ARCHITECTURES["keras_cnn"], Recipe(epochs=50)), available=60_000
        )
    assert runs.all_runs() == []


def test_pause_steps_and_resume(queue):
    run = queue.submit(config(epochs=50, examples=3_000), available=3_500)
    wait(lambda: run.history.batches > 5)
    run.pause()
    wait(lambda: run.state == runs.PAUSED, 5)
    done = run.paused_at
    assert run.history.batches == done
    run.go_on(until=done + 1)  # one more batch
    wait(lambda: run.paused_at == done + 1, 5)
    assert run.history.batches == done + 1
    next_epoch = (done // 24 + 1) * 24
    run.go_on(until=next_epoch)  # to the end of the epoch
    wait(lambda: run.paused_at == next_epoch, 10)
    assert run.history.epochs == next_epoch // 24
    run.go_on()
    wait(lambda: run.history.batches > next_epoch + 2, 10)
    run.request_stop()
    wait(lambda: run.state == runs.STOPPED, 5)


def test_a_killed_trainer_is_replaced_and_the_run_ends_with_its_planned_epochs(queue):
    run = queue.submit(config(epochs=40, examples=3_000), available=3_500)
    wait(lambda: run.history.epochs >= 3)
    killed = queue._process
    killed.kill()
    wait(lambda: queue._process is not killed, 5)  # nobody asks for another one
    wait(lambda: run.state == runs.FINISHED)
    assert run.history.epochs == 40 and run.history.batches == 40 * 24
    assert run.result["interruptions"] == 1
    assert run.attempts == 0


def kill_whenever_taken(queue, run, times):
    """End the trainer as soon as it has taken the run: at once, like a crash of TensorFlow."""
    for time_killed in range(1, times + 1):
        wait(lambda count=time_killed: run.locked and run.attempts == count)
        queue._process.kill()


@pytest.mark.timeout(420)
@pytest.mark.slow
def test_a_run_that_kills_its_trainer_is_given_up_and_the_next_one_runs(queue):
    deadly = queue.submit(config(epochs=50, examples=3_000), available=3_500)
    after = queue.submit(config(), available=3_500)
    kill_whenever_taken(queue, deadly, times=3)
    wait(lambda: after.state == runs.FINISHED)
    assert deadly.state == runs.FAILED
    assert deadly.result["reason"].startswith("The trainer died 3 times while training this run")


def test_a_trainer_that_cannot_start_is_a_reason_in_every_run(queue):
    (runs.runs_directory() / "tensorflow.py").write_text("raise ImportError('no wings here')")
    made = [queue.submit(config(), available=3_500) for _ in range(2)]
    wait(lambda: all(run.state == runs.FAILED for run in made))
    reason = "The trainer cannot start: ImportError: no wings here. Mend that and train again."
    assert {run.result["reason"] for run in made} == {reason}
    assert not queue.alive


def test_a_full_disk_is_a_reason_and_keeps_what_was_finished(home):
    run = runs.create_run(config(epochs=50, examples=3_000))
    program = FULL_DISK.format(run=str(run.path))
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=120)
    assert run.state == runs.FAILED
    assert "free some space and train again" in run.result["reason"]
    assert run.history.epochs >= 1 and run.weights_path is not None
    assert Network.load(run.weights_path).architecture.id == "mlp"


FULL_DISK = """
import resource
from pathlib import Path
from mnist_core.training import runs, worker
run = runs.Run(Path({run!r}))
def fill(event):
    if event["event"] == "epoch":  # from now on no file may grow: as on a full disk
        size = (run.path / runs.PROGRESS).stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4_000, size + 4_000))
worker.train_run(run, fill)
"""


@pytest.mark.timeout(420)
@pytest.mark.slow
def test_twenty_sessions_at_once_all_run_in_order_and_none_is_lost(queue):
    """Twenty threads, as twenty sessions have, press start together."""
    with ThreadPoolExecutor(20) as sessions:
        made = list(
            sessions.map(lambda seed: queue.submit(config(seed=seed), available=3_500), range(20))
        )
    order = [run.id for run in runs.queue_of_runs()]
    assert len(set(order)) == 20
    wait(lambda: all(run.state == runs.FINISHED for run in made), 400)
    ended = sorted(made, key=lambda run: run.result["ended"])
    assert [run.id for run in ended] == order
    assert sorted(run.config.seed for run in made) == list(range(20))
    losses = {run.history.batch_loss[0] for run in made}
    assert len(losses) == 20  # each its own weights


def test_the_trainer_is_nice_and_ends_with_the_process_that_started_it(home):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    trainer = psutil.Process(int(parent.stdout.readline()))
    wait(lambda: trainer.nice() >= 10, 30)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait(lambda: not trainer.is_running() or trainer.status() == psutil.STATUS_ZOMBIE, 10)


PARENT = """
import time
from mnist_core.training.queue import TrainingQueue
queue = TrainingQueue()
queue.tend()
print(queue._process.pid, flush=True)
time.sleep(600)
"""
