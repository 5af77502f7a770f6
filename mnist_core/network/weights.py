"""Weights: random ones to begin with, and the .npz files that hold trained ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from mnist_core.atomic import write_npz
from mnist_core.data.npz import UnusableFile, read_npz
from mnist_core.home_folder import FILE_ID, RUN_ID, opened_network, runs_directory
from mnist_core.network.architectures import ARCHITECTURES, read_architecture
from mnist_core.network.sequential import Architecture

SHIPPED = Path(__file__).parents[1] / "assets" / "weights"
MANIFEST = SHIPPED / "manifest.json"
SUMS = SHIPPED / "SHA256SUMS"
"""The checksums of the shipped networks, as sha256sum writes and checks them."""
WEIGHTS = "weights.npz"
"""The file with a run's network, in the folder of the run."""
ARCHITECTURE_KEY, KNOWS_NONE = "architecture", "knows_none"
MAX_BYTES = 32 * 1024 * 1024
Trained = tuple[Architecture, dict[str, np.ndarray], bool]


def initial_weights(architecture: Architecture, seed: int) -> dict[str, np.ndarray]:
    """The random weights from which training starts; the same seed gives the same weights.

    Kernels are drawn uniformly from ±√(6 / (inputs + outputs)) of a unit (Glorot & Bengio 2010),
    which is Keras' default; biases start at 0.

    Returns
    -------
    float32 arrays by ``layer/weight``, such as "conv1/kernel" of shape (3, 3, 1, 32)
    """
    random = np.random.default_rng(seed)
    weights = {}
    for name, shape in architecture.weight_shapes.items():
        kind = name.partition("/")[2]
        if kind == "kernel":
            taps = int(np.prod(shape[:-2]))
            limit = np.sqrt(6 / (taps * (shape[-2] + shape[-1])))
            weights[name] = random.uniform(-limit, limit, shape).astype(np.float32)
        else:
            start = 1 if kind in ("gamma", "moving_variance") else 0
            weights[name] = np.full(shape, start, np.float32)
    return weights


def save_weights(
    path: Path,
    architecture: Architecture,
    weights: Mapping[str, np.ndarray],
    knows_none: bool = False,
    compressed: bool = False,
) -> None:
    """Write a network to one .npz file that ``load_weights`` can read without further help.

    And whether it has learnt what is no digit. The file appears under its name only when it is
    complete. Compressing takes ten times longer and saves a tenth.
    """
    described = architecture.to_dict() | ({KNOWS_NONE: True} if knows_none else {})
    write_npz(path, {ARCHITECTURE_KEY: np.array(json.dumps(described)), **weights}, compressed)


def load_weights(path: Path) -> Trained:
    """Read a network from an .npz file.

    Returns
    -------
    The architecture, its float32 arrays by ``layer/weight``, and whether it has learnt what is no
    digit.

    Raises
    ------
    ValueError
        If the file is missing, broken, hostile or not a network of this project.
    """
    if path.parent == SHIPPED:
        _check(path)
    return read_weights(path, path.name)


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _check(path: Path) -> None:
    """Refuse a shipped network whose file is not the one that was shipped."""
    try:
        lines = SUMS.read_text(encoding="utf-8").splitlines()
        known = {name: found for found, _, name in (line.partition("  ") for line in lines)}
        intact = checksum(path) == known.get(path.name)
    except OSError:
        intact = False
    if not intact:
        raise ValueError(
            f"The shipped network {path.name} is damaged, its checksum is another: fetch the file "
            f"again (git checkout {SHIPPED.relative_to(SHIPPED.parents[2]).as_posix()}), or choose "
            "another network."
        )


def read_weights(file: Path | BinaryIO, name: str) -> Trained:
    """Do the same for a file that may be open already; its name is for sentences."""
    try:
        arrays = read_npz(file, MAX_BYTES)
    except UnusableFile as error:
        raise ValueError(f"{name} cannot be read as a network: {error}.") from None
    if ARCHITECTURE_KEY not in arrays:
        raise ValueError(f"{name} holds no network: choose an .npz file saved by this app.")
    try:
        description = json.loads(str(arrays.pop(ARCHITECTURE_KEY)))
    except (ValueError, RecursionError):
        raise ValueError(f"{name} describes its network in no readable way.") from None
    knows_none = isinstance(description, dict) and description.pop(KNOWS_NONE, False) is True
    return read_architecture(description), arrays, knows_none


def weights_file(name: str | Path) -> Path:
    """The .npz file that a name stands for.

    Parameters
    ----------
    name : the id of a shipped network, an .npz file, a folder that holds "weights.npz" as the
        folder of a run does, the id of a run in the run directory, or of a file that was opened

    Raises
    ------
    ValueError
        If it stands for none of them, or the folder holds no network yet.
    """
    if str(name) in ARCHITECTURES:
        return SHIPPED / f"{name}.npz"
    path = opened_network(str(name)) if FILE_ID.fullmatch(str(name)) else Path(name)
    if path.suffix == ".npz" and not path.is_dir():
        return path
    if not path.is_dir() and RUN_ID.fullmatch(str(name)):
        path = runs_directory() / path
    if path.is_dir() and str(name):
        if not (path / WEIGHTS).exists():
            raise ValueError(f"There is no network in {path} yet: it holds no {WEIGHTS}.")
        return path / WEIGHTS
    raise ValueError(
        f"There is no network called {str(name)!r}; choose one of {', '.join(ARCHITECTURES)}, "
        f"an .npz file, or the folder or the id of a run."
    )


def manifest() -> dict[str, Any]:
    """How, on what and how well each shipped network was trained, by id."""
    return json.loads(MANIFEST.read_text(encoding="utf-8"))
