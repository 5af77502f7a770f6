"""The progress file of a run, read while it grows: every look parses only the lines that are new.

A trainer appends one line for every batch and every epoch. One that goes on after an interruption
says where, and what came after that place is done again.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType

import numpy as np

from mnist_core.training.history import History
from mnist_core.training.run_protocol import (
    BatchDone,
    BestTaken,
    EpochDone,
    Event,
    RateChanged,
    Resumed,
    from_line,
)

OPEN_FILES = 32
"""Most progress files whose numbers are kept in memory; the least recently read one goes first."""
COLUMNS: Mapping[type[Event], tuple[str, ...]] = MappingProxyType(
    {
        BatchDone: ("loss", "accuracy", "seconds", "batches", "rate"),
        EpochDone: ("loss", "accuracy", "validation_loss", "validation_accuracy"),
    }
)
"""What is kept of the events."""


def read_history(path: Path) -> History:
    """What a progress file says; lines that are half written or broken are passed over."""
    return _reader(path).read()


class ProgressReader:
    """Follows one progress file; may be asked by many threads, and answers with constant arrays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = Lock()
        self._begin()

    def _begin(self) -> None:
        self._file: tuple[int, int] | None = None
        self.bytes_read = 0
        self._columns = {
            kind: {name: array("d") for name in names} for kind, names in COLUMNS.items()
        }
        self._interruptions = 0
        self._rate_changes: tuple[tuple[int, float], ...] = ()
        self._best_epoch = 0
        self._history: History | None = None

    def read(self) -> History:
        """The history up to the last whole line."""
        with self._guard:
            for line in self._new_lines():
                event = from_line(line)
                if event is not None:
                    self._take(event)
                    self._history = None
            if self._history is None:
                self._history = self._made()
            return self._history

    def _new_lines(self) -> list[str]:
        """The whole lines written since the last look; all of them where it is another file."""
        try:
            with self._path.open("rb") as file:
                status = os.fstat(file.fileno())
                named = (status.st_dev, status.st_ino)
                if named != self._file or status.st_size < self.bytes_read:
                    self._begin()
                    self._file = named
                file.seek(self.bytes_read)
                whole = file.read(status.st_size - self.bytes_read).rpartition(b"\n")[0]
        except OSError:
            self._begin()
            return []
        if not whole:
            return []
        self.bytes_read += len(whole) + 1
        return whole.decode("utf-8", "replace").split("\n")

    def _take(self, event: Event) -> None:
        if isinstance(event, Resumed):  # what came after the state it resumed from is done again
            self._interruptions += event.interrupted
            for kind, number in ((BatchDone, event.batches), (EpochDone, event.epochs)):
                for column in self._columns[kind].values():
                    del column[number:]
            changes = self._rate_changes
            self._rate_changes = tuple(change for change in changes if change[0] < event.batches)
            self._best_epoch = 0
            return
        if isinstance(event, RateChanged):
            self._rate_changes += ((event.batches, event.factor),)
            return
        if isinstance(event, BestTaken):
            self._best_epoch = event.epoch
            return
        for name, column in self._columns[type(event)].items():
            column.append(getattr(event, name))

    def _made(self) -> History:
        batches = {name: _constant(column) for name, column in self._columns[BatchDone].items()}
        epochs = {name: _constant(column) for name, column in self._columns[EpochDone].items()}
        begun = len(batches["loss"]) > 0
        return History(
            batch_loss=batches["loss"],
            batch_accuracy=batches["accuracy"],
            batch_seconds=batches["seconds"],
            batches_per_epoch=int(batches["batches"][-1]) if begun else 0,
            validation_loss=epochs["validation_loss"],
            validation_accuracy=epochs["validation_accuracy"],
            training_loss=epochs["loss"],
            training_accuracy=epochs["accuracy"],
            interruptions=self._interruptions,
            rate=float(batches["rate"][-1]) if begun else 0.0,
            batch_rate=batches["rate"],
            rate_changes=self._rate_changes,
            best_epoch=self._best_epoch,
        )


@lru_cache(maxsize=OPEN_FILES)
def _reader(path: Path) -> ProgressReader:
    return ProgressReader(path)


def _constant(column: array[float]) -> np.ndarray:
    values = np.array(column)  # a copy: the column grows on
    values.flags.writeable = False
    return values
