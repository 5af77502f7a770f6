"""A file of SQLite that many processes share: its address, and transactions in turn.

SQLite knows no lock on a row, so two that read before they write would both see what was before.
Every transaction begins as a writing one here, but for those that say they only read. On a disc
that refuses locks SQLite makes files that stand for them.
"""

import shutil
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, event

from mnist_core.system_errors import NO_LOCKS

READS = "reads"
"""The execution option of a connection that only reads, and so waits for nobody."""
LEFT_SECONDS = 60.0  # no transaction takes so long: whose file stands for a lock died over it


def file_url(path: Path) -> str:
    """The address of the file; with files that stand for locks where the disc refuses them.

    Parameters
    ----------
    path : of the file, whose folder exists; beside it an empty one, to try locks on, may appear
    """
    if _locks(path.with_suffix(".lock")):
        return f"sqlite:///{path.as_posix()}"
    left = Path(f"{path}.lock")
    with suppress(OSError):
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left)
    return f"sqlite:///file:{quote(path.as_posix())}?vfs=unix-dotfile&uri=true"


def begin_as_writer(engine: Engine) -> None:
    """Have transactions follow one another; does nothing to an engine of another database."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", _begin)
        engine.dispose()  # those that were opened before


def _leave_transactions_to_us(connection, record) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _locks(path: Path) -> bool:
    """Whether the disc grants the locks that SQLite takes, those of POSIX."""
    try:
        import fcntl
    except ImportError:  # Windows, whose discs always do
        return True
    with path.open("a") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in NO_LOCKS
    return True
