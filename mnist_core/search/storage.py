"""Where studies are kept: a file in the home, or the database that OPTUNA_STORAGE names.

Both are Optuna's RDBStorage, so that what hands trials out, tells whether a worker lives and gives
a dead worker's trial back is the same for one process and for many machines. The file is SQLite
and not Optuna's journal: the journal knows no heartbeats, and a worker killed in the middle of a
line leaves a file that cannot be read any more. SQLite knows no lock on a row and would let two
workers take one trial, so transactions follow one another (`mnist_core/sqlite_file.py`).
"""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager

from optuna.exceptions import ExperimentalWarning, StorageInternalError
from optuna.storages import RDBStorage, RetryHeartbeatStaleTrialCallback
from sqlalchemy.exc import SQLAlchemyError

from mnist_core import settings
from mnist_core.home_folder import home_directory
from mnist_core.sqlite_file import begin_as_writer, file_url

VARIABLE = settings.SEARCHES.variable
FILE = "searches.db"
HEARTBEAT_SECONDS = 10
"""How often a worker says that it lives; after twice as long its trial is given back."""
RETRIES = 10
WAIT_SECONDS = 60  # for whoever writes to the file
TRIES = 3  # two who come first at once make the same tables


class SearchError(ValueError):
    """A search that cannot be; the message says what to do."""


def open_storage(heartbeat: int = HEARTBEAT_SECONDS, made: bool = False) -> RDBStorage:
    """The storage of all searches of this home.

    Parameters
    ----------
    heartbeat : seconds between two signs of life of a worker
    made : whether its tables are known to be there, and right: half a second less for a worker

    Raises
    ------
    SearchError
        With one sentence, where it cannot be opened.
    """
    url = settings.SEARCHES.text
    for trial in range(1, TRIES + 1):
        try:
            return _opened(url, heartbeat, made)
        except ImportError as error:
            raise SearchError(
                f"The storage that {VARIABLE} names needs a driver that is not installed: for "
                f'PostgreSQL, pip install "psycopg[binary]" ({error}).'
            ) from None
        except (SQLAlchemyError, RuntimeError, ValueError, OSError) as error:
            if trial == TRIES:
                raise SearchError(_unreachable(error, bool(url))) from None
    raise AssertionError("unreachable")


@contextmanager
def answering() -> Generator[None]:
    """Say in one sentence, as SearchError, that an open storage does not answer any more."""
    try:
        yield
    except (SQLAlchemyError, StorageInternalError) as error:
        named = bool(settings.SEARCHES.text)
        raise SearchError(_unreachable(error.__cause__ or error, named)) from None


@contextmanager
def experimental() -> Generator[None]:
    """Heartbeats, and what gives trials back: since Optuna 2.8 with a warning, here without."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExperimentalWarning)
        yield


def _opened(url: str, heartbeat: int, made: bool) -> RDBStorage:
    with experimental():
        storage = RDBStorage(
            url or file_url(home_directory() / FILE),
            engine_kwargs={"pool_pre_ping": True}
            if url
            else {"connect_args": {"timeout": WAIT_SECONDS}},
            heartbeat_interval=heartbeat,
            heartbeat_stale_trial_callback=RetryHeartbeatStaleTrialCallback(RETRIES),
            skip_compatibility_check=made,
            skip_table_creation=made,
        )
    begin_as_writer(storage.engine)
    return storage


def _unreachable(error: BaseException, named: bool) -> str:
    """One sentence; never the address, in which there may be a password."""
    cause = getattr(error, "orig", None) or error
    reason = " ".join(str(cause).split())[:200].rstrip(".")
    if named:
        return (
            f"The storage that {VARIABLE} names cannot be used ({reason}): look whether its "
            f"server runs and whether the address is right."
        )
    return f"The file of the searches in the home cannot be used ({reason}): mend that or move it."
