"""Runs: the folder in which a training is asked for, followed, and kept.

    config.json       what was asked, written once by whoever asks
    control.json      how far it may go (control.py), written by whoever asks
    progress.jsonl    one line per batch and per epoch, appended by the trainer
    checkpoints/      the weights at some thirty moments (checkpoints.py)
    state.npz         what the trainer needs to go on after an interruption
    weights.npz       the network after the last finished epoch, or where it was stopped
    network.keras     the same for Keras, once it has finished
    result.json       how it ended, written once by the trainer
    paused            the number of batches after which it waits, while it waits
    attempts          how often a trainer took it and did not come back since the last saved state
    lock              held by the process that trains, for as long as it lives

A folder that is half written reads as a run without the missing part.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from mnist_core.home_folder import home_directory
from mnist_core.training.config import TrainingConfig
from mnist_core.training.control import Control, read_control, write_control
from mnist_core.training.history import History
from mnist_core.training.progress import read_history

CONFIG, PROGRESS, WEIGHTS, RESULT = "config.json", "progress.jsonl", "weights.npz", "result.json"
PAUSED_AT, ATTEMPTS, LOCK, KERAS_FILE = "paused", "attempts", "lock", "network.keras"
TAKEN = "trainer.taken"  # beside the run folders: the id of the process that took a run last

QUEUED, STARTING, TRAINING, PAUSED = "queued", "starting", "training", "paused"
FINISHED, STOPPED, FAILED, INTERRUPTED = "finished", "stopped", "failed", "interrupted"
ACTIVE = (QUEUED, STARTING, TRAINING, PAUSED, INTERRUPTED)
WAITING = (QUEUED, INTERRUPTED)

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


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
            return TrainingConfig.from_dict(_read_json(self.path / CONFIG) or {})
        except ValueError as error:
            raise RunError(f"Run {self.id} cannot be read; train it again. ({error})") from None

    @property
    def created(self) -> float:
        """When it was asked for, in seconds since 1970."""
        return float((_read_json(self.path / CONFIG) or {}).get("created", 0.0))

    @property
    def continues(self) -> str | None:
        """The id of the run from whose state it began, or None where it began anew."""
        return (_read_json(self.path / CONFIG) or {}).get("continues")

    @property
    def history(self) -> History:
        """Losses and accuracies so far."""
        return read_history(self.path / PROGRESS)

    @property
    def result(self) -> dict[str, Any] | None:
        """How it ended, or None while it has not."""
        return _read_json(self.path / RESULT)

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
        return _read_count(self.path / ATTEMPTS) or 0

    @property
    def paused_at(self) -> int | None:
        """After how many batches it waits for somebody to let it go on, or None."""
        return _read_count(self.path / PAUSED_AT)

    @property
    def state(self) -> str:
        """One of queued, starting, training, paused, interrupted, finished, stopped, failed."""
        result = self.result
        if result is not None:
            return str(result.get("state", FAILED))
        locked, control, paused_at = self.locked, self.control, self.paused_at
        if not locked and self.result is not None:  # it ended between the two looks
            return self.state
        if control.stop and not locked:
            return STOPPED
        if paused_at is not None and not control.permits(paused_at):
            return PAUSED
        if locked:
            return TRAINING if (self.path / PROGRESS).exists() else STARTING
        return INTERRUPTED if self.attempts else QUEUED

    @property
    def locked(self) -> bool:
        """Whether a living process is training it."""
        if not (self.path / LOCK).exists():
            return False
        try:
            with self.lock(timeout=0):
                return False
        except Timeout:
            return True

    def lock(self, timeout: float = 5.0) -> FileLock:
        """The lock that the training process holds; the system frees it when the process dies."""
        return FileLock(self.path / LOCK, timeout=timeout, is_singleton=False)

    def request_stop(self) -> None:
        """Ask the trainer to stop after the batch it is in."""
        write_control(self.path, replace(self.control, stop=True))

    def go_on(self, until: int | None = None) -> None:
        """Let it go on, to the end or until so many batches are done; queues up again."""
        write_control(self.path, Control(until=until, asked=time.time()))

    def pause(self) -> None:
        """Let it wait after the batch it is in."""
        write_control(self.path, replace(self.control, until=0))

    def write_result(self, result: dict[str, Any]) -> None:
        """Say how it ended; the file appears only when it is complete."""
        _write_json(self.path / RESULT, result)

    def write_count(self, name: str, count: int | None) -> None:
        """Write one of the files that hold a number, or remove it."""
        if count is None:
            (self.path / name).unlink(missing_ok=True)
        else:
            _write(self.path / name, str(count))


def create_run(
    config: TrainingConfig, path: Path | None = None, continues: str | None = None
) -> Run:
    """Ask for a training: write its folder, in the run directory unless ``path`` names another.

    ``continues`` is the id of the run from whose state it begins.
    """
    path = runs_directory() / new_id() if path is None else path
    path.mkdir(parents=True, exist_ok=True)
    if (path / CONFIG).exists():
        raise RunError(f"There is a run in {path} already: choose an empty folder.")
    try:
        origin = {"created": time.time(), "continues": continues}
        _write_json(path / CONFIG, config.to_dict() | origin)
    except OSError:
        with contextlib.suppress(OSError):
            path.rmdir()  # unless it held something before
        raise
    return Run(path)


def new_id() -> str:
    """A name for a run, drawn at random from 2^96, so that a link to it cannot be guessed.

    Letters and digits only: Streamlit refuses component keys with two underscores in a row.
    """
    return secrets.token_hex(12)


def open_run(run_id: str) -> Run:
    """The run with this id; raises RunError where there is none."""
    path = runs_directory() / run_id
    if not _ID.fullmatch(run_id) or not (path / CONFIG).exists():
        raise RunError(f"There is no run called {run_id[:64]!r} here; it may have been removed.")
    return Run(path)


def runs_directory() -> Path:
    """The folder that holds all runs."""
    path = home_directory() / "runs"
    path.mkdir(exist_ok=True)
    return path


def all_runs() -> list[Run]:
    """Every run in the run directory, oldest first."""
    runs = [Run(path) for path in _folders(runs_directory())]
    return sorted(runs, key=lambda run: (run.created, run.id))


def queue_of_runs() -> list[Run]:
    """The runs that are trained, wait or pause, in the order in which they were asked for."""
    open_ended = (path for path in _folders(runs_directory()) if not (path / RESULT).exists())
    active = [run for run in map(Run, open_ended) if run.state in ACTIVE]
    return sorted(active, key=lambda run: (run.asked, run.id))


def sign_taken() -> None:
    """Leave word that this process takes a run, for a queue that finds it dead."""
    _write(runs_directory() / TAKEN, str(os.getpid()))


def last_taker() -> int | None:
    """The process that took a run last."""
    return _read_count(runs_directory() / TAKEN)


def _folders(directory: Path) -> Iterator[Path]:
    """Folders of runs; one that is copied or removed has a name that begins with a dot."""
    paths = (path for path in directory.iterdir() if not path.name.startswith("."))
    return (path for path in paths if (path / CONFIG).exists())


def _read_count(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _write_json(path: Path, values: dict[str, Any]) -> None:
    _write(path, json.dumps(values, indent=2))


def _write(path: Path, text: str) -> None:
    """Write a file that is never seen half written, whenever the process is killed."""
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
