"""The folder of a run, in which a training is asked for, followed, and kept.

    config.json       what was asked, written once by whoever asks
    control.json      how far it may go (control.py), written by whoever asks
    progress.jsonl    one line per batch and per epoch (run_protocol.py), appended by the trainer
    checkpoints/      the weights at some thirty moments (checkpoints.py)
    state.npz         what the trainer needs to go on after an interruption
    weights.npz       the network after the last finished epoch, or where it was stopped; with early
                      stopping, in the end, the one after its best epoch
    network.keras     the same for Keras, once it has finished
    result.json       how it ended (run_protocol.py), written once by the trainer
    paused            the number of batches after which it waits, while it waits
    attempts          how often a trainer took it and did not come back since the last saved state
    lock              held by the process that trains, for as long as it lives
    lock.granted      for those whom the disc refuses such locks (file_lock.py)
    holder.json       which process that is (lock_holder.py)

A folder that is half written reads as a run without the missing part.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mnist_core.atomic import write_json, write_text
from mnist_core.network.weights import WEIGHTS
from mnist_core.training.config import TrainingConfig
from mnist_core.training.control import Control, read_control, write_control
from mnist_core.training.history import History
from mnist_core.training.lock_holder import holding
from mnist_core.training.progress import read_history
from mnist_core.training.run_protocol import RunResult, RunState, read_result, write_result
from mnist_core.training.run_status import (
    ATTEMPTS,
    PAUSED_AT,
    PROGRESS,
    RunStatus,
    read_count,
    read_status,
)

CONFIG, KERAS_FILE = "config.json", "network.keras"


class RunError(ValueError):
    """A run that does not exist or cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Run:
    """One training, seen through its folder. Reads afresh at every question."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def config(self) -> TrainingConfig:
        """What was asked; raises RunError where that cannot be read."""
        try:
            return TrainingConfig.from_dict(self._asked)
        except ValueError as error:
            raise RunError(f"Run {self.id} cannot be read; train it again. ({error})") from None

    @property
    def created(self) -> float:
        """When it was asked for, in seconds since 1970."""
        return float(self._asked.get("created", 0.0))

    @property
    def continues(self) -> str | None:
        """The id of the run from whose state it began, or None where it began anew."""
        return self._asked.get("continues")

    @property
    def _asked(self) -> Mapping[str, Any]:
        try:
            values = json.loads((self.path / CONFIG).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}

    @property
    def status(self) -> RunStatus:
        """How it stands now: ask once where several answers have to agree."""
        return read_status(self.path)

    @property
    def state(self) -> RunState:
        """The state it is in now."""
        return self.status.state

    @property
    def history(self) -> History:
        """Losses and accuracies so far."""
        return read_history(self.path / PROGRESS)

    @property
    def result(self) -> RunResult | None:
        """How it ended, or None while it has not."""
        return read_result(self.path)

    @property
    def weights_path(self) -> Path | None:
        """The network after the last finished epoch, or None before there is one."""
        path = self.path / WEIGHTS
        return path if path.exists() else None

    @property
    def control(self) -> Control:
        """How far it may go."""
        return read_control(self.path)

    @property
    def asked(self) -> float:
        """When it was last asked to go on: its place in the queue."""
        return self.control.asked or self.created

    @property
    def attempts(self) -> int:
        """How often a trainer took it since its last saved state, and has not come back."""
        return read_count(self.path / ATTEMPTS) or 0

    @property
    def paused_at(self) -> int | None:
        """After how many batches it waits for somebody to let it go on, or None."""
        return read_count(self.path / PAUSED_AT)

    def lock(self, timeout: float = 5.0) -> AbstractContextManager[None]:
        """The lock that the training process holds, for as long as it lives."""
        return holding(self.path, timeout)

    def request_stop(self) -> None:
        """Ask the trainer to stop after the batch it is in."""
        write_control(self.path, replace(self.control, stop=True))

    def go_on(self, until: int | None = None) -> None:
        """Let it go on, to the end or until so many batches are done; queues up again."""
        wish = replace(self.control, until=until, stop=False, asked=time.time())
        write_control(self.path, wish)

    def pause(self) -> None:
        """Let it wait after the batch it is in."""
        write_control(self.path, replace(self.control, until=0))

    def multiply_rates(self, factor: float) -> None:
        """Let the next batches have the planned learning rates times this, above 0."""
        write_control(self.path, replace(self.control, factor=factor))

    def write_result(self, result: RunResult) -> None:
        """Say how it ended; the file appears only when it is complete."""
        write_result(self.path, result)

    def write_count(self, name: str, count: int | None) -> None:
        """Write one of the files that hold a number, or remove it."""
        if count is None:
            (self.path / name).unlink(missing_ok=True)
        else:
            write_text(self.path / name, str(count))


def write_config(path: Path, config: TrainingConfig, continues: str | None = None) -> None:
    """Write down what is asked, now, into the folder of a run that begins."""
    origin = {"created": time.time(), "continues": continues}
    write_json(path / CONFIG, config.to_dict() | origin)
