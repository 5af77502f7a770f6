"""The history of a run: loss and accuracy, batch by batch and epoch by epoch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mnist_core.atomic import write_npz
from mnist_core.data.npz import read_npz
from mnist_core.network.weights import SHIPPED

MAX_BYTES = 8_000_000
SPAN = 20
"""Most batches over which curves are smoothed."""
RECENT, ENOUGH = 50, 10
"""Batches whose pace says how long the rest will take, and how many there must be."""


def smooth(values: np.ndarray, span: int = SPAN) -> np.ndarray:
    """Average every value with those before it, the older the less: an exponential moving mean.

    Weights fall by the factor 1 − 2 / (span + 1) per step and add up to 1 from the first value
    on, so that the curve starts where the values start.

    Parameters
    ----------
    values : float array of shape (n,)
    span : the number of values whose plain mean would be about as smooth

    Returns
    -------
    float64 array of shape (n,)
    """
    import pandas as pd  # slow to import, and no page but Training needs it

    return pd.Series(values, dtype=np.float64).ewm(span=span).mean().to_numpy()


@dataclass(frozen=True)
class History:
    """What a training has reported so far. All arrays are float64 and of equal length per kind.

    Attributes
    ----------
    batch_loss, batch_accuracy : of every batch, before its weights were updated
    batch_seconds : time since the run's first batch began
    batches_per_epoch : batches in one epoch, 0 before the first batch
    validation_loss, validation_accuracy : after every epoch, on the validation digits
    training_loss, training_accuracy : mean over the training digits of every epoch, each as it was
        read in its batch: dropout active, before the step; shipped histories average batches
    batch_rate : learning rate of every batch; empty where an early version did not keep it
    rate : learning rate of the last batch, 0 before the first
    rate_changes : after how many batches somebody changed it, and by what the planned rates were
        multiplied from there on
    best_epoch : the epoch whose weights early stopping gave back, counted from 1; 0 for none
    interruptions : how often the trainer died and another one went on
    """

    batch_loss: np.ndarray
    batch_accuracy: np.ndarray
    batch_seconds: np.ndarray
    batches_per_epoch: int
    validation_loss: np.ndarray
    validation_accuracy: np.ndarray
    training_loss: np.ndarray
    training_accuracy: np.ndarray
    interruptions: int = 0
    rate: float = 0.0
    batch_rate: np.ndarray = field(default_factory=lambda: np.empty(0))
    rate_changes: tuple[tuple[int, float], ...] = ()
    best_epoch: int = 0

    @property
    def batches(self) -> int:
        """Number of batches so far."""
        return len(self.batch_loss)

    @property
    def epochs(self) -> int:
        """Number of finished epochs."""
        return len(self.validation_loss)

    @property
    def rate_moves(self) -> bool:
        """Whether the learning rate of some batch differs from another one's."""
        return len(self.batch_rate) > 0 and bool(np.ptp(self.batch_rate) > 0)

    @property
    def batch_epochs(self) -> np.ndarray:
        """Where each batch stands on the axis of epochs: the first epoch ends at 1."""
        return np.arange(1, self.batches + 1) / max(self.batches_per_epoch, 1)

    def to_csv(self) -> str:
        """Every batch as a line of CSV; the validation columns are filled where an epoch ends."""
        validation = np.full((2, self.batches), np.nan)
        rates = self.batch_rate if len(self.batch_rate) else np.full(self.batches, np.nan)
        ends = np.arange(1, self.epochs + 1) * self.batches_per_epoch - 1
        validation[:, ends] = self.validation_loss, self.validation_accuracy
        columns = {
            "batch": np.arange(1, self.batches + 1),
            "epochs": self.batch_epochs,
            "seconds": self.batch_seconds,
            "loss": self.batch_loss,
            "accuracy": self.batch_accuracy,
            "learning_rate": rates,
            "validation_loss": validation[0],
            "validation_accuracy": validation[1],
        }
        lines = [",".join(columns)]
        lines += [",".join(map(_csv_number, row)) for row in zip(*columns.values(), strict=True)]
        return "\n".join(lines) + "\n"

    @property
    def turn(self) -> int:
        """The epoch, from 1, after which the validation loss was lowest; 0 before there is one."""
        return int(np.argmin(self.validation_loss)) + 1 if self.epochs else 0

    @property
    def span(self) -> int:
        """Batches to smooth over: 20, or half an epoch where epochs are short."""
        return max(min(SPAN, self.batches_per_epoch // 2), 2)

    @property
    def batches_per_second(self) -> float | None:
        """The pace of the last batches, validation included; None before there is one.

        The first batch is left out: TensorFlow builds its graph in it, which takes seconds.
        """
        recent = self.batch_seconds[-RECENT - 1 :]
        if self.batches < ENOUGH or recent[-1] <= recent[0]:
            return None
        return (len(recent) - 1) / float(recent[-1] - recent[0])

    def seconds_left(self, epochs: int) -> float | None:
        """Seconds until ``epochs`` are done at this pace, or None before there is a pace."""
        pace = self.batches_per_second
        left = max(epochs * self.batches_per_epoch - self.batches, 0)
        return None if pace is None else left / pace


def save_history(path: Path, history: History) -> None:
    """Keep a history as one small .npz file, numbers to seven digits."""
    arrays: dict[str, Any] = {
        name: np.asarray(value, np.float32) if isinstance(value, np.ndarray) else value
        for name, value in asdict(history).items()
    }
    arrays["rate_changes"] = np.array(history.rate_changes, np.float64).reshape(-1, 2)
    write_npz(path, arrays, compressed=True)


def load_history(path: Path) -> History:
    """Read what ``save_history`` wrote; raises ValueError where that cannot be read."""
    arrays = read_npz(path, MAX_BYTES)
    changes = arrays.pop("rate_changes", np.empty((0, 2)))
    counts = {n: a.item() for n, a in arrays.items() if a.ndim == 0}
    curves: dict[str, Any] = {n: a.astype(float) for n, a in arrays.items() if a.ndim}
    changed = tuple((int(batches), float(factor)) for batches, factor in changes)
    return History(**curves, **counts, rate_changes=changed)


def shipped_history_path(architecture_id: str) -> Path:
    """The file with the recorded history of a shipped network."""
    return SHIPPED / f"{architecture_id}.history.npz"


def shipped_history(architecture_id: str) -> History:
    """How the shipped network learnt: its recorded losses and accuracies."""
    return load_history(shipped_history_path(architecture_id))


def _csv_number(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.7g}"
