"""Fetching Fashion-MNIST: 70,000 garments in MNIST's own form, from Debian's package of it.

H. Xiao, K. Rasul & R. Vollgraf 2017, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine
Learning Algorithms", arXiv:1708.07747; MIT licence. No package on PyPI or npm was found that
carries it; Debian's dataset-fashion-mnist does.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from mnist_core.atomic import write_bytes
from mnist_core.data.imported.imported_set import sets_directory

PACKAGE = "dataset-fashion-mnist"
INSTALLED = Path("/usr/share/datasets/fashion-mnist")
FOLDER = "fashion-mnist"  # in the home folder's folder of sets
SECONDS = 300
CLASSES = (
    "T-shirt",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
FILES: Mapping[str, str] = MappingProxyType(
    {
        "train-images-idx3-ubyte.gz": "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
        "train-labels-idx1-ubyte.gz": "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
        "t10k-images-idx3-ubyte.gz": "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
        "t10k-labels-idx1-ubyte.gz": "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05",
    }
)
"""The four files and their SHA-256."""


def fashion_folder() -> Path:
    """Where the four files are; raises ValueError with a sentence where they are nowhere."""
    for folder in (sets_directory() / FOLDER, INSTALLED):
        if all((folder / name).is_file() for name in FILES):
            return folder
    raise ValueError(
        "Fashion-MNIST has not been fetched: python -m mnist_core download --digits fashion."
    )


def fetch_fashion() -> Path:
    """Fetch the package with apt, unpack and check it, and keep its four files; needs no root.

    Raises
    ------
    ValueError
        With one sentence, where there is no apt, or it fails, or the files are others.
    """
    try:
        return fashion_folder()
    except ValueError:
        pass
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise ValueError(
            f"Fashion-MNIST comes as Debian's package {PACKAGE}, and there is no apt here: bring "
            "its four idx files on the page Experiments, Other data."
        )
    with tempfile.TemporaryDirectory() as folder:
        _run("apt-get", "download", PACKAGE, cwd=folder)
        archive = next(Path(folder).glob("*.deb"))
        _run("dpkg-deb", "-x", str(archive), "unpacked", cwd=folder)
        return _keep(Path(folder) / "unpacked" / INSTALLED.relative_to("/"))


def _keep(folder: Path) -> Path:
    """Copy the checked files into the home folder."""
    target = sets_directory() / FOLDER
    target.mkdir(exist_ok=True)
    for name, checksum in FILES.items():
        data = (folder / name).read_bytes()
        if hashlib.sha256(data).hexdigest() != checksum:
            raise ValueError(f"{name} of {PACKAGE} has a wrong SHA-256: it is not Fashion-MNIST.")
        write_bytes(target / name, data)
    return target


def _run(*command: str, cwd: str) -> None:
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ValueError(f"{command[0]} did not answer ({type(error).__name__}).") from None
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ValueError(f"{command[0]} could not fetch {PACKAGE}: {reason[:200]}")
