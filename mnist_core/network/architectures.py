"""Architectures: a network as a tuple of layer specs; four of the documents, one of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from types import MappingProxyType
from typing import Any

from mnist_core.network.layers import (
    LAYERS,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    LayerError,
    MaxPooling2D,
    ReLU,
    Shape,
    Softmax,
)
from mnist_core.network.limits import CLASSES, MAX_LAYERS, end, excess
from mnist_core.network.recipe import Recipe
from mnist_core.network.summary import Row, summary

SCALINGS = ("scale", "standardise")


@dataclass(frozen=True)
class PublishedAccuracy:
    """The test accuracy a document promises: between ``low`` and ``high``, in its own words."""

    low: float
    high: float
    quote: str
    line: int


@dataclass(frozen=True)
class Architecture:
    """A network before it has learnt anything: what comes in, which layers, in which order.

    Attributes
    ----------
    id : short name, used in links and file names
    title : name for people
    layers : the layer specs; unnamed ones are named in order (conv1, relu1, pool1, …)
    source : the document it comes from, or who built it
    preprocessing : "scale" (pixels in [0, 1]) or "standardise" (mean 0, deviation 1)
    recipe : how its source trains it
    claim : the accuracy its source promises, or None

    Raises
    ------
    LayerError
        If the layers do not fit together, do not end in ten probabilities, or are too much for
        this machine (limits.py).
    """

    id: str
    title: str
    layers: tuple[Layer, ...]
    source: str = ""
    preprocessing: str = "scale"
    recipe: Recipe = Recipe()
    claim: PublishedAccuracy | None = None
    input_shape: Shape = field(default=(28, 28, 1))

    def __post_init__(self) -> None:
        if self.preprocessing not in SCALINGS:
            raise LayerError(f"Preprocessing is one of {SCALINGS}, not {self.preprocessing!r}.")
        if not 1 <= len(self.layers) <= MAX_LAYERS:
            raise LayerError(f"A network needs from 1 to {MAX_LAYERS} layers.")
        object.__setattr__(self, "layers", named(self.layers))
        fault = end(self.rows) or excess(self.rows)
        if fault is not None:
            raise LayerError(fault.sentence)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The summary: shape arithmetic, parameters and work of every layer."""
        return summary(self.layers, self.input_shape)

    @cached_property
    def parameters(self) -> int:
        """Number of weights of the whole network."""
        return sum(row.parameters for row in self.rows)

    @cached_property
    def macs(self) -> int:
        """Multiply–accumulates to read one digit."""
        return sum(row.macs for row in self.rows)

    @cached_property
    def outputs(self) -> int:
        """Numbers that all layers together put out for one digit."""
        return sum(prod(row.output_shape) for row in self.rows)

    @property
    def weight_shapes(self) -> dict[str, Shape]:
        """Shape of every weight array, by ``layer/weight``, in the order of the layers."""
        return {
            f"{row.layer.name}/{weight}": shape
            for row in self.rows
            for weight, shape in row.weight_shapes.items()
        }

    def to_dict(self) -> dict[str, Any]:
        """The architecture as plain values, for JSON; the claim stays with the registry."""
        layers = [
            {"kind": layer.kind, "name": layer.name, **layer.settings} for layer in self.layers
        ]
        return {
            "id": self.id,
            "title": self.title,
            "source": self.source,
            "preprocessing": self.preprocessing,
            "layers": layers,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Architecture:
        """The architecture that ``to_dict`` wrote, with claim and recipe where it is a document's.

        Raises LayerError for anything else.
        """
        try:
            layers = tuple(_layer(dict(layer)) for layer in values["layers"])
            id, title, source, preprocessing = (
                str(values[key]) for key in ("id", "title", "source", "preprocessing")
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, LayerError):
                raise
            raise LayerError(f"This is not a network description: {error}.") from None
        architecture = cls(id, title, layers, source=source, preprocessing=preprocessing)
        known = ARCHITECTURES.get(architecture.id)
        return known if known and known.to_dict() == architecture.to_dict() else architecture


def _layer(values: dict[str, Any]) -> Layer:
    kind = values.pop("kind")
    if kind not in LAYERS:
        raise LayerError(f"There is no layer called {kind!r}; use one of {', '.join(LAYERS)}.")
    return LAYERS[kind](**values)


def named(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Give every unnamed layer a name that says its kind and place: conv1, relu1, conv2, …"""
    kinds = Counter(layer.prefix for layer in layers)
    seen: Counter[str] = Counter()
    result = []
    for layer in layers:
        seen[layer.prefix] += 1
        number = str(seen[layer.prefix]) if kinds[layer.prefix] > 1 else ""
        result.append(layer if layer.name else replace(layer, name=f"{layer.prefix}{number}"))
    if len({layer.name for layer in result}) < len(result):
        raise LayerError("Two layers share a name: give every layer a name of its own.")
    return tuple(result)


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
        optimizer="adam",
        learning_rate=0.004,
        batch_size=128,
        epochs=24,
        schedule="one_cycle",
        augmentation="handwriting",
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
