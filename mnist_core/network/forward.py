"""The forward pass in plain NumPy: how a network with weights reads a digit.

This is the heart of what the project teaches. Every prediction and feature map on screen comes
from here, and tests hold it to Keras, layer kind by layer kind.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import singledispatch
from itertools import islice
from math import prod
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from mnist_core.data.preprocessing import scale, standardise
from mnist_core.network.architectures import Architecture
from mnist_core.network.layers import (
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
from mnist_core.network.weights import initial_weights, load_weights, shipped_path

Weights = Mapping[str, np.ndarray]

BATCH = 25
"""Digits per pass: small enough for the processor's cache, which makes it the fastest."""


@singledispatch
def apply(layer: Layer, x: np.ndarray, weights: Weights) -> np.ndarray:
    """The output of one layer, predicting and not training.

    Parameters
    ----------
    layer : the spec
    x : float32 array of shape (n, *input_shape)
    weights : this layer's arrays by their Keras name (kernel, bias, …)

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
    cells = sum(taps(inside, layer.window))  # how many cells of each window are not padding
    return sum(taps(pad(x, layer.window, 0.0), layer.window)) / cells


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
def _(layer: Softmax, x: np.ndarray, weights: Weights) -> np.ndarray:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))  # the largest power is 1: no overflow
    return powers / powers.sum(axis=-1, keepdims=True)


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


@dataclass(frozen=True)
class Activation:
    """What one layer made of one digit.

    Attributes
    ----------
    name : the layer's name, such as "conv1"
    layer : its spec
    output : float32 array of the layer's output shape, read-only
    weights : the layer's arrays by their Keras name; empty for layers without weights
    """

    name: str
    layer: Layer
    output: np.ndarray
    weights: Weights


class Network:
    """An architecture with weights: reads digits and shows every step of it. Never changes."""

    def __init__(self, architecture: Architecture, weights: Weights) -> None:
        shapes = architecture.weight_shapes
        found = {name: np.shape(array) for name, array in weights.items()}
        if found != shapes:
            wrong = sorted(set(found.items()) ^ set(shapes.items()))[0]
            raise ValueError(
                f"These weights do not belong to {architecture.title}: look at {wrong[0]}, "
                f"which should have shape {shapes.get(wrong[0], 'none')}."
            )
        self.architecture = architecture
        self.weights: Weights = MappingProxyType(
            {name: _read_only(weights[name]) for name in shapes}
        )
        self._by_layer = {
            layer.name: MappingProxyType(
                {
                    name.partition("/")[2]: array
                    for name, array in self.weights.items()
                    if name.partition("/")[0] == layer.name
                }
            )
            for layer in architecture.layers
        }

    def __repr__(self) -> str:
        return f"Network({self.architecture.id!r}, {self.architecture.parameters:,} parameters)"

    @classmethod
    def load(cls, name: str | Path) -> Network:
        """A shipped network by its id, or any network by the path of its .npz file.

        Raises
        ------
        ValueError
            If there is no such network, or the file is not one.
        """
        return cls(*load_weights(shipped_path(name)))

    def weights_of(self, layer: Layer) -> Weights:
        """The arrays of one layer by their Keras name; empty for layers without weights."""
        return self._by_layer[layer.name]

    @classmethod
    def initialise(cls, architecture: Architecture, seed: int) -> Network:
        """An untrained network: the random weights from which training with this seed starts."""
        return cls(architecture, initial_weights(architecture, seed))

    def prepare(self, images: np.ndarray) -> np.ndarray:
        """The input that the first layer sees, float32 of shape (n, 28, 28, 1).

        Parameters
        ----------
        images : array of shape (n, 28, 28), uint8 from 0 (paper) to 255 (ink) or float in [0, 1]
        """
        images = np.asarray(images)
        if images.ndim != 3 or images.shape[1:] != self.architecture.input_shape[:2]:
            raise ValueError(f"Digits come as an array of shape (n, 28, 28), not {images.shape}.")
        x = scale(images) if images.dtype == np.uint8 else _scaled(images)
        if self.architecture.preprocessing == "standardise":
            x = standardise(x)
        return x[..., np.newaxis]

    def predict(self, images: np.ndarray, threads: int = 1) -> np.ndarray:
        """Probabilities of the ten digits, float32 array of shape (n, 10), rows adding up to 1.

        Parameters
        ----------
        images : array of shape (n, 28, 28), uint8 from 0 (paper) to 255 (ink) or float in [0, 1]
        threads : how many read at the same time; more than one pays for thousands of digits
        """
        batches = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                return np.concatenate(list(pool.map(self._last, batches or [images])))
        return np.concatenate([self._last(batch) for batch in batches or [images]])

    def features(self, images: np.ndarray) -> np.ndarray:
        """What the last Dense layer gets to see: float32 array of shape (n, units).

        Parameters
        ----------
        images : array of shape (n, 28, 28), uint8 from 0 (paper) to 255 (ink) or float in [0, 1]
        """
        layers = self.architecture.layers
        last = max(place for place, layer in enumerate(layers) if isinstance(layer, Dense))
        batches = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
        return np.concatenate([self._before(last, batch) for batch in batches or [images]])

    def _before(self, place: int, images: np.ndarray) -> np.ndarray:
        """The input of the layer at this place."""
        if place == 0:
            return self.prepare(images)
        steps = islice(self._steps(images), place)
        (_, output), *_ = deque(steps, maxlen=1)
        return output.reshape(len(images), prod(output.shape[1:]))

    def _last(self, images: np.ndarray) -> np.ndarray:
        (_, output), *_ = deque(self._steps(images), maxlen=1)  # keeps one layer at a time
        return output

    def activations(self, image: np.ndarray) -> tuple[Activation, ...]:
        """What every layer makes of one digit of shape (28, 28), from first to last."""
        return tuple(
            Activation(layer.name, layer, _read_only(output[0]), self._by_layer[layer.name])
            for layer, output in self._steps(np.asarray(image)[np.newaxis])
        )

    def _steps(self, images: np.ndarray) -> Iterator[tuple[Layer, np.ndarray]]:
        x = self.prepare(images)
        for layer in self.architecture.layers:
            x = apply(layer, x, self._by_layer[layer.name])
            yield layer, x


def _scaled(images: np.ndarray) -> np.ndarray:
    if images.dtype.kind != "f" or not np.all((images >= 0) & (images <= 1)):
        raise ValueError("Digits are uint8 from 0 to 255, or floats from 0 (paper) to 1 (ink).")
    return images.astype(np.float32)


def _read_only(array: np.ndarray) -> np.ndarray:
    array = np.array(array, dtype=np.float32)
    array.flags.writeable = False
    return array
