"""The queue: runs wait in the run directory, first in first out, for the host's one trainer."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from mnist_core import settings
from mnist_core.home_folder import VARIABLE, home_directory, runs_directory
from mnist_core.training.config import TrainingConfig
from mnist_core.training.continuation import continue_run, continued_config
from mnist_core.training.pruning import prune
from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.runs import create_run, last_taker, queue_of_runs, waiting_runs

ROOT = Path(__file__).parents[2]
LOG = "trainer.log"
TRAINER = (sys.executable, "-m", "mnist_core.training.worker")
STARTED_SECONDS, QUICK_DEATHS, LAST_BYTES = 30.0, 3, 4_096


class TrainingQueue:
    """The one way to ask for a training; sees to it that a trainer process lives while any wait.

    Parameters
    ----------
    trainer : the command that starts the trainer process
    """

    def __init__(self, trainer: Sequence[str] = TRAINER) -> None:
        self._trainer = tuple(trainer)
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
        return self._ask(lambda: create_run(config))

    def go_on_with(self, run: Run, more_epochs: int, available: int) -> Run:
        """Ask for more epochs of a run that has ended, as a new run that begins where it ended.

        Raises
        ------
        ValueError
            Where there would be too many epochs, the new run would cost more than one run may,
            or the old one goes on still or left nothing to begin from.
        """
        continued_config(run, more_epochs).check_work(available)
        return self._ask(lambda: continue_run(run, more_epochs), keep=run)

    def _ask(self, make: Callable[[], Run], keep: Run | None = None) -> Run:
        """Make room, make the run, and see to a trainer."""
        waiting = len(waiting_runs())
        if waiting >= settings.QUEUE.value:
            raise ValueError(f"{waiting} trainings wait already: ask again when some have ended.")
        prune(keep=keep)
        run = make()
        self.tend()
        return run

    def tend(self) -> None:
        """Start the trainer if it is not alive; it is replaced when it goes while runs wait."""
        with self._guard:
            if self._process is None or self._process.poll() is not None:
                log = runs_directory() / LOG
                written = log.stat().st_size if log.exists() else 0
                self._process = process = self._start(log)
                threading.Thread(target=self._follow, args=(process, written), daemon=True).start()

    def _follow(self, process: subprocess.Popen[bytes], written: int) -> None:
        """Replace a trainer that left while runs wait; not one that cannot even start.

        A run that kills its trainers is given up by the next one, which counts its attempts.
        """
        begun = time.monotonic()
        _bury(process)
        if process is not self._process:  # closed, or replaced by whoever asked for a trainer
            return
        lived = time.monotonic() - begun > STARTED_SECONDS
        began = process.returncode == 0 or lived or last_taker() == process.pid
        self._quick_deaths = 0 if began else self._quick_deaths + 1
        if not waiting_runs():
            return
        if self._quick_deaths < QUICK_DEATHS:
            self.tend()
        else:
            self._quick_deaths = 0
            _give_up(_last_words(process.returncode, written))

    def _start(self, log: Path) -> subprocess.Popen[bytes]:
        own = {"TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONPATH": str(ROOT), "KERAS_BACKEND": "tensorflow"}
        own[VARIABLE] = str(home_directory())  # it may be relative to where we are
        with log.open("ab") as file:
            return subprocess.Popen(
                self._trainer,
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=file,
                cwd=runs_directory(),
                env={**os.environ, **own},
            )

    @property
    def alive(self) -> bool:
        """Whether the trainer we started lives."""
        return self._process is not None and self._process.poll() is None

    def position(self, run: Run) -> int:
        """How many runs are before this one; 0 when it is the next or being trained."""
        ids = [other.id for other in queue_of_runs() if other.state != RunState.PAUSED]
        return ids.index(run.id) if run.id in ids else 0

    def close(self) -> None:
        """End the trainer at once; what it was training is left interrupted."""
        with self._guard:
            process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.kill()
            _bury(process)


def _bury(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a trainer, and close what it listened to."""
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _last_words(returncode: int, written: int) -> str:
    """The last line that a trainer left in the log, which had ``written`` bytes before it."""
    with (runs_directory() / LOG).open("rb") as file:
        file.seek(max(written, file.seek(0, os.SEEK_END) - LAST_BYTES))
        lines = file.read().decode("utf-8", "replace").split("\n")
    spoken = [line.strip() for line in lines if line.strip()]
    return spoken[-1][:300] if spoken else f"it left no word, and code {returncode}"


def _give_up(reason: str) -> None:
    """Say in every run that waits that there is no trainer, and why."""
    sentence = f"The trainer cannot start: {reason.rstrip('.')}. Mend that and train again."
    for run in waiting_runs():
        with contextlib.suppress(OSError):  # a full disk: it waits until somebody looks again
            run.write_result(RunResult(RunState.FAILED, reason=sentence, ended=time.time()))
