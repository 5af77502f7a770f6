"""The backward pass in plain NumPy: how much every input of a layer matters for its output.

The forward pass says what a layer makes of its input; this says how a small change of the input
would show. Chained from the last layer to the first, it is backpropagation down to the pixels.
Tests hold it to TensorFlow, layer kind by layer kind.
"""

from __future__ import annotations

from functools import singledispatch
from math import prod

import numpy as np

from mnist_core.network.layer_forward import Weights, apply, pad, taps
from mnist_core.network.layers import (
    Add,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    MaxPooling2D,
    ReLU,
    Softmax,
    Window,
)


@singledispatch
def backward(layer: Layer, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    """The gradient of some quantity for the input of a layer, given its gradient for the output.

    Parameters
    ----------
    layer : the spec
    x : float32 array of shape (n, *input_shape), what came into the layer
    gradient : float32 array of shape (n, *output_shape), how the quantity changes with each output
    weights : this layer's arrays by their Keras name (kernel, bias, …)

    Returns
    -------
    float32 array of the shape of x
    """
    raise TypeError(f"There is no backward pass for {layer.kind}.")


@backward.register
def _(layer: Conv2D, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    kernel = weights["kernel"]  # (k, k, channels, filters)
    columns = gradient.reshape(-1, layer.filters) @ kernel.reshape(-1, layer.filters).T
    columns = columns.reshape(*gradient.shape[:3], -1, x.shape[-1])  # (n, h, w, k·k, channels)
    into = _padded_zeros(x, layer.window)
    for place, tap in enumerate(taps(into, layer.window)):
        tap += columns[..., place, :]  # a tap is a view: this adds to `into`
    return _crop(into, layer.window, x.shape)


@backward.register
def _(layer: MaxPooling2D, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    largest = apply(layer, x, weights)
    into = _padded_zeros(x, layer.window)
    undecided = np.ones(largest.shape, bool)
    cells = taps(pad(x, layer.window, -np.inf), layer.window)
    for cell, tap in zip(cells, taps(into, layer.window), strict=True):
        wins = undecided & (cell == largest)  # in a tie the first one takes all, as in TensorFlow
        tap += wins * gradient
        undecided &= ~wins
    return _crop(into, layer.window, x.shape)


@backward.register
def _(layer: AveragePooling2D, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    inside = pad(np.ones((1, *x.shape[1:3], 1), np.float32), layer.window, 0.0)
    share = gradient / sum(taps(inside, layer.window))  # padding takes no part in the mean
    into = _padded_zeros(x, layer.window)
    for tap in taps(into, layer.window):
        tap += share
    return _crop(into, layer.window, x.shape)


@backward.register
def _(
    layer: GlobalAveragePooling2D, x: np.ndarray, gradient: np.ndarray, weights: Weights
) -> np.ndarray:
    share = gradient / np.float32(prod(x.shape[1:3]))
    return np.broadcast_to(share[:, np.newaxis, np.newaxis], x.shape).copy()


@backward.register
def _(
    layer: BatchNormalization, x: np.ndarray, gradient: np.ndarray, weights: Weights
) -> np.ndarray:
    deviation = np.sqrt(weights["moving_variance"] + np.float32(layer.epsilon))
    return gradient * (weights["gamma"] / deviation)


@backward.register
def _(layer: Dropout, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    return gradient  # predicting, it does nothing


@backward.register
def _(layer: Flatten, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    return gradient.reshape(x.shape)


@backward.register
def _(layer: Dense, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    return gradient @ weights["kernel"].T


@backward.register
def _(layer: ReLU, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    return gradient * (x > 0)


@backward.register
def _(layer: Add, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    return gradient  # the same for either term


@backward.register
def _(layer: Softmax, x: np.ndarray, gradient: np.ndarray, weights: Weights) -> np.ndarray:
    shares = apply(layer, x, weights)
    return shares * (gradient - (gradient * shares).sum(axis=-1, keepdims=True))


def _padded_zeros(x: np.ndarray, window: Window) -> np.ndarray:
    return pad(np.zeros(x.shape, np.float32), window, 0.0)


def _crop(padded: np.ndarray, window: Window, shape: tuple[int, ...]) -> np.ndarray:
    top, left = (window.padded(length)[0] for length in shape[1:3])
    return padded[:, top : top + shape[1], left : left + shape[2]]
