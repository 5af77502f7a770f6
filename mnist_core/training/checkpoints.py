"""Checkpoints: the weights of a run at some thirty moments, and the state it can resume from.

Learning is fast at first and slow later, so the moments are spaced evenly on a logarithmic scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from mnist_core.atomic import write_npz
from mnist_core.data.npz import UnusableFile, read_npz

FOLDER = "checkpoints"
STATE = "state.npz"
MOMENTS = 30
MAX_STATE_BYTES = 128 * 1024 * 1024


def moments(batches: int, count: int = MOMENTS) -> tuple[int, ...]:
    """The numbers of batches after which weights are kept, from 0 to the last, about ``count``."""
    if batches < count:
        return tuple(range(batches + 1))
    return tuple(int(n) for n in np.unique(np.rint([0, *np.geomspace(1, batches, count - 1)])))


def checkpoint_path(folder: Path, batches: int) -> Path:
    """The file with the weights after so many batches."""
    return folder / FOLDER / f"{batches:07d}.npz"


def kept(folder: Path) -> tuple[int, ...]:
    """The numbers of batches after which weights were kept so far, in order."""
    names = (path.stem for path in (folder / FOLDER).glob("*.npz"))
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


def save_state(folder: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Keep what a training needs to go on from here; replaces the state before, whole or not."""
    write_npz(folder / STATE, arrays, durable=True)


def load_state(folder: Path) -> dict[str, np.ndarray] | None:
    """The state to go on from, or None where a run has to begin at its beginning."""
    try:
        return read_npz(folder / STATE, MAX_STATE_BYTES)
    except UnusableFile:
        return None
