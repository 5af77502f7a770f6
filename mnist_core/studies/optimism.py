"""What it costs to choose a network on the digits that it is judged by."""

from __future__ import annotations

import numpy as np


def optimism(right: np.ndarray, splits: int, seed: int) -> np.ndarray:
    """How much better the chosen network looks on the digits that chose it than on fresh ones.

    The digits are split into two halves at random; the network that does best on the first half is
    chosen; its accuracy on the second half is what it is worth.

    Parameters
    ----------
    right : bool array of shape (networks, digits), which network reads which digit right
    splits : how often to split
    seed : of the splits

    Returns
    -------
    float64 array of shape (splits,): accuracy on the half that chose minus accuracy on the other
    """
    right = np.asarray(right, bool)
    if right.ndim != 2 or right.shape[1] < 2 or not len(right):
        raise ValueError("Give at least one network and two digits, as an array of shape (k, n).")
    random = np.random.default_rng(seed)
    half = right.shape[1] // 2
    gains = np.empty(splits)
    for number in range(splits):
        order = random.permutation(right.shape[1])
        choosing, fresh = order[:half], order[half : 2 * half]
        scores = right[:, choosing].mean(axis=1)
        best = int(scores.argmax())
        gains[number] = scores[best] - right[best, fresh].mean()
    return gains
