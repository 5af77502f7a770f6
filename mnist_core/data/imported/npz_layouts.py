"""Images in an .npz file, under the names that files in use give them."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np

from mnist_core.data.imported.raw_images import (
    MOST_PIXELS,
    RawImages,
    check_shape,
    class_labels,
    in_bytes,
)
from mnist_core.data.npz import UnusableFile, read_npz

LIMIT = MOST_PIXELS + 5_000_000  # bytes: pixels, and labels
SPLITS = (("x_train", "y_train"), ("x_test", "y_test"))
WHOLE = (
    ("images", "labels"),
    ("x", "y"),
    ("X", "y"),
    ("data", "target"),
    ("data", "labels"),
    ("arr_0", "arr_1"),
)
NAMES = ("names", "target_names", "class_names")


def read_npz_layout(file: BinaryIO) -> RawImages:
    """Read images and labels from an .npz file.

    Parameters
    ----------
    file : with x_train, y_train, x_test, y_test as Keras has them, or with a pair of arrays such
        as images and labels; names of classes may be in "names"

    Raises
    ------
    UnusableFile
        If the file cannot be used, whatever the reason.
    """
    arrays = read_npz(file, LIMIT, narrow=True)
    pairs = [pair for pair in SPLITS if set(pair) <= set(arrays)]
    pairs = pairs or [pair for pair in WHOLE if set(pair) <= set(arrays)][:1]
    if not pairs:
        raise UnusableFile(
            f"it holds {', '.join(sorted(arrays)[:6]) or 'nothing'}, not x_train and y_train, or "
            "images and labels"
        )
    named = next((arrays[name] for name in NAMES if name in arrays), None)
    names = None if named is None else [str(name) for name in named.ravel()[:99]]
    pictures = [_square(arrays.pop(images)) for images, _ in pairs]
    answers = [class_labels(arrays[labels], names) for _, labels in pairs]
    sizes = {array.shape[1:] for array in pictures}
    if len(sizes) > 1:
        raise UnusableFile("its training and test images are of different sizes")
    images = in_bytes(pictures[0] if len(pictures) == 1 else np.concatenate(pictures))
    counts = [len(array) for array in pictures]
    return RawImages(
        images,
        np.concatenate([labels for labels, _ in answers]),
        answers[0][1],
        np.repeat([pair == SPLITS[1] for pair in pairs], counts),
    )


def _square(array: np.ndarray) -> np.ndarray:
    """The images without a channel, and not laid flat: (n, h, w)."""
    if array.ndim == 4 and array.shape[3] == 1:
        array = array[..., 0]
    elif array.ndim == 4 and array.shape[1] == 1:
        array = array[:, 0]
    elif array.ndim == 2:
        side = round(array.shape[1] ** 0.5)
        if side * side == array.shape[1]:
            array = array.reshape(-1, side, side)
    if array.ndim != 3:
        raise UnusableFile(f"its images have shape {array.shape}, not (n, h, w)")
    check_shape(*array.shape)
    return array
