"""Trials that the app's own trainer trains: each is a run in the queue, among those of people."""

from __future__ import annotations

import time

from mnist_core.search.searcher import AfterEpoch, Wanted
from mnist_core.training.config import TrainingConfig
from mnist_core.training.queue import TrainingQueue
from mnist_core.training.run_folder import Run, RunError
from mnist_core.training.run_protocol import RunState
from mnist_core.training.runs import open_run

POLL_SECONDS = 0.5


class QueuedTrials:
    """Has runs trained by a queue; one at a time, so that nobody waits for a whole search.

    Parameters
    ----------
    queue : the queue of this app
    available : number of training digits there are
    """

    def __init__(self, queue: TrainingQueue, available: int) -> None:
        self._queue, self._available = queue, available

    def begin(self, config: TrainingConfig, run_id: str) -> Run:
        """The run of an earlier worker where this home has it, else a new one."""
        try:
            run = open_run(run_id)
        except RunError:
            return self._queue.submit(config, self._available)
        state = run.state
        if state in (RunState.STOPPED, RunState.FAILED):
            return self._queue.submit(config, self._available)
        if state.active:
            run.go_on()
            self._queue.tend()
        return run

    def train(self, run: Run, after_epoch: AfterEpoch, wanted: Wanted) -> Run | None:
        """Follow a run until it has ended, or it is put aside."""
        leaving = False
        while True:
            status = run.status  # first: what ends a run comes after its last epoch
            for epoch, accuracy in enumerate(run.history.validation_accuracy, start=1):
                after_epoch(epoch, float(accuracy))
            if not run.path.exists() or not status.state.active:
                return None if leaving and status.state == RunState.STOPPED else run
            if leaving and status.state == RunState.PAUSED:
                return None
            if not leaving and not wanted():
                leaving = True
                if status.state.waiting:
                    run.request_stop()  # nothing is lost: it has not begun
                else:
                    run.pause()
            time.sleep(POLL_SECONDS)
