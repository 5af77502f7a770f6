"""Choosing validation and test digits at random, in proportion, the same way for ever."""

import numpy as np

from mnist_core.data.digits import CLASSES

SPLIT_SEED = 20_261_121


def shuffled(n: int, seed: int = SPLIT_SEED) -> np.ndarray:
    """Return the numbers 0 to n - 1 in an order that depends on `seed` only.

    RandomState and not default_rng: NumPy froze its stream (NEP 19), and a network that ships
    was trained without exactly these held-out digits, whatever NumPy is installed.
    """
    return np.random.RandomState(seed).permutation(n)


def quotas(counts: np.ndarray, size: int) -> np.ndarray:
    """Share `size` places among classes in proportion to `counts`, by largest remainder.

    A class gets at least one place and keeps at least one digit back, so the sum may differ
    from `size` when a class is tiny. One that does not occur gets none.

    Raises
    ------
    ValueError
        If a class has a single digit.
    """
    if (counts == 1).any():
        raise ValueError(f"digit {(counts == 1).argmax()} needs at least 2 examples to be split")
    exact = counts * size / counts.sum()
    most = np.maximum(counts - 1, 0)
    places = np.clip(np.floor(exact).astype(np.int64), np.minimum(1, most), most)
    for digit in np.argsort(places - exact, kind="stable"):
        if places.sum() < size and places[digit] < most[digit]:
            places[digit] += 1
    return places


def stratified(labels: np.ndarray, size: int, seed: int = SPLIT_SEED) -> np.ndarray:
    """Draw about `size` digits at random so that every class keeps its share.

    Parameters
    ----------
    labels : int array of shape (n,), 0 to 9, each class that occurs at least twice
    size : how many to draw

    Returns
    -------
    bool array of shape (n,), True where a digit was drawn
    """
    places = quotas(np.bincount(labels, minlength=CLASSES), size)
    order = shuffled(len(labels), seed)
    chosen = np.zeros(len(labels), bool)
    for digit in range(CLASSES):
        chosen[order[labels[order] == digit][: places[digit]]] = True
    return chosen
