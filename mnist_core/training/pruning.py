"""Pruning: old runs make room for new ones, oldest first, never one that goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

from mnist_core import settings
from mnist_core.home_folder import runs_directory
from mnist_core.training.file_lock import locked
from mnist_core.training.run_folder import Run
from mnist_core.training.runs import all_runs

MEGABYTE = 1_000_000
REMOVED = ".removed"


def prune(
    max_runs: int | None = None, max_bytes: int | None = None, keep: Run | None = None
) -> list[str]:
    """Remove the oldest runs that have ended until count and size are within bounds.

    The bounds are those of the settings, where none are given.
    ``keep`` is a run that stays, however old: another one is about to go on from it.

    Returns
    -------
    The ids of the removed runs.
    """
    with locked(runs_directory() / "prune.lock"):  # else two remove twice
        for left in runs_directory().glob(f".*{REMOVED}"):  # by a process that died over it
            shutil.rmtree(left, ignore_errors=True)
        most = settings.RUNS.value if max_runs is None else max_runs
        size = settings.RUN_BYTES.value * MEGABYTE if max_bytes is None else max_bytes
        return _prune(all_runs(), most, size, keep)


def _prune(runs: list[Run], max_runs: int, max_bytes: int, keep: Run | None) -> list[str]:
    sizes = {run.id: folder_size(run.path) for run in runs}
    removed = []
    for run in runs:
        count, size = len(runs) - len(removed), sum(sizes.values())
        if count <= max_runs and size <= max_bytes:
            break
        if run != keep and not run.state.active:
            remove(run)
            removed.append(run.id)
            sizes[run.id] = 0
    return removed


def remove(run: Run) -> None:
    """Out of sight at once, then off the disk: half removed it would read as another run."""
    removed = run.path.with_name(f".{run.id}{REMOVED}")
    run.path.rename(removed)
    shutil.rmtree(removed, ignore_errors=True)


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(_size(path) for path in folder.rglob("*") if path.is_file())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # a file that was being written has got its name by now
        return 0
