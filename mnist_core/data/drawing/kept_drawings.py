"""The drawings a person keeps, with the labels they give: a small test set of their own."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import SIDE, Digits
from mnist_core.data.preprocessing import WHITE


@dataclass(frozen=True, eq=False)
class Kept:
    """One kept drawing: as it is given to a network, float (28, 28) in [0, 1], and its label."""

    digit: np.ndarray
    label: int


def as_digits(kept: Sequence[Kept]) -> Digits:
    """Kept drawings as a set of digits like any other, in whole grey levels."""
    images = np.array([np.rint(it.digit * WHITE) for it in kept]).reshape(-1, SIDE, SIDE)
    return Digits(images.astype(np.uint8), np.array([it.label for it in kept], np.int64))


def to_npz(digits: Digits) -> bytes:
    """A set of digits as the content of an .npz file, named as in Keras' MNIST: x_test, y_test.

    It holds numbers only and is read with `np.load(file)`, without pickle.
    """
    file = io.BytesIO()
    np.savez_compressed(file, x_test=digits.images, y_test=digits.labels.astype(np.uint8))
    return file.getvalue()
