"""Deletes classes that are a day old, whether anybody comes or not."""

import threading
import time
from contextlib import suppress

from mnist_core.classroom.class_database import ClassDatabase, ClassError, forget_log, sweep
from mnist_core.classroom.wall_training import forget_walls

EVERY_SECONDS = 600.0


def sweep_all(database: ClassDatabase) -> None:
    """Delete what is over: rows, what the file's log has of them, and walls in this home."""
    sweep(database)
    forget_log(database)
    forget_walls(database)


def keep_swept(database: ClassDatabase, seconds: float = EVERY_SECONDS) -> threading.Thread:
    """Sweep now and every so many seconds, in a thread that ends with the process."""

    def work() -> None:
        while True:
            with suppress(ClassError):  # the database is away: the next time, then
                sweep_all(database)
            time.sleep(seconds)

    thread = threading.Thread(target=work, name="sweeper of classes", daemon=True)
    thread.start()
    return thread
