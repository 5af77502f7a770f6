"""Layer specs: what a layer is, before it has any weights. Their one home: import them from here.

A spec knows its own arithmetic (output shape, weights, multiply–accumulates) and can say it in
words. Names and defaults follow Keras. Shapes carry no batch axis: ``(height, width, channels)``
for a stack of feature maps, ``(units,)`` for a vector.

Multiply–accumulates are counted the usual way: one per kernel weight per output cell, taps on
padding included; batch normalisation one per value; sums, biases, pooling and activations none.
"""

from collections.abc import Mapping
from types import MappingProxyType

from mnist_core.network.layers.elementary import (
    MAX_UNITS,
    BatchNormalization,
    Dense,
    Dropout,
    Flatten,
    ReLU,
    Softmax,
)
from mnist_core.network.layers.joining import Add
from mnist_core.network.layers.layer import Layer, LayerError, Shape, times
from mnist_core.network.layers.sliding import (
    MAX_FILTERS,
    MAX_KERNEL,
    AveragePooling2D,
    Conv2D,
    GlobalAveragePooling2D,
    MaxPooling2D,
)
from mnist_core.network.layers.window import Window

__all__ = [
    "LAYERS",
    "MAX_FILTERS",
    "MAX_KERNEL",
    "MAX_UNITS",
    "Add",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAveragePooling2D",
    "Layer",
    "LayerError",
    "MaxPooling2D",
    "ReLU",
    "Shape",
    "Softmax",
    "Window",
    "times",
]

LAYERS: Mapping[str, type[Layer]] = MappingProxyType(
    {
        layer.__name__: layer
        for layer in (
            Conv2D,
            MaxPooling2D,
            AveragePooling2D,
            GlobalAveragePooling2D,
            BatchNormalization,
            Dropout,
            Flatten,
            Dense,
            ReLU,
            Add,
            Softmax,
        )
    }
)
"""Every layer kind by its Keras name."""
