"""Gradients with respect to the pixels: what a little more ink would change, and where.

A score is the number of a digit before the softmax (the logit). Unlike its probability it does not
depend on the nine others, and it does not saturate when the network is sure.
"""

from __future__ import annotations

import numpy as np

from mnist_core.data.preprocessing import STANDARD_DEVIATION
from mnist_core.explain.backward import backward
from mnist_core.network.forward import Network, in_batches


def pull_back(
    network: Network,
    inputs: tuple[np.ndarray, ...],
    gradient: np.ndarray,
    last: int,
    first: int = 0,
) -> np.ndarray:
    """Carry a gradient from the output of layer `last` back to what comes out before `first`.

    What several layers read gets the sum of what each of them sends back.

    Parameters
    ----------
    network : the one that has read
    inputs : the digit, then what came out of every layer, from Network.forward
    gradient : float32 array of the shape of layer `last`'s output, (n, …)
    last, first : places in the network, counted from 0

    Returns
    -------
    float32 array of the shape of the output of layer `first` − 1, or of the digit
    """
    arrived = {last: gradient}
    for place in range(last, first - 1, -1):
        if place in arrived:  # else it is no part of the way
            row = network.architecture.rows[place]
            x = inputs[row.inputs[0] + 1]
            sent = backward(row.layer, x, arrived.pop(place), network.weights_of(row.layer))
            for read in row.inputs:
                arrived[read] = arrived[read] + sent if read in arrived else sent
    return arrived.get(first - 1, np.zeros_like(inputs[first]))


def score_gradient(network: Network, images: np.ndarray, digit: int) -> np.ndarray:
    """How the score of a digit changes with every pixel, per unit of ink (paper 0 to ink 1).

    Parameters
    ----------
    network : the one that reads
    images : array of shape (n, 28, 28), as for Network.predict
    digit : whose score, 0 to 9

    Returns
    -------
    float32 array of shape (n, 28, 28)
    """
    parts = [_score_gradient(network, batch, digit) for batch in in_batches(images)]
    return np.concatenate(parts)


def _score_gradient(network: Network, images: np.ndarray, digit: int) -> np.ndarray:
    inputs = tuple(network.forward(images))
    gradient = np.zeros_like(inputs[-2])
    gradient[:, digit] = 1
    last = len(network.architecture.layers) - 2  # the layer before the softmax
    return per_pixel(network, pull_back(network, inputs, gradient, last))


def per_pixel(network: Network, gradient: np.ndarray) -> np.ndarray:
    """A gradient for the prepared input (n, 28, 28, 1) as a gradient for the ink, (n, 28, 28)."""
    if network.architecture.preprocessing == "standardise":  # a unit of ink is 1 / 0.3081 of these
        gradient = gradient / np.float32(STANDARD_DEVIATION)
    return gradient[..., 0]
