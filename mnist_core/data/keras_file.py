"""Reading an MNIST file in the layout of Keras's mnist.npz."""

from pathlib import Path

import numpy as np

from mnist_core.data.digits import CLASSES, SIDE, Digits
from mnist_core.data.npz import UnusableFile, read_npz

SIZE_LIMIT = 200_000_000  # bytes, packed and unpacked; MNIST itself unpacks to 55 million
NAMES = ("x_train", "y_train", "x_test", "y_test")


def read_keras_file(path: Path) -> tuple[Digits, Digits]:
    """Read training and test digits from an .npz file as Keras stores MNIST.

    Parameters
    ----------
    path : file with x_train, x_test (uint8, (n, 28, 28)) and y_train, y_test (whole numbers, 0-9)

    Raises
    ------
    UnusableFile
        If the file cannot be used, whatever the reason.
    """
    arrays = read_npz(path, SIZE_LIMIT, NAMES)
    for name, array in arrays.items():
        _check(name, array)
    return _digits(arrays, "train"), _digits(arrays, "test")


def _check(name: str, array: np.ndarray) -> None:
    images = name.startswith("x_")
    fits = array.shape[1:] == (SIDE, SIDE) if images else array.ndim == 1
    if not fits or not array.shape:
        expected = "(n, 28, 28)" if images else "(n,)"
        raise UnusableFile(f"{name} has shape {array.shape}, not {expected}")
    if images and array.dtype != np.uint8:
        raise UnusableFile(f"{name} holds {array.dtype}, not uint8")
    if not images and array.dtype.kind not in "iu":
        raise UnusableFile(f"{name} holds {array.dtype}, not whole numbers")


def _digits(arrays: dict[str, np.ndarray], split: str) -> Digits:
    images, labels = arrays[f"x_{split}"], arrays[f"y_{split}"]
    if len(images) != len(labels):
        raise UnusableFile(
            f"x_{split} has {len(images):,} images but y_{split} {len(labels):,} labels"
        )
    if labels.size and (labels.min() < 0 or labels.max() >= CLASSES):
        raise UnusableFile(
            f"y_{split} has labels from {labels.min()} to {labels.max()}, not from 0 to 9"
        )
    digits = Digits(np.ascontiguousarray(images), labels)
    if not digits.counts.all():
        raise UnusableFile(f"x_{split} shows no digit {digits.counts.argmin()}")
    return digits
