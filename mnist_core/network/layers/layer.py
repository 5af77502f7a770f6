"""What every layer spec shares: a name, settings, and arithmetic that can be said in words."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import prod
from typing import Any, ClassVar

from mnist_core.network.layers.window import Window

Shape = tuple[int, ...]
NAMES = ("name", "reads", "source")
"""Arguments of a layer that name one: itself, or those it takes its inputs from."""


class LayerError(ValueError):
    """A layer that cannot be, or cannot stand where it stands; the message says what to change."""


def times(*numbers: int) -> str:
    """A product in words, ``5 × 5 × 64``."""
    return " × ".join(f"{number:,}" for number in numbers)


def check_whole(layer: Layer, name: str, upper: int) -> None:
    """Raise LayerError unless a setting is a whole number from 1 to ``upper``."""
    value = getattr(layer, name)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= upper:
        what = f"whole number of {name}"
        if name not in ("filters", "units"):
            what = "whole " + name.replace("_", " ").replace("strides", "stride")
        raise LayerError(f"{layer.kind} needs a {what} from 1 to {upper:,}, not {value!r}.")


@dataclass(frozen=True)
class Layer:
    """One step of a network: takes an array of one shape, gives an array of another.

    Attributes
    ----------
    name : its own, by which others may name it
    reads : name of the earlier layer whose output it takes; empty for the one just before it
    """

    name: str = field(default="", kw_only=True)
    reads: str = field(default="", kw_only=True)
    prefix: ClassVar[str] = "layer"
    purpose: ClassVar[str] = ""

    @property
    def kind(self) -> str:
        """The Keras name of the layer, such as ``Conv2D``."""
        return type(self).__name__

    @property
    def settings(self) -> dict[str, Any]:
        """The constructor arguments as Keras has them, without the names of layers."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in NAMES}

    @property
    def named(self) -> dict[str, str]:
        """The names of other layers that it takes its inputs from, where it names any."""
        names = {f.name: getattr(self, f.name) for f in fields(self) if f.name in NAMES[1:]}
        return {argument: name for argument, name in names.items() if name}

    @property
    def window(self) -> Window | None:
        """The window the layer slides over its input, or None where it has none."""
        return None

    def output_shape(self, input_shape: Shape) -> Shape:
        """Shape of the output for one digit; raises LayerError where the layer cannot stand."""
        return input_shape

    def arithmetic(self, input_shape: Shape) -> str:
        """How the output shape comes about, in words and numbers."""
        return "same shape"

    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Shape of every weight array, by its Keras name."""
        return {}

    def parameters(self, input_shape: Shape) -> int:
        """Number of weights, those that gradient descent does not touch included, as Keras does."""
        return sum(prod(shape) for shape in self.weight_shapes(input_shape).values())

    def parameter_formula(self, input_shape: Shape) -> str:
        """The number of parameters as a sum of products; empty where there are none."""
        return ""

    def macs(self, input_shape: Shape) -> int:
        """Multiply–accumulates for one digit."""
        return 0

    def mac_formula(self, input_shape: Shape) -> str:
        """The number of multiply–accumulates as a product; empty where there are none."""
        return ""

    def maps(self, input_shape: Shape) -> Shape:
        """Check that the input is a stack of feature maps, and return its shape."""
        if len(input_shape) != 3:
            raise LayerError(
                f"{self.kind} needs feature maps (height, width, channels), but gets a vector of "
                f"{input_shape[0]:,} numbers: move it before Flatten."
            )
        return input_shape
