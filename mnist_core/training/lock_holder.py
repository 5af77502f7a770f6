"""Which process holds a run, known without touching the run's lock.

Two that try a lock at the same moment take each other for its holder. So the holder leaves a note
beside it, and whoever wants to know looks whether that process still lives.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from mnist_core.training import process_note
from mnist_core.training.file_lock import locked

LOCK, HOLDER = "lock", "holder.json"


@contextmanager
def holding(folder: Path, timeout: float) -> Generator[None]:
    """Hold the lock of a folder; the system frees it when the process dies.

    Raises
    ------
    filelock.Timeout
        If another process holds it for longer than ``timeout`` seconds.
    """
    note = folder / HOLDER
    with locked(folder / LOCK, timeout):
        with suppress(OSError):  # a full disk: the holder finds that out itself, and says so
            process_note.leave(note)
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


def is_held(folder: Path) -> bool:
    """Whether a living process holds the lock of a folder. Takes nothing, disturbs nobody."""
    return process_note.is_of_the_living(folder / HOLDER)
