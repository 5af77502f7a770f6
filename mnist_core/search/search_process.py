"""The process of a worker: takes trials of one search and trains them here. On the trainer's side.

Started by ``crew``, any number on any number of machines. A run is trained in a folder of its own
and comes into the home's runs when it has ended: one that waits there is the app's trainer's.
"""

from __future__ import annotations

import os
import socket
import sys
import time

from mnist_core.data.sources import reopen
from mnist_core.home_folder import RUN_ID, runs_directory, trials_directory
from mnist_core.search.searcher import AfterEpoch, Searcher, Wanted
from mnist_core.search.storage import HEARTBEAT_SECONDS, open_storage
from mnist_core.search.study import Search
from mnist_core.training.config import TrainingConfig
from mnist_core.training.lifeline import end_with_parent
from mnist_core.training.lock_holder import is_held
from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import EpochDone, Event
from mnist_core.training.run_training import Backend, keras_backend, train_run
from mnist_core.training.runs import create_run, new_id

TRIALS_PER_PROCESS = 4  # a compiled Keras model leaves 10–13 MB behind for good
LOOK_SECONDS = 1.0  # between two looks whether the search is wanted still
REFUSED = 3
"""How the process ends where no other one would fare better; it has said why."""


class TrialsHere:
    """Trains runs in this process, with Keras unless told otherwise."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def begin(self, config: TrainingConfig, run_id: str) -> Run:
        """The run that a worker of this home died over or put aside, else a new one."""
        left = trials_directory() / run_id
        if RUN_ID.fullmatch(run_id) and left.is_dir() and not is_held(left):
            run = Run(left)
            run.go_on()
            return run
        return create_run(config, trials_directory() / new_id())

    def train(self, run: Run, after_epoch: AfterEpoch, wanted: Wanted) -> Run | None:
        """Train to the end, or put the run aside where nobody wants it any more."""
        looked = time.monotonic()

        def follow(event: Event) -> None:
            nonlocal looked
            if isinstance(event, EpochDone):
                after_epoch(event.epoch, event.validation_accuracy)
            if time.monotonic() - looked > LOOK_SECONDS:
                looked = time.monotonic()
                if not wanted():
                    run.pause()

        for epoch, accuracy in enumerate(run.history.validation_accuracy, start=1):
            after_epoch(epoch, float(accuracy))  # of whoever began it
        if train_run(run, follow, others_wait=lambda: True, backend=self._backend) is None:
            return None
        return Run(run.path.rename(runs_directory() / run.id))


def main(name: str, heartbeat: int, backend: Backend | None = None) -> int:
    """Take trials of a search until there are none, or a process has had enough of them."""
    end_with_parent(1)
    try:
        search = Search(open_storage(heartbeat, made=True), name)
        provenance = search.plan.base.provenance
        if provenance is not None:
            reopen(provenance)  # else every trial would fail here, one after the other
    except ValueError as error:
        print(f"{error} This worker takes no trials.", file=sys.stderr)
        return REFUSED
    worker = f"{socket.gethostname()}, process {os.getpid()}"
    Searcher(search, TrialsHere(backend or keras_backend()), worker).work(TRIALS_PER_PROCESS)
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else HEARTBEAT_SECONDS)
    sys.stderr.flush()
    os._exit(code)  # at once: TensorFlow's threads can hang an ordinary exit
