"""The forward pass of one layer, kind by kind: what it makes of its input, in plain NumPy.

Tests hold every kind to Keras.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce, singledispatch
from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

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

Weights = Mapping[str, np.ndarray]


@singledispatch
def apply(layer: Layer, x: np.ndarray, weights: Weights, *others: np.ndarray) -> np.ndarray:
    """The output of one layer, predicting and not training.

    Parameters
    ----------
    layer : the spec
    x : float32 array of shape (n, *input_shape)
    weights : this layer's arrays by their Keras name (kernel, bias, …)
    *others : the second term of a sum, of the shape of x; none for other layers

    Returns
    -------
    float32 array of shape (n, *output_shape)
    """
    raise TypeError(f"There is no forward pass for {layer.kind}.")


@apply.register
def _(layer: Conv2D, x: np.ndarray, weights: Weights) -> np.ndarray:
    kernel, bias = weights["kernel"], weights["bias"]  # (k, k, channels, filters), (filters,)
    x = pad(x, layer.window, 0.0)
    windows = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))
    windows = windows[:, :: layer.strides, :: layer.strides]  # (n, h, w, channels, k, k)
    n, height, width = windows.shape[:3]
    places, taps = n * height * width, prod(kernel.shape[:3])
    if x.shape[3] == 1:  # rows of pixels are copied whole if the taps come first: twice as fast
        columns = windows.transpose(4, 5, 3, 0, 1, 2).reshape(taps, places).T
    else:
        columns = windows.transpose(0, 1, 2, 4, 5, 3).reshape(places, taps)
    out = columns @ kernel.reshape(-1, layer.filters)  # (n·h·w, filters)
    out += bias
    return out.reshape(n, height, width, layer.filters)


@apply.register
def _(layer: MaxPooling2D, x: np.ndarray, weights: Weights) -> np.ndarray:
    x = pad(x, layer.window, -np.inf)
    cells = taps(x, layer.window)
    result = next(cells).copy()
    for tap in cells:
        np.maximum(result, tap, out=result)
    return result


@apply.register
def _(layer: AveragePooling2D, x: np.ndarray, weights: Weights) -> np.ndarray:
    inside = pad(np.ones((1, *x.shape[1:3], 1), np.float32), layer.window, 0.0)
    cells = reduce(np.add, taps(inside, layer.window))  # those of each window that are no padding
    return reduce(np.add, taps(pad(x, layer.window, 0.0), layer.window)) / cells


@apply.register
def _(layer: GlobalAveragePooling2D, x: np.ndarray, weights: Weights) -> np.ndarray:
    return x.mean(axis=(1, 2))


@apply.register
def _(layer: BatchNormalization, x: np.ndarray, weights: Weights) -> np.ndarray:
    deviation = np.sqrt(weights["moving_variance"] + np.float32(layer.epsilon))
    factor = weights["gamma"] / deviation  # the same as (x - mean) / deviation * gamma + beta
    return x * factor + (weights["beta"] - weights["moving_mean"] * factor)


@apply.register
def _(layer: Dropout, x: np.ndarray, weights: Weights) -> np.ndarray:
    return x  # inverted dropout scales in training, so that here nothing is left to do


@apply.register
def _(layer: Flatten, x: np.ndarray, weights: Weights) -> np.ndarray:
    return x.reshape(len(x), prod(x.shape[1:]))


@apply.register
def _(layer: Dense, x: np.ndarray, weights: Weights) -> np.ndarray:
    return x @ weights["kernel"] + weights["bias"]


@apply.register
def _(layer: ReLU, x: np.ndarray, weights: Weights) -> np.ndarray:
    return np.maximum(x, 0)


@apply.register
def _(layer: Add, x: np.ndarray, weights: Weights, other: np.ndarray) -> np.ndarray:
    return x + other


@apply.register
def _(layer: Softmax, x: np.ndarray, weights: Weights) -> np.ndarray:
    return softmax(x)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Scores as shares that add up to 1 along the last axis: float array of the same shape."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))  # the largest is 1: no overflow
    return powers / powers.sum(axis=-1, keepdims=True)


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """The logarithms of these shares, also of those too small for a float: of the same shape."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def pad(x: np.ndarray, window: Window, value: float) -> np.ndarray:
    """The maps x (n, height, width, channels) with the window's padding of `value` around them."""
    if window.padding == "valid":
        return x
    rows, columns = (window.padded(length) for length in x.shape[1:3])
    return np.pad(x, ((0, 0), rows, columns, (0, 0)), constant_values=value)


def taps(x: np.ndarray, window: Window) -> Iterator[np.ndarray]:
    """For each place inside the window, the cells that stand there, one per window position."""
    height, width = ((length - window.size) // window.stride + 1 for length in x.shape[1:3])
    for row in range(window.size):
        for column in range(window.size):
            rows = slice(row, row + (height - 1) * window.stride + 1, window.stride)
            columns = slice(column, column + (width - 1) * window.stride + 1, window.stride)
            yield x[:, rows, columns]
