"""The run directory: asking for a run, finding it again, and the runs in their order."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from mnist_core.atomic import write_text
from mnist_core.home_folder import RUN_ID, runs_directory
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import CONFIG, Run, RunError, write_config
from mnist_core.training.run_protocol import RESULT
from mnist_core.training.run_status import read_count

TAKEN = "trainer.taken"  # beside the run folders: the id of the process that took a run last


def create_run(
    config: TrainingConfig, path: Path | None = None, continues: str | None = None
) -> Run:
    """Make a run: write its folder, in the run directory unless ``path`` names another.

    ``continues`` is the id of the run from whose state it begins. A person's wish goes through
    ``TrainingQueue``, which makes room first and sees to a trainer.
    """
    path = runs_directory() / new_id() if path is None else path
    path.mkdir(parents=True, exist_ok=True)
    if (path / CONFIG).exists():
        raise RunError(f"There is a run in {path} already: choose an empty folder.")
    try:
        write_config(path, config, continues)
    except OSError:
        with contextlib.suppress(OSError):
            path.rmdir()  # unless it held something before
        raise
    return Run(path)


def new_id() -> str:
    """A name for a run, drawn at random from 2^96, so that a link to it cannot be guessed.

    Letters and digits only: Streamlit refuses component keys with two underscores in a row.
    """
    return secrets.token_hex(12)


def open_run(run_id: str) -> Run:
    """The run with this id; raises RunError where there is none."""
    path = runs_directory() / run_id
    if not RUN_ID.fullmatch(run_id) or not (path / CONFIG).exists():
        raise RunError(f"There is no run called {run_id[:64]!r} here; it may have been removed.")
    return Run(path)


def all_runs() -> list[Run]:
    """Every run in the run directory, oldest first."""
    runs = [Run(path) for path in _folders(runs_directory())]
    return sorted(runs, key=lambda run: (run.created, run.id))


def queue_of_runs() -> list[Run]:
    """The runs that are trained, wait or pause, in the order in which they were asked for."""
    open_ended = (path for path in _folders(runs_directory()) if not (path / RESULT).exists())
    active = [run for run in map(Run, open_ended) if run.state.active]
    return sorted(active, key=lambda run: (run.asked, run.id))


def waiting_runs() -> list[Run]:
    """The runs that wait for a trainer, in the order in which they were asked for."""
    return [run for run in queue_of_runs() if run.state.waiting]


def sign_taken() -> None:
    """Leave word that this process takes a run, for a queue that finds it dead."""
    write_text(runs_directory() / TAKEN, str(os.getpid()))


def last_taker() -> int | None:
    """The process that took a run last."""
    return read_count(runs_directory() / TAKEN)


def _folders(directory: Path) -> Iterator[Path]:
    """Folders of runs; one that is copied or removed has a name that begins with a dot."""
    paths = (path for path in directory.iterdir() if not path.name.startswith("."))
    return (path for path in paths if (path / CONFIG).exists())
