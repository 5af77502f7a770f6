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
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

from filelock import FileLock, SoftFileLock

from mnist_core.system_errors import NO_LOCKS

TRIES, PAUSE = 3, 0.2  # a disc that has run out of locks may have one in a moment: seconds
NOTE = ".note"  # at the end of the name of a lock that is a file


@contextmanager
def locked(path: Path, timeout: float = -1) -> Generator[None]:
    """Hold the lock at a path, for all threads and processes.

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
    with _acquired(path, timeout):
        yield


def _acquired(path: Path, timeout: float) -> AbstractContextManager[object]:
    for trial in range(1, TRIES + 1):
        try:
            own = FileLock(path, timeout=timeout, is_singleton=False, fallback_to_soft=False)
            held = own.acquire()
            try:
                _wait_for_note(path, timeout)
            except BaseException:
                own.release()
                raise
            return held
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
            if error.errno != errno.ENOLCK or trial == TRIES:
                _warn(error.strerror)
                break
        time.sleep(PAUSE)
    return SoftFileLock(f"{path}{NOTE}", timeout=timeout, is_singleton=False).acquire()


def _wait_for_note(path: Path, timeout: float) -> None:
    """Wait for whoever came when the disc still refused locks, and holds a file instead."""
    if Path(f"{path}{NOTE}").exists():
        with SoftFileLock(f"{path}{NOTE}", timeout=timeout, is_singleton=False):
            pass


@cache  # once a process: it is the same for every run
def _warn(reason: str) -> None:
    logging.getLogger(__name__).warning(
        "The disc of the runs' folder refuses locks (%s): files stand in for them.", reason
    )
