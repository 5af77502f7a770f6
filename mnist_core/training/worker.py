"""The trainer process: takes the oldest run that waits, trains it, writes its folder, goes on.

Started by ``TrainingQueue``, one per host. It lives on its standard input: when the web process
dies, the pipe closes and the trainer ends with it, so that no orphan eats the machine.
"""

from __future__ import annotations

import os
import time

from mnist_core.training.file_lock import locked
from mnist_core.training.lifeline import end_with_parent
from mnist_core.training.pruning import prune
from mnist_core.training.run_training import Backend, keras_backend, train_run
from mnist_core.training.runs import runs_directory, sign_taken, waiting_runs

IDLE_SECONDS = 300.0
RUNS_PER_PROCESS = 4  # a compiled Keras model leaves 10–13 MB behind for good
POLL_SECONDS = 0.1
NICENESS = 10


def main(backend: Backend | None = None) -> None:
    """Train what waits, oldest first; leave after idling, or after enough runs.

    ``backend`` computes the trainings; Keras where none is named.
    """
    end_with_parent()
    if hasattr(os, "nice"):
        os.nice(NICENESS)  # pages stay quick while we work
    with locked(runs_directory() / "trainer.lock"):  # one trainer works, others wait
        _work(backend or keras_backend())  # the slow import, at once
    os._exit(0)  # at once: TensorFlow's threads can hang an ordinary exit


def _work(backend: Backend) -> None:
    done, idle_since = 0, time.monotonic()
    while done < RUNS_PER_PROCESS and time.monotonic() - idle_since < IDLE_SECONDS:
        waiting = waiting_runs()
        if not waiting:
            time.sleep(POLL_SECONDS)
            continue
        sign_taken()
        train_run(waiting[0], others_wait=lambda: bool(waiting_runs()), backend=backend)
        prune()
        done, idle_since = done + 1, time.monotonic()


if __name__ == "__main__":
    main()
