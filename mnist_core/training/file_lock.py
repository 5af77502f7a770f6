"""Locks on files, also on discs that know none.

The system's own lock goes when its holder dies, however that happens. Some discs refuse it (NFS
without its lock service, FUSE, some shares of containers). There a file with the holder's process
in it stands for the lock, and whoever comes next looks whether that process still lives.
"""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

from filelock import FileLock, SoftFileLock, Timeout

from mnist_core.system_errors import NO_LOCKS
from mnist_core.training import process_note

TRIES, PAUSE = 3, 0.2  # a disc that has run out of locks may have one in a moment: seconds
NOTE = ".note"  # at the end of the name of a lock that is a file
GRANTED = ".granted"  # at the end of the name of what whoever holds the system's lock leaves


@contextmanager
def locked(path: Path, timeout: float = -1) -> Generator[None]:
    """Hold the lock at a path, for all threads and processes.

    A disc may grant a lock to one and refuse it to the next, or the other way round: each looks
    whether the other kind is held as well. Where both come at once, the lock that is a file wins.

    Parameters
    ----------
    timeout : seconds to wait for whoever holds it; for ever where negative

    Raises
    ------
    filelock.Timeout
        If it is held for longer than that.
    OSError
        If nothing can be written there.
    """
    with ExitStack() as held:
        if not _granted(held, path, timeout):
            held.enter_context(SoftFileLock(f"{path}{NOTE}", timeout, is_singleton=False))
            _wait_for_granted(path, timeout)
        yield


def _granted(held: ExitStack, path: Path, timeout: float) -> bool:
    """Put the system's lock on the stack; False where the disc refuses it."""
    for trial in range(1, TRIES + 1):
        lock = FileLock(path, timeout, is_singleton=False, fallback_to_soft=False)
        try:
            held.enter_context(lock)
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
            if error.errno != errno.ENOLCK or trial == TRIES:
                _warn(error.strerror)
                return False
            time.sleep(PAUSE)
        else:
            _wait_for_note(path, timeout)
            held.callback(Path(f"{path}{GRANTED}").unlink, missing_ok=True)
            return True
    return False


def _wait_for_note(path: Path, timeout: float) -> None:
    """Leave a note of one's own, and wait for whoever was refused and holds a file instead."""
    granted, note = Path(f"{path}{GRANTED}"), Path(f"{path}{NOTE}")
    while True:
        with suppress(OSError):  # a full disc: then nothing can be told to who is refused
            process_note.leave(granted)
        if not note.exists():
            return
        granted.unlink(missing_ok=True)
        with SoftFileLock(note, timeout, is_singleton=False):
            pass


def _wait_for_granted(path: Path, timeout: float) -> None:
    """Wait for whoever holds the lock of the system, which the disc no longer gives."""
    end = time.monotonic() + timeout
    while process_note.is_of_the_living(Path(f"{path}{GRANTED}")):
        if timeout >= 0 and end < time.monotonic():
            raise Timeout(str(path))
        time.sleep(PAUSE)


@cache  # once a process: it is the same for every run
def _warn(reason: str) -> None:
    logging.getLogger(__name__).warning(
        "The disc of the runs' folder refuses locks (%s): files stand in for them.", reason
    )
