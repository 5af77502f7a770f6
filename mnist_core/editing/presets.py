"""Networks to start building from: well-known ones in small, beside those that ship."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
)
from mnist_core.network.limits import CLASSES
from mnist_core.network.sequential import Architecture

LENET_5 = Architecture(
    id="lenet_5",
    title="LeNet-5",
    source="after LeCun, Bottou, Bengio & Haffner 1998, with ReLU for tanh, and plain means for "
    "its pooling with weights",
    layers=(
        Conv2D(6, 5, padding="same"),
        ReLU(),
        AveragePooling2D(2),
        Conv2D(16, 5),
        ReLU(),
        AveragePooling2D(2),
        Flatten(),
        Dense(120),
        ReLU(),
        Dense(84),
        ReLU(),
        Dense(CLASSES),
        Softmax(),
    ),
)


def _pair(filters: int) -> tuple[Layer, ...]:
    """Two 3×3 convolutions, which together see 5×5 cells, then a pool that halves the sides."""
    convolutions = (Conv2D(filters, 3, padding="same"), ReLU()) * 2
    return *convolutions, MaxPooling2D(2)


VGG_STYLE = Architecture(
    id="vgg_style",
    title="VGG-style network",
    source="after Simonyan & Zisserman 2014: 3×3 convolutions in pairs, more filters after every "
    "pool; theirs of 16 layers with weights has 138 million parameters",
    layers=(
        *_pair(16),
        *_pair(32),
        Flatten(),
        Dense(128),
        ReLU(),
        Dropout(0.5),
        Dense(CLASSES),
        Softmax(),
    ),
)


def _normalised(filters: int, strides: int = 1) -> tuple[Layer, ...]:
    """A 3×3 convolution that keeps the maps' sides, or halves them, and its normalisation."""
    return Conv2D(filters, 3, strides, "same"), BatchNormalization()


RESNET_STYLE = Architecture(
    id="resnet_style",
    title="ResNet-style network",
    source="after He, Zhang, Ren & Sun 2015: three blocks that each add what they read to what "
    "they make of it; their smallest for 32 × 32 pixels has nine",
    layers=(
        *(*_normalised(16), ReLU(), MaxPooling2D(2)),
        *(*_normalised(16), ReLU(), *_normalised(16), Add("pool"), ReLU()),
        *(*_normalised(32, strides=2), ReLU(), *_normalised(32)),  # norm5 is the way through
        *(Conv2D(32, 1, 2, reads="relu3"), BatchNormalization()),  # and this the way around
        *(Add("norm5"), ReLU()),
        *(*_normalised(32), ReLU(), *_normalised(32), Add("relu5"), ReLU()),
        *(GlobalAveragePooling2D(), Dense(CLASSES), Softmax()),
    ),
)

PRESETS: Mapping[str, Architecture] = MappingProxyType(
    {architecture.id: architecture for architecture in (LENET_5, VGG_STYLE, RESNET_STYLE)}
)
"""The networks to start from that ship without weights, by id."""
