"""The queue: runs wait in the run directory, first in first out, for the host's one trainer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from mnist_core.training.config import TrainingConfig
from mnist_core.training.pruning import prune
from mnist_core.training.runs import (
    PAUSED,
    WAITING,
    Run,
    create_run,
    queue_of_runs,
    runs_directory,
)

ROOT = Path(__file__).parents[2]
LOG = "trainer.log"
STARTED_SECONDS, QUICK_DEATHS = 30.0, 3


class TrainingQueue:
    """Asks for trainings and sees to it that a trainer process lives while any wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._quick_deaths = 0
        self._process: subprocess.Popen[bytes] | None = None

    def submit(self, config: TrainingConfig, available: int) -> Run:
        """Ask for a training; ``available`` is the number of training digits there are.

        Raises
        ------
        ValueError
            Where the run would cost more than one run may.
        """
        config.check_work(available)
        prune()
        run = create_run(config)
        self.tend()
        return run

    def tend(self) -> None:
        """Start the trainer if it is not alive; it is replaced when it goes while runs wait."""
        with self._guard:
            if self._process is None or self._process.poll() is not None:
                self._process = _start_trainer()
                threading.Thread(target=self._follow, args=(self._process,), daemon=True).start()

    def _follow(self, process: subprocess.Popen[bytes]) -> None:
        """Replace a trainer that left while runs wait; not one that cannot even start."""
        begun = time.monotonic()
        process.wait()
        process.stdin.close()
        lived = time.monotonic() - begun > STARTED_SECONDS
        self._quick_deaths = 0 if process.returncode == 0 or lived else self._quick_deaths + 1
        if process is self._process and self._quick_deaths < QUICK_DEATHS and self.waiting():
            self.tend()

    @property
    def alive(self) -> bool:
        """Whether the trainer we started lives."""
        return self._process is not None and self._process.poll() is None

    def position(self, run: Run) -> int:
        """How many runs are before this one; 0 when it is the next or being trained."""
        ids = [other.id for other in queue_of_runs() if other.state != PAUSED]
        return ids.index(run.id) if run.id in ids else 0

    def waiting(self) -> bool:
        """Whether any run waits for a trainer."""
        return any(run.state in WAITING for run in queue_of_runs())

    def close(self) -> None:
        """End the trainer at once; what it was training is left interrupted."""
        with self._guard:
            process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()
            process.stdin.close()


def _start_trainer() -> subprocess.Popen[bytes]:
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONPATH": str(ROOT)}
    with (runs_directory() / LOG).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "mnist_core.training.worker"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=runs_directory(),
            env=environment,
        )
