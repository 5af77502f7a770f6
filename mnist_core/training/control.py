"""What people ask of a run while it goes on: to pause, to go on, to stop, longer or shorter steps.

The page writes ``control.json`` into the run's folder; the trainer looks before every batch.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mnist_core.atomic import write_json

CONTROL = "control.json"


@dataclass(frozen=True)
class Control:
    """How far a run may go.

    Attributes
    ----------
    until : batches after which it waits, counted from the run's beginning; None to go to the end
    stop : whether it shall end before the next batch
    asked : when it was last asked to go on, in seconds since 1970: its place in the queue
    factor : by what the planned learning rates are multiplied from the next batch on; None for
        what the run has had so far
    """

    until: int | None = None
    stop: bool = False
    asked: float = 0.0
    factor: float | None = None

    def permits(self, batches: int) -> bool:
        """Whether one more batch may be trained after ``batches`` are done."""
        return not self.stop and (self.until is None or batches < self.until)


def read_control(folder: Path) -> Control:
    """What was asked last; a run of which nothing was asked goes to the end."""
    try:
        values = json.loads((folder / CONTROL).read_text(encoding="utf-8"))
        until, asked = values.get("until"), float(values.get("asked", 0.0))
        until = None if until is None else int(until)
        return Control(until, bool(values.get("stop")), asked, _factor(values.get("factor")))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return Control()


def _factor(value: Any) -> float | None:
    """A factor for learning rates; None where it is none: a run is not lost for it."""
    usable = isinstance(value, (int, float)) and 0 < value < float("inf")
    return float(value) if usable else None


def write_control(folder: Path, control: Control) -> None:
    """Ask; the file is never seen half written."""
    write_json(folder / CONTROL, asdict(control))


class ControlReader:
    """Reads the control file only when it has changed: cheap enough to ask before every batch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: tuple[int, int] | None = None
        self._control = Control()

    def read(self) -> Control:
        """What is asked now."""
        try:
            status = (self._folder / CONTROL).stat()
        except OSError:
            return self._control
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._stamp, self._control = stamp, read_control(self._folder)
        return self._control
