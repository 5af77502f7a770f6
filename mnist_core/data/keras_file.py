"""Reading an MNIST file in the layout of Keras's mnist.npz, whatever its pixels and labels mean."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from mnist_core.data.digits import CLASSES, SIDE, Digits
from mnist_core.data.npz import UnusableFile, read_npz
from mnist_core.data.orientation import turned, way_up
from mnist_core.data.pixels import PixelMeaning, blank, on_white, pixel_meaning

SIZE_LIMIT = 250_000_000  # bytes; MNIST has 55 million, as float32, which float64 becomes, 220
ODD = 0.1  # the share of images that may be unlike the others: blank, or on the other paper
NAMES = ("x_train", "y_train", "x_test", "y_test")


class KerasFile(NamedTuple):
    """What a file holds: its digits, and what was changed to read them, each as a phrase."""

    training: Digits
    test: Digits
    changes: tuple[str, ...]


def read_keras_file(path: Path) -> KerasFile:
    """Read training and test digits from an .npz file as Keras stores MNIST.

    Pixels may be of any numbers and on paper of either colour, images flat or with a channel,
    labels one-hot: they are brought to what MNIST's are. Half a file of the unexpected is refused.

    Parameters
    ----------
    path : file with x_train, x_test, (n, 28, 28), and y_train, y_test, 0 to 9

    Raises
    ------
    UnusableFile
        If the file cannot be used, whatever the reason.
    """
    arrays = read_npz(path, SIZE_LIMIT, NAMES, narrow=True)
    images = {name: _images(name, arrays.pop(name)) for name in ("x_train", "x_test")}
    try:
        meaning = pixel_meaning(images["x_train"])
    except ValueError as error:
        raise UnusableFile(f"x_train {error}") from error
    training, test = (
        _digits(split, _bytes(f"x_{split}", images.pop(f"x_{split}"), meaning), arrays)
        for split in ("train", "test")
    )
    changes = meaning.changes
    if arrays["y_train"].shape[1:] == (CLASSES,):
        changes += ("labels one-hot taken as digits",)
    if (turn := way_up(training)) is not None:
        training, test = turned(training, turn), turned(test, turn)
        changes += (turn,)
    return KerasFile(training, test, changes)


def _images(name: str, array: np.ndarray) -> np.ndarray:
    """The images without a channel, and not laid flat: (n, 28, 28)."""
    flat = array.shape[1:] == (SIDE * SIDE,)
    one_channel = array.shape[1:] in ((SIDE, SIDE, 1), (1, SIDE, SIDE))
    if flat or one_channel:
        array = array.reshape(-1, SIDE, SIDE)
    if array.shape[1:] != (SIDE, SIDE):
        raise UnusableFile(f"{name} has shape {array.shape}, not (n, 28, 28)")
    if array.dtype.kind not in "biuf":
        raise UnusableFile(f"{name} holds {array.dtype}, not numbers")
    if not len(array):
        raise UnusableFile(f"{name} has no images")
    return array


def _bytes(name: str, images: np.ndarray, meaning: PixelMeaning) -> np.ndarray:
    """The images as MNIST keeps them, uint8; no more than a few are blank or still on white."""
    try:
        images = meaning.as_bytes(images)
    except ValueError as error:
        raise UnusableFile(f"{name} {error}") from error
    odd, empty = on_white(images), blank(images)
    if odd.mean() > ODD:
        raise UnusableFile(
            f"{name} has {odd.sum():,} of {len(images):,} images on the other paper, "
            f"white or black, than the rest: turn them"
        )
    if empty.mean() > ODD:
        raise UnusableFile(
            f"{name} has {empty.sum():,} blank images of {len(images):,}: leave them out"
        )
    return np.ascontiguousarray(images)


def _labels(name: str, array: np.ndarray) -> np.ndarray:
    """The labels as whole numbers, (n,), also where they are floats or rows with a single 1."""
    if array.dtype.kind not in "biuf":
        raise UnusableFile(f"{name} holds {array.dtype}, not whole numbers")
    if array.shape[1:] == (1,):
        array = array[:, 0]
    if array.shape[1:] == (CLASSES,) and (np.sort(array) == [0] * (CLASSES - 1) + [1]).all():
        array = array.argmax(axis=1)
    if array.ndim != 1:
        raise UnusableFile(f"{name} has shape {array.shape}, not (n,)")
    if not np.isfinite(array).all() or (array % 1 != 0).any():
        raise UnusableFile(f"{name} holds fractions, not whole numbers")
    return array.astype(np.int64)


def _digits(split: str, images: np.ndarray, arrays: dict[str, np.ndarray]) -> Digits:
    labels = _labels(f"y_{split}", arrays[f"y_{split}"])
    if len(images) != len(labels):
        raise UnusableFile(
            f"x_{split} has {len(images):,} images but y_{split} {len(labels):,} labels"
        )
    if labels.min() < 0 or labels.max() >= CLASSES:
        raise UnusableFile(
            f"y_{split} has labels from {labels.min()} to {labels.max()}, not from 0 to 9"
        )
    digits = Digits(images, labels)
    if not digits.counts.all():
        missing = ", ".join(map(str, np.flatnonzero(digits.counts == 0)))
        raise UnusableFile(f"x_{split} shows no digit {missing}: all ten are needed")
    return digits
