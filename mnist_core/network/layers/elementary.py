"""Layers that slide no window: dense, batch normalisation, dropout, activations, flatten."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import ClassVar

from mnist_core.network.layers.layer import Layer, LayerError, Shape, check_whole, times

MAX_UNITS = 4096


@dataclass(frozen=True)
class BatchNormalization(Layer):
    """Shifts and scales every channel by statistics of the training (Ioffe & Szegedy 2015)."""

    epsilon: float = 0.001
    momentum: float = 0.99
    prefix: ClassVar[str] = "norm"
    purpose: ClassVar[str] = "brings every channel to a common scale, which eases training"

    def __post_init__(self) -> None:
        if not 0 < self.epsilon < 1 or not 0 <= self.momentum < 1:
            raise LayerError("BatchNormalization needs 0 < epsilon < 1 and 0 ≤ momentum < 1.")

    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        names = ("gamma", "beta", "moving_mean", "moving_variance")
        return dict.fromkeys(names, (input_shape[-1],))

    def parameter_formula(self, input_shape: Shape) -> str:
        return f"{times(4, input_shape[-1])} (scale, shift, mean, variance)"

    def macs(self, input_shape: Shape) -> int:
        return prod(input_shape)

    def mac_formula(self, input_shape: Shape) -> str:
        return times(*input_shape)


@dataclass(frozen=True)
class Dropout(Layer):
    """Sets a random share of its inputs to zero in training; does nothing when predicting.

    The survivors are multiplied by 1 / (1 − rate) in training ("inverted" dropout), so that
    nothing needs scaling afterwards.
    """

    rate: float
    prefix: ClassVar[str] = "dropout"
    purpose: ClassVar[str] = "switches off a random share of its inputs, in training only"

    def __post_init__(self) -> None:
        if not isinstance(self.rate, (int, float)) or not 0 <= self.rate < 1:
            raise LayerError(f"Dropout needs a rate from 0 to below 1, not {self.rate!r}.")

    def arithmetic(self, input_shape: Shape) -> str:
        return f"same shape; in training {100 * self.rate:.3g} % of the values become 0"


@dataclass(frozen=True)
class Flatten(Layer):
    """Writes all feature maps one after another into a single vector, row by row."""

    prefix: ClassVar[str] = "flatten"
    purpose: ClassVar[str] = "writes the maps into one vector, so that every position counts"

    def output_shape(self, input_shape: Shape) -> Shape:
        return (prod(input_shape),)

    def arithmetic(self, input_shape: Shape) -> str:
        return f"{times(*input_shape)} = {prod(input_shape):,}"


@dataclass(frozen=True)
class Dense(Layer):
    """Every unit is a weighted sum of all numbers of the last axis, plus its bias."""

    units: int
    prefix: ClassVar[str] = "dense"
    purpose: ClassVar[str] = "weighs all its inputs together, once per unit"

    def __post_init__(self) -> None:
        check_whole(self, "units", MAX_UNITS)

    def output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape[:-1], self.units)

    def arithmetic(self, input_shape: Shape) -> str:
        return f"{input_shape[-1]:,} → {self.units:,}"

    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        return {"kernel": (input_shape[-1], self.units), "bias": (self.units,)}

    def parameter_formula(self, input_shape: Shape) -> str:
        return f"{times(input_shape[-1], self.units)} weights + {self.units:,} biases"

    def macs(self, input_shape: Shape) -> int:
        return prod(input_shape) * self.units

    def mac_formula(self, input_shape: Shape) -> str:
        return times(*input_shape, self.units)


@dataclass(frozen=True)
class ReLU(Layer):
    """Keeps what is positive and replaces everything negative by zero: max(0, x)."""

    prefix: ClassVar[str] = "relu"
    purpose: ClassVar[str] = "keeps what is positive; without it all layers would be one"


@dataclass(frozen=True)
class Softmax(Layer):
    """Turns the ten scores (logits) into ten positive numbers that add up to 1."""

    prefix: ClassVar[str] = "softmax"
    purpose: ClassVar[str] = "turns ten scores into ten shares of one"
