"""Fetching Fashion-MNIST: 70,000 garments in MNIST's own form, from Debian's package of them.

H. Xiao, K. Rasul & R. Vollgraf 2017, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine
Learning Algorithms", arXiv:1708.07747; MIT licence. No package on PyPI or npm was found that
carries the images; Debian's does, and apt fetches it without being root.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from mnist_core.data.digits import fingerprint
from mnist_core.data.imported.brought_files import Brought, BroughtFile, read_files

TITLE = "Fashion-MNIST"
PACKAGE = "dataset-fashion-mnist"
INSTALLED = Path("/usr/share/datasets/fashion-mnist")
FINGERPRINT = "75979490032625d6583ff7101de6f9243d07d0a8d33d3c9b3b7e79b4c59382af"
SECONDS = 300
GARMENTS = (
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
PARTS = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")


def fetch_fashion() -> Brought:
    """The images and labels, from the package where it is installed, else fetched by apt.

    Raises
    ------
    ValueError
        With one sentence, where there is no apt, or it fails, or the images are others.
    """
    if INSTALLED.is_dir():
        return _read(INSTALLED)
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise ValueError(
            f"{TITLE} comes as Debian's package {PACKAGE}, and there is no apt here: import its "
            "four idx files instead."
        )
    with tempfile.TemporaryDirectory() as folder:
        _run("apt-get", "download", PACKAGE, cwd=folder)
        archive = next(Path(folder).glob("*.deb"))
        _run("dpkg-deb", "-x", str(archive), "unpacked", cwd=folder)
        return _read(Path(folder) / "unpacked" / INSTALLED.relative_to("/"))


def _read(folder: Path) -> Brought:
    files = [
        BroughtFile(path.name, path.open("rb"))
        for path in (folder / f"{part}-ubyte.gz" for part in PARTS)
    ]
    try:
        found = read_files(files, names=GARMENTS)
    finally:
        for _, file in files:
            file.close()
    if fingerprint(found.digits) != FINGERPRINT:
        raise ValueError(f"The images of {PACKAGE} are not those of {TITLE}: report it to Debian.")
    return found


def _run(*command: str, cwd: str) -> None:
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ValueError(f"{command[0]} did not answer ({type(error).__name__}).") from None
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ValueError(f"{command[0]} could not fetch {PACKAGE}: {reason[:200]}")
