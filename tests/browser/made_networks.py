"""Two small networks that have every kind of layer."""

from mnist_core.network.layers import (
    Add,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture

KINDS = (
    Conv2D(6, 3, padding="same"),
    BatchNormalization(),
    ReLU(),
    Conv2D(6, 1),
    Add("relu1"),
    MaxPooling2D(3, 2, "same"),
    Conv2D(8, 4, 2),
    AveragePooling2D(2, 1, "same"),
    Dropout(0.3),
    Flatten(),
    Dense(40),
    ReLU(),
    Dense(10),
    Softmax(),
)
POOLED = (
    Conv2D(3, 5, 3, "same"),
    MaxPooling2D(2, 1, "same"),
    GlobalAveragePooling2D(),
    Dense(10),
    Softmax(),
)
MADE = {
    "kinds": Architecture("kinds", "Every kind", KINDS, preprocessing="standardise"),
    "pooled": Architecture("pooled", "Pooled", POOLED),
}


def id_of(networks, name):
    return next(id for id in networks if name in id)
