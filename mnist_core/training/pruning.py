"""Pruning: old runs make room for new ones, oldest first, never one that goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

from mnist_core.training.runs import ACTIVE, all_runs

MAX_RUNS = 60
MAX_BYTES = 2_000_000_000


def prune(max_runs: int = MAX_RUNS, max_bytes: int = MAX_BYTES) -> list[str]:
    """Remove the oldest runs that have ended until count and size are within bounds.

    Returns
    -------
    The ids of the removed runs.
    """
    runs = all_runs()
    sizes = {run.id: folder_size(run.path) for run in runs}
    removed = []
    for run in runs:
        count, size = len(runs) - len(removed), sum(sizes.values())
        if count <= max_runs and size <= max_bytes:
            break
        if run.state not in ACTIVE:
            shutil.rmtree(run.path, ignore_errors=True)
            removed.append(run.id)
            sizes[run.id] = 0
    return removed


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
