"""How a training that was asked for in a shell shows where it is: a line an epoch, and a bar."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from mnist_core.training.run_protocol import BatchDone, EpochDone, Event

WIDTH = 24
EVERY_SECONDS = 0.1


class ProgressBar:
    """Says every event of a training; the bar appears where errors go to a terminal, nowhere else.

    Parameters
    ----------
    epochs : how many are planned
    lines : where the line of every epoch goes; standard output where None
    bar : where the bar goes; standard error where None
    """

    def __init__(self, epochs: int, lines: TextIO | None = None, bar: TextIO | None = None) -> None:
        self._epochs, self._lines = epochs, lines or sys.stdout
        self._bar = bar or sys.stderr
        self._terminal = self._bar.isatty()
        self._drawn = 0.0  # when

    def say(self, event: Event) -> None:
        """Draw the bar anew, or write the line of an epoch."""
        if isinstance(event, EpochDone):
            self.clear()
            print(epoch_line(event), file=self._lines, flush=True)
        elif isinstance(event, BatchDone) and self._terminal:
            now = time.monotonic()
            if now - self._drawn >= EVERY_SECONDS or event.batch == event.batches:
                self._drawn = now
                self._bar.write("\r" + bar_line(event, self._epochs) + "\033[K")
                self._bar.flush()

    def clear(self) -> None:
        """Take the bar away."""
        if self._terminal:
            self._bar.write("\r\033[K")
            self._bar.flush()


def bar_line(event: BatchDone, epochs: int) -> str:
    """Where a training is after a batch, over all its epochs, and how long the rest will take."""
    done = (event.epoch - 1) * event.batches + event.batch
    share = done / (epochs * event.batches)
    full = int(share * WIDTH)
    left = event.seconds * (1 - share) / share
    return (
        f"epoch {event.epoch} of {epochs} [{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%}, "
        f"loss {event.loss:.4f}, accuracy {event.accuracy:.1%}, about {left:.0f} s left"
    )


def epoch_line(event: EpochDone) -> str:
    """What an epoch reached."""
    return (
        f"epoch {event.epoch}: loss {event.loss:.4f}, accuracy {event.accuracy:.2%}, "
        f"validation loss {event.validation_loss:.4f}, accuracy {event.validation_accuracy:.2%}"
    )
