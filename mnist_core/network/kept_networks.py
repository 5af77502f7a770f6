"""Networks that people have opened from files, kept in the home folder and named by content."""

from __future__ import annotations

from pathlib import Path

from mnist_core.home_folder import FILE_ID, opened_network
from mnist_core.network.forward import Network
from mnist_core.network.weights import save_weights

MOST = 100  # are kept; beyond, the ones that were opened longest ago go


def keep(network: Network) -> str:
    """Keep a network; returns its id, which is the same whenever this file is opened."""
    architecture = network.architecture
    path = opened_network(architecture.id)
    path.parent.mkdir(exist_ok=True)
    save_weights(path, architecture, network.weights, network.knows_none)
    kept = sorted(path.parent.glob("file-*.npz"), key=lambda it: it.stat().st_mtime)
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
    if not FILE_ID.fullmatch(id) or not opened_network(id).is_file():
        raise ValueError(f"There is no network {id[:64]!r} here; open its file again.")
    return opened_network(id)
