"""The registry of architectures: four of the documents, one of ours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mnist_core.network.layers import (
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
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture, PublishedAccuracy

CLASSIC_CNN = Architecture(
    id="classic_cnn",
    title="Classic CNN",
    source="document 000",
    layers=(
        Conv2D(10, 5),
        ReLU(),
        MaxPooling2D(2),
        Conv2D(20, 5),
        ReLU(),
        Dropout(0.25),
        MaxPooling2D(2),
        Flatten(),
        Dense(50),
        ReLU(),
        Dropout(0.5),
        Dense(CLASSES),
        Softmax(),
    ),
    preprocessing="standardise",
    recipe=Recipe(
        optimizer="sgd",
        learning_rate=0.01,
        momentum=0.9,
        batch_size=64,
        epochs=10,
        assumed="The document gives ranges: 3–10 epochs, batches of 64–128, momentum 0.5–0.9, "
        "dropout 0.25–0.5; we took 10, 64, 0.9, and 0.25 after the convolution.",
    ),
    claim=PublishedAccuracy(0.98, 0.99, "typically achieves 98-99% accuracy on MNIST test set", 95),
)

WIDE_CNN = Architecture(
    id="wide_cnn",
    title="Wide CNN",
    source="document 002",
    layers=(
        Conv2D(32, 5),
        ReLU(),
        MaxPooling2D(2),
        Dropout(0.25),
        Conv2D(64, 3),
        ReLU(),
        MaxPooling2D(2),
        Dropout(0.25),
        Flatten(),
        Dense(128),
        ReLU(),
        Dropout(0.5),
        Dense(CLASSES),
        Softmax(),
    ),
    recipe=Recipe(
        optimizer="adam",
        learning_rate=0.001,
        batch_size=128,
        epochs=12,
        assumed="The document names Adam and dropout but no rates, batch size or epochs; we took "
        "Keras' 0.001, dropout 0.25, 0.25 and 0.5, and document 004's 128 and 12.",
    ),
    claim=PublishedAccuracy(0.9898, 0.9898, "98.98% accuracy", 3),
)

MLP = Architecture(
    id="mlp",
    title="Multilayer perceptron",
    source="document 003",
    layers=(
        Flatten(),
        Dense(128),
        ReLU(),
        Dense(64),
        ReLU(),
        Dense(CLASSES),
        Softmax(),
    ),
    recipe=Recipe(
        optimizer="sgd",
        learning_rate=0.01,
        momentum=0.0,
        batch_size=32,
        epochs=10,
        assumed="The document names SGD and batches of 32 but neither learning rate nor number of "
        "epochs; we took 0.01 and 10.",
    ),
    claim=PublishedAccuracy(0.92, 0.96, "Expected accuracy: 92%–96%", 76),
)

KERAS_CNN = Architecture(
    id="keras_cnn",
    title="Keras CNN",
    source="document 004",
    layers=(
        Conv2D(32, 3),
        ReLU(),
        MaxPooling2D(2),
        Conv2D(64, 3),
        ReLU(),
        MaxPooling2D(2),
        Flatten(),
        Dense(128),
        ReLU(),
        Dropout(0.5),
        Dense(CLASSES),
        Softmax(),
    ),
    recipe=Recipe(optimizer="adam", learning_rate=0.001, batch_size=128, epochs=12),
    claim=PublishedAccuracy(0.993, 0.993, "Final Test Accuracy: ~99.3%", 563),
)


def _normalised(filters: int, padding: str = "valid") -> tuple[Layer, ...]:
    """A 3×3 convolution as most are built since 2015: normalised before its activation."""
    return Conv2D(filters, 3, padding=padding), BatchNormalization(momentum=0.95), ReLU()


ROBUST_CNN = Architecture(
    id="robust_cnn",
    title="Robust CNN",
    source="our own, built to read drawings",
    layers=(
        *_normalised(16),
        *_normalised(32),
        MaxPooling2D(2),
        *_normalised(64),
        *_normalised(64),
        MaxPooling2D(2),
        *_normalised(96, "same"),
        *_normalised(96, "same"),
        GlobalAveragePooling2D(),
        Dense(CLASSES),
        Softmax(),
    ),
    recipe=Recipe(
        optimizer="adamw",
        learning_rate=0.004,
        batch_size=128,
        epochs=24,
        schedule="one_cycle",
        augmentation="handwriting",
        weight_decay=0.03,
        outliers=0.15,
    ),
)

ARCHITECTURES: Mapping[str, Architecture] = MappingProxyType(
    {
        architecture.id: architecture
        for architecture in (CLASSIC_CNN, WIDE_CNN, MLP, KERAS_CNN, ROBUST_CNN)
    }
)
"""The networks that ship, by id: those of the documents, then ours."""

DEFAULT = KERAS_CNN.id
"""The network a newcomer meets first."""


def read_architecture(values: Mapping[str, Any]) -> Architecture:
    """What `Architecture.to_dict` wrote, with claim and recipe where it is one of the registry.

    Raises
    ------
    LayerError
        If it is no architecture.
    """
    found = Architecture.from_dict(values)
    known = ARCHITECTURES.get(found.id)
    return known if known and known.to_dict() == found.to_dict() else found
