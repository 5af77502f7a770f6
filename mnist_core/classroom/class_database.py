"""Where classes are kept: a file in the home, or the database that several servers share.

It is SQLAlchemy's engine and not Streamlit's `st.connection`: commands and tests use it without a
page, and a row of the class has to be locked. All that is written of one class happens in one short
transaction that locks its row first, so that writers follow one another, whichever server and
thread they are in, and never wait for each other in a circle.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, delete, event, select, update
from sqlalchemy.exc import SQLAlchemyError

from mnist_core import settings
from mnist_core.classroom.class_storage import FILE, VARIABLE
from mnist_core.classroom.tables import CLASSES, METADATA
from mnist_core.home_folder import home_directory
from mnist_core.sqlite_file import READS, begin_as_writer, file_url

WAIT_SECONDS = 30  # for whoever writes to the file
TRIES = 3  # two who come first at once make the same tables
LIFETIME = 24 * 3600.0
"""Seconds after which a class and all of it is deleted."""


class ClassError(ValueError):
    """What cannot be done in a class; the message says why, for a person."""


class EndedClass(ClassError):
    """The class has ended, or what a secret opened in one, and nothing of it is left."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or "This class has ended, and everything in it was deleted.")


@dataclass(frozen=True, eq=False)
class ClassDatabase:
    """An open database of classes; any number of threads may use it."""

    engine: Engine

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A connection that only reads; raises ClassError where the database does not answer."""
        with _explained(), self.engine.connect() as connection:
            yield connection.execution_options(**{READS: True})

    @contextmanager
    def writing(self, room: int | None = None) -> Generator[Connection]:
        """A transaction; with a class, its row is locked first.

        Raises
        ------
        EndedClass
            If that class has ended or is too old.
        ClassError
            Where the database does not answer; nothing of the transaction is then kept.
        """
        with _explained(), self.engine.begin() as connection:
            if room is not None:
                lives = (CLASSES.c.id == room) & (CLASSES.c.opened > oldest())
                if connection.execute(select(CLASSES.c.id).where(lives).with_for_update()).first():
                    yield connection
                    return
                raise EndedClass
            yield connection


def oldest() -> float:
    """When the oldest class was opened that is not over yet, in seconds since 1970."""
    return time.time() - LIFETIME


def all_look(connection: Connection, room: int) -> None:
    """Something has changed that everybody in the class sees."""
    changed = {"version": CLASSES.c.version + 1, "tally": CLASSES.c.tally + 1}
    connection.execute(update(CLASSES).where(CLASSES.c.id == room).values(changed))


def teacher_looks(connection: Connection, room: int) -> None:
    """Something has changed that only the teacher sees at once."""
    changed = {"tally": CLASSES.c.tally + 1}
    connection.execute(update(CLASSES).where(CLASSES.c.id == room).values(changed))


def sweep(database: ClassDatabase) -> None:
    """Delete what is older than a day."""
    with database.writing() as connection:
        connection.execute(delete(CLASSES).where(CLASSES.c.opened <= oldest()))


def open_database() -> ClassDatabase:
    """The database of this server, its tables made where they are missing, old classes deleted.

    Raises
    ------
    ClassError
        With one sentence, where it cannot be opened.
    """
    for trial in range(1, TRIES + 1):
        try:
            database = _opened(settings.CLASSES.text)
            sweep(database)
            return database
        except ClassError:
            if trial == TRIES:
                raise
    raise AssertionError("unreachable")


def _opened(url: str) -> ClassDatabase:
    with _explained():
        if url:
            engine = create_engine(url, pool_pre_ping=True, pool_size=10)
        else:
            address = file_url(home_directory() / FILE)
            engine = create_engine(address, connect_args={"timeout": WAIT_SECONDS})
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare)
        begin_as_writer(engine)
        with engine.begin() as connection:
            METADATA.create_all(connection)
        return ClassDatabase(engine)


def _prepare(connection, record) -> None:
    """Readers do not wait for a writer, rows go with their class, and overwritten."""
    for setting in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def forget_log(database: ClassDatabase) -> None:
    """Have nothing deleted left in SQLite's log of what was written."""
    if database.engine.dialect.name == "sqlite":
        with _explained(), database.engine.connect() as connection:
            raw = connection.connection.driver_connection
            with suppress(sqlite3.OperationalError):  # somebody reads: the next sweep, then
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _explained() -> Generator[None]:
    """Say in one sentence, as ClassError, that the database cannot be used."""
    try:
        yield
    except ImportError as error:
        raise ClassError(
            f"The database that {VARIABLE} names needs a driver that is not installed: for "
            f'PostgreSQL, pip install "psycopg[binary]" ({error}).'
        ) from None
    except (SQLAlchemyError, OSError) as error:
        raise ClassError(_unreachable(error)) from None


def _unreachable(error: BaseException) -> str:
    """One sentence; never the address, in which there may be a password."""
    reason = " ".join(str(getattr(error, "orig", None) or error).split())[:200].rstrip(".")
    if settings.CLASSES.text:
        return (
            f"The database of the classes does not answer ({reason}): look whether its server "
            f"runs and whether the address in {VARIABLE} is right."
        )
    return f"The file of the classes in the home cannot be used ({reason}): mend that or move it."
