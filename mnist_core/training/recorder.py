"""The recorder: writes what happens in a training into its run folder, and obeys what is asked."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TextIO

import numpy as np

from mnist_core.network.weights import WEIGHTS, save_weights
from mnist_core.training import checkpoints
from mnist_core.training.config import TrainingConfig
from mnist_core.training.control import ControlReader
from mnist_core.training.loop import Position
from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import (
    BatchDone,
    BestTaken,
    EpochDone,
    Event,
    Resumed,
    Say,
    to_line,
)
from mnist_core.training.run_status import ATTEMPTS, PAUSED_AT, PROGRESS

FLUSH_SECONDS = 0.2
STATE_SECONDS = 5.0
HOLD_SECONDS = 60.0  # a paused run stays in memory so long, if nobody else waits
POLL_SECONDS = 0.03


class Recorded(Protocol):
    """What the recorder needs of a trainer."""

    @property
    def weights(self) -> dict[str, np.ndarray]: ...

    @property
    def state(self) -> dict[str, np.ndarray]: ...


class Recorder:
    """Follows one training: progress, checkpoints, the state to resume from; pause and stop."""

    def __init__(
        self,
        run: Run,
        config: TrainingConfig,
        trainer: Recorded,
        position: Position,
        extra: Mapping[str, Any],
        others_wait: Callable[[], bool],
        say: Say,
    ) -> None:
        self._run, self._config, self._trainer = run, config, trainer
        self._position, self._extra = position, extra
        self._others_wait, self._say = others_wait, say
        self._control = ControlReader(run.path)
        self._file: TextIO = io.StringIO()  # until it is opened
        self._flushed = self._saved = time.monotonic()
        self._moments: frozenset[int] = frozenset()
        self.parked = False

    def open(self, batches: int, per_epoch: int) -> None:
        """Begin, or go on from the position; ``batches`` are planned in all."""
        (self._run.path / checkpoints.FOLDER).mkdir(exist_ok=True)
        begun_before = (self._run.path / PROGRESS).exists()
        self._file = (self._run.path / PROGRESS).open("a", encoding="utf-8")
        self._moments = frozenset(checkpoints.moments(batches))
        done = self._position.batches
        if begun_before:
            self._file.write("\n")  # ends a line that was cut off
            self._write(Resumed(done, done // per_epoch, interrupted=self._run.attempts > 1))
        if done == 0:
            self._keep_weights()
        self._file.flush()

    def close(self) -> None:
        """Write what is not yet written."""
        self._file.close()

    def report(self, event: Event) -> None:
        """Write a batch or an epoch down, and what has to be kept at this moment."""
        self._write(event)
        now = time.monotonic()
        if isinstance(event, BatchDone):
            if now - self._flushed > FLUSH_SECONDS:
                self._file.flush()
                self._flushed = now
            if self._position.batches in self._moments:
                self._keep_weights()
            if now - self._saved > STATE_SECONDS and event.batch < event.batches:
                self._save_state()
        elif isinstance(event, (EpochDone, BestTaken)):
            self._file.flush()
            self._save_weights(self._run.path / WEIGHTS)
            if isinstance(event, EpochDone):  # the state goes on from the last epoch, not the best
                self._save_state()
                if event.epoch == self._position.best_epoch:
                    self._keep_weights()
        self._say(event)

    def asked_factor(self) -> float | None:
        """By what the planned learning rates are to be multiplied from now on; None for no wish."""
        return self._control.read().factor

    def permit(self, batches: int) -> bool:
        """Whether the next batch may be trained; waits while the run is paused."""
        if self._control.read().permits(batches):
            return True
        self._file.flush()
        self._run.write_count(PAUSED_AT, batches)
        since = time.monotonic()
        while not self._control.read().permits(batches):
            if self._control.read().stop:
                self._keep_end()
                return False
            if time.monotonic() - since > HOLD_SECONDS or self._others_wait():
                self._save_state()
                self.parked = True
                return False
            time.sleep(POLL_SECONDS)
        self._run.write_count(PAUSED_AT, None)
        return True

    def _write(self, event: Event) -> None:
        self._file.write(to_line(event) + "\n")

    def _keep_weights(self) -> None:
        self._save_weights(checkpoints.checkpoint_path(self._run.path, self._position.batches))

    def _save_weights(self, path: Path) -> None:
        config = self._config
        knows_none = bool(config.recipe.outliers)
        save_weights(path, config.architecture, self._trainer.weights, knows_none)

    def _keep_end(self) -> None:
        """Keep where it was stopped, so that another run can go on from there."""
        if self._position.batches:
            with contextlib.suppress(OSError):  # a full disk: what was kept before is still there
                self._save_weights(self._run.path / WEIGHTS)
                self._save_state()
                self._keep_weights()

    def _save_state(self) -> None:
        self._file.flush()  # the state is never ahead of the history
        position = {name: np.array(value) for name, value in vars(self._position).items()}
        extra = {name: np.array(value) for name, value in self._extra.items()}
        checkpoints.save_state(self._run.path, {**self._trainer.state, **position, **extra})
        if self._run.attempts > 1:  # it advances: earlier deaths count no more
            self._run.write_count(ATTEMPTS, 1)
        self._saved = time.monotonic()
