"""Worker processes that join one search, on this machine; as many machines as have the storage."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from mnist_core.home_folder import VARIABLE, home_directory
from mnist_core.search.search_process import REFUSED
from mnist_core.search.storage import HEARTBEAT_SECONDS, SearchError
from mnist_core.search.study import Search
from mnist_core.search.trial import Trial

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "mnist_core.search.search_process")
LOOK_SECONDS = 0.5
QUICK_SECONDS, QUICK_DEATHS = 20.0, 3
"""A worker that dies so soon has not trained; after so many in a row none is started any more."""


def work_together(
    search: Search,
    workers: int,
    say: Callable[[Trial], None] = lambda trial: None,
    command: Sequence[str] = COMMAND,
    heartbeat: int = HEARTBEAT_SECONDS,
) -> None:
    """Keep so many workers at a search until none of its trials is left, or nobody wants it.

    A worker that has had enough trials leaves, and one that died is replaced; what it had taken
    is given back by the storage.

    Parameters
    ----------
    say : is told every trial that has ended, once, also those of other machines
    command : starts a worker; the search's name and the heartbeat are added

    Raises
    ------
    SearchError
        Where the workers cannot begin; they have said why themselves.
    """
    crew: dict[subprocess.Popen[bytes], float] = {}
    told: set[int] = {it.number for it in search.trials() if it.state.ended}
    deaths = 0
    try:
        while search.wanted and search.unfinished():
            for process in [it for it in crew if it.poll() is not None]:
                begun = crew.pop(process)
                _bury(process)
                if process.returncode == REFUSED:
                    raise SearchError(f"No worker can join the search {search.name!r}.")
                quick = process.returncode != 0 and time.monotonic() - begun < QUICK_SECONDS
                deaths = deaths + 1 if quick else 0
                if deaths > QUICK_DEATHS * workers:
                    raise SearchError(f"The workers of the search {search.name!r} cannot start.")
            while len(crew) < workers:
                crew[_start((*command, search.name, str(heartbeat)))] = time.monotonic()
            time.sleep(LOOK_SECONDS)
            _tell(search, told, say)
        for process in crew:
            process.wait()
        _tell(search, told, say)
    finally:
        for process in crew:
            process.kill()
            _bury(process)


def _tell(search: Search, told: set[int], say: Callable[[Trial], None]) -> None:
    for trial in search.trials():
        if trial.state.ended and trial.number not in told:
            told.add(trial.number)
            say(trial)


def _bury(process: subprocess.Popen[bytes]) -> None:
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    own = {"TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONPATH": str(ROOT), "KERAS_BACKEND": "tensorflow"}
    own[VARIABLE] = str(home_directory())  # it may be relative to where we are
    return subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **own})
