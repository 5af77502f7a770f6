"""Telling digits that lie on their side, as in EMNIST's files, hang upside down or are mirrored."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import numpy as np

from mnist_core.data.digits import CLASSES, Digits, read_only
from mnist_core.data.embedded import embedded_digits

SURE = 0.5  # of 1: two digits a class reach it; mirrored ones do at times, but never come nearer
TURNS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = MappingProxyType(
    {
        "rows and columns exchanged": lambda images: images.swapaxes(1, 2),
        "turned by 90° to the left": lambda images: np.rot90(images, 1, axes=(1, 2)),
        "turned by 90° to the right": lambda images: np.rot90(images, -1, axes=(1, 2)),
        "turned by 180°": lambda images: images[:, ::-1, ::-1],
        "mirrored from left to right": lambda images: images[:, :, ::-1],
        "mirrored from top to bottom": lambda images: images[:, ::-1],
        "mirrored at the rising diagonal": lambda images: images[:, ::-1, ::-1].swapaxes(1, 2),
    }
)
"""All ways to lay a square picture otherwise: what is done to images of shape (n, side, side)."""


def way_up(digits: Digits) -> str | None:
    """Which of the turns makes the digits look like MNIST's; None where they do as they are.

    What is compared is the mean image of each digit, less the mean of these ten: no other writing
    comes near. Of anything else than digits the answer is None.

    Parameters
    ----------
    digits : some of every class
    """
    means, mnist = _class_means(digits), _mnist()

    def correlation(images: np.ndarray) -> float:
        return float((images * mnist).sum() / (np.linalg.norm(images) * np.linalg.norm(mnist) or 1))

    correlations = {name: correlation(turn(means)) for name, turn in TURNS.items()}
    best = max(correlations, key=correlations.__getitem__)
    return best if correlations[best] > max(SURE, correlation(means)) else None


def turned(digits: Digits, turn: str) -> Digits:
    """The digits after one of the turns."""
    return Digits(np.ascontiguousarray(TURNS[turn](digits.images)), digits.labels)


@cache
def _mnist() -> np.ndarray:
    return read_only(_class_means(embedded_digits()))


def _class_means(digits: Digits) -> np.ndarray:
    """What tells the mean of each class from the others: float64 array of shape (10, 28, 28)."""
    means = np.stack([digits.images[digits.labels == kind].mean(axis=0) for kind in range(CLASSES)])
    return means - means.mean(axis=0)
