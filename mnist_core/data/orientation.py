"""Telling digits whose rows and columns are exchanged, as in EMNIST's files."""

from functools import cache

import numpy as np

from mnist_core.data.digits import CLASSES, Digits, read_only
from mnist_core.data.embedded import embedded_digits

SURE = 0.5  # of 1: two digits a class reach it, and digits lying the other way only 0.31


def on_their_side(digits: Digits) -> bool:
    """Whether exchanging rows and columns makes the digits look like MNIST's.

    What is compared is the mean image of each digit, less the mean of these ten: no other writing
    comes near. Of anything else than digits the answer is no.

    Parameters
    ----------
    digits : some of every class
    """
    means, mnist = _class_means(digits), _mnist()
    upright, turned = (
        float((it * mnist).sum() / (np.linalg.norm(it) * np.linalg.norm(mnist) or 1))
        for it in (means, means.swapaxes(1, 2))
    )
    return turned > max(SURE, upright)


@cache
def _mnist() -> np.ndarray:
    return read_only(_class_means(embedded_digits()))


def _class_means(digits: Digits) -> np.ndarray:
    """What tells the mean of each class from the others: float64 array of shape (10, 28, 28)."""
    means = np.stack([digits.images[digits.labels == kind].mean(axis=0) for kind in range(CLASSES)])
    return means - means.mean(axis=0)
