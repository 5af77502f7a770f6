"""What speaks for each digit: how much every pixel's ink adds to each of the ten scores."""

import numpy as np

from mnist_core.data.digits import CLASSES
from mnist_core.explain.gradient import per_pixel, pull_back
from mnist_core.network.forward import Network


def contributions(network: Network, digit: np.ndarray) -> np.ndarray:
    """Ink times gradient, for all ten scores: where the ink is, and what it does there.

    To first order, the score of digit k falls by the sum of map k if all ink fades (A. Shrikumar
    et al. 2016, "gradient × input"). Paper contributes nothing.

    Parameters
    ----------
    network : the one that reads
    digit : float array of shape (28, 28), in [0, 1]

    Returns
    -------
    float32 array of shape (10, 28, 28): above 0 the ink speaks for that digit, below 0 against it
    """
    ink = np.asarray(digit, np.float32)
    inputs = tuple(network.forward(np.repeat(ink[np.newaxis], CLASSES, axis=0)))
    gradient = np.eye(CLASSES, dtype=np.float32)  # row k asks for the score of digit k
    last = len(network.architecture.layers) - 2  # the layer before the softmax
    return ink * per_pixel(network, pull_back(network, inputs, gradient, last))
