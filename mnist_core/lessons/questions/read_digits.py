"""What questions about many digits look at: the first test digits, read once for each network."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from mnist_core.data.digits import Dataset, Digits
from mnist_core.network.forward import Network

MANY, FEW = 500, 100  # digits: a question is answered while somebody waits


def first_digits(dataset: Dataset, count: int = MANY) -> Digits:
    """The first test digits, or all where there are fewer."""
    return dataset.test[:count]


@lru_cache(maxsize=8)
def probabilities(network: Network, dataset: Dataset) -> np.ndarray:
    """What a network reads in the first test digits: float32 array of shape (n, 10), read-only."""
    found = network.predict(first_digits(dataset).images)
    found.flags.writeable = False
    return found


def right_of(network: Network, images: np.ndarray, labels: np.ndarray) -> int:
    """How many of some digits a network reads right; images float in [0, 1] or uint8."""
    return int((network.predict(images).argmax(axis=1) == labels).sum())
