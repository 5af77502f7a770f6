"""The forward pass of a network in plain NumPy: how it reads a digit, layer after layer.

This is the heart of what the project teaches. Every prediction and feature map on screen comes
from here; what one layer computes stands in `layer_forward`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from math import prod
from pathlib import Path
from types import MappingProxyType

import numpy as np

from mnist_core.data.preprocessing import scale, standardise
from mnist_core.network.layer_forward import Weights, apply
from mnist_core.network.layers import Dense, Layer
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import initial_weights, load_weights, weights_file
from mnist_core.network.wiring import DIGIT, last_readers

BATCH = 25
"""Digits per pass: small enough for the processor's cache, which makes it the fastest."""


def in_batches(images: np.ndarray) -> list[np.ndarray]:
    """Digits in parts that are read at once; one empty part where there are none."""
    parts = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
    return parts or [images]


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
    """An architecture with weights: reads digits and shows every step of it. Never changes.

    One that ``knows_none`` has learnt what is no digit: an eleventh answer, whose score is 0.
    """

    def __init__(
        self, architecture: Architecture, weights: Weights, knows_none: bool = False
    ) -> None:
        shapes = architecture.weight_shapes
        found = {name: np.shape(array) for name, array in weights.items()}
        if found != shapes:
            wrong = sorted(set(found.items()) ^ set(shapes.items()))[0]
            raise ValueError(
                f"These weights do not belong to {architecture.title}: look at {wrong[0]}, "
                f"which should have shape {shapes.get(wrong[0], 'none')}."
            )
        self.architecture, self.knows_none = architecture, knows_none
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
        self._last_readers = last_readers([row.inputs for row in architecture.rows])

    def __repr__(self) -> str:
        return f"Network({self.architecture.id!r}, {self.architecture.parameters:,} parameters)"

    @classmethod
    def load(cls, name: str | Path) -> Network:
        """A shipped network by its id, or any by its .npz file, its run's folder or its run's id.

        Raises
        ------
        ValueError
            If there is no such network, or the file is not one.
        """
        return cls(*load_weights(weights_file(name)))

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

    def forward(self, images: np.ndarray) -> Iterator[np.ndarray]:
        """What comes into the first layer, then what comes out of every layer, one by one.

        The one loop over the layers: whatever reads digits goes through it. It holds only what a
        later layer reads, so what the caller does not keep is free again.

        Parameters
        ----------
        images : array of shape (n, 28, 28), uint8 from 0 (paper) to 255 (ink) or float in [0, 1]
        """
        x = self.prepare(images)
        yield x
        held = {DIGIT: x}
        for place, row in enumerate(self.architecture.rows):
            x, *others = (held[it] for it in row.inputs)
            x = held[place] = apply(row.layer, x, self._by_layer[row.layer.name], *others)
            for read in set(row.inputs):
                if self._last_readers[read] == place:
                    del held[read]
            yield x

    def predict(self, images: np.ndarray, threads: int = 1) -> np.ndarray:
        """Probabilities of the ten digits, float32 array of shape (n, 10), rows adding up to 1.

        Parameters
        ----------
        images : array of shape (n, 28, 28), uint8 from 0 (paper) to 255 (ink) or float in [0, 1]
        threads : how many read at the same time; more than one pays for thousands of digits
        """
        return self._read(images, len(self.architecture.layers), threads)

    def scores(self, images: np.ndarray) -> np.ndarray:
        """The ten numbers before the softmax (logits): float32 array of shape (n, 10).

        Parameters
        ----------
        images : array of shape (n, 28, 28), uint8 from 0 (paper) to 255 (ink) or float in [0, 1]
        """
        return self._read(images, len(self.architecture.layers) - 1)

    def features(self, images: np.ndarray) -> np.ndarray:
        """What the last Dense layer gets to see: float32 array of shape (n, units).

        Parameters
        ----------
        images : array of shape (n, 28, 28), uint8 from 0 (paper) to 255 (ink) or float in [0, 1]
        """
        last = [row for row in self.architecture.rows if isinstance(row.layer, Dense)][-1]
        found = self._read(images, last.inputs[0] + 1)
        return found.reshape(len(found), prod(found.shape[1:]))

    def _read(self, images: np.ndarray, layers: int, threads: int = 1) -> np.ndarray:
        """What comes out of so many layers, for any number of digits: (n, *output_shape)."""

        def read(batch: np.ndarray) -> np.ndarray:
            return next(islice(self.forward(batch), layers, None))

        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                return np.concatenate(list(pool.map(read, in_batches(images))))
        return np.concatenate([read(batch) for batch in in_batches(images)])

    def activations(self, image: np.ndarray) -> tuple[Activation, ...]:
        """What every layer makes of one digit of shape (28, 28), from first to last."""
        outputs = islice(self.forward(np.asarray(image)[np.newaxis]), 1, None)
        return tuple(
            Activation(layer.name, layer, _read_only(output[0]), self._by_layer[layer.name])
            for layer, output in zip(self.architecture.layers, outputs, strict=True)
        )


def _scaled(images: np.ndarray) -> np.ndarray:
    if images.dtype.kind != "f" or not np.all((images >= 0) & (images <= 1)):
        raise ValueError("Digits are uint8 from 0 to 255, or floats from 0 (paper) to 1 (ink).")
    return images.astype(np.float32)


def _read_only(array: np.ndarray) -> np.ndarray:
    array = np.array(array, dtype=np.float32)
    array.flags.writeable = False
    return array
