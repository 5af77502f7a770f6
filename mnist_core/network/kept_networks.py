"""Networks that people have opened from files, kept in the home folder and named by content."""

from __future__ import annotations

import re
from pathlib import Path

from mnist_core.home_folder import home_directory
from mnist_core.network.forward import Network
from mnist_core.network.weights import save_weights

FILE_ID = re.compile(r"file-[0-9a-f]{16}")
MOST = 100  # are kept; beyond, the ones that were opened longest ago go


def keep(network: Network) -> str:
    """Keep a network; returns its id, which is the same whenever this file is opened."""
    architecture = network.architecture
    directory = _directory()
    directory.mkdir(exist_ok=True)
    save_weights(_path(architecture.id), architecture, network.weights)
    kept = sorted(directory.glob("file-*.npz"), key=lambda it: it.stat().st_mtime)
    for old in kept[:-MOST]:
        old.unlink(missing_ok=True)
    return architecture.id


def kept_file(id: str) -> Path:
    """The .npz file of a network that was kept.

    Raises
    ------
    ValueError
        If there is none with this id.
    """
    if not FILE_ID.fullmatch(id) or not _path(id).is_file():
        raise ValueError(f"There is no network {id[:64]!r} here; open its file again.")
    return _path(id)


def _path(id: str) -> Path:
    return _directory() / f"{id}.npz"


def _directory() -> Path:
    return home_directory() / "networks"
