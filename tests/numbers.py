"""Numbers of real digits that touch: pushed together until their ink is one piece."""

from collections.abc import Iterator

import numpy as np
from scipy import ndimage

from mnist_core.data.digits import Digits

INK = 64  # of 255: what is at least so dark touches
MARGIN = 20  # pixels


def touching(digits: Digits, count: int, total: int, seed: int) -> Iterator[tuple]:
    """So many numbers of so many digits: uint8 pictures (h, w), and lists of what they are."""
    random = np.random.default_rng(seed)
    while total:
        chosen = random.integers(0, len(digits), count)
        number = tight(digits.images[chosen[0]])
        for index in chosen[1:]:
            number = None if number is None else in_one_piece(number, tight(digits.images[index]))
        if number is not None:
            yield np.pad(number, MARGIN), digits.labels[chosen].tolist()
            total -= 1


def tight(image: np.ndarray, zoom: int = 2) -> np.ndarray:
    """A digit enlarged, without the empty columns at its sides."""
    inked = np.flatnonzero(image.any(axis=0))
    return np.kron(image[:, inked[0] : inked[-1] + 1], np.ones((zoom, zoom), np.uint8))


def in_one_piece(left: np.ndarray, right: np.ndarray) -> np.ndarray | None:
    """Two pictures pushed together until their ink touches; None if it never does."""
    for overlap in range(min(left.shape[1], right.shape[1])):
        both = np.zeros((len(left), left.shape[1] + right.shape[1] - overlap), np.uint8)
        both[:, : left.shape[1]] = left
        both[:, -right.shape[1] :] = np.maximum(both[:, -right.shape[1] :], right)
        if ndimage.label(both >= INK, np.ones((3, 3)))[1] == 1:
            return both
    return None
