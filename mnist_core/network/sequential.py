"""Architecture: a network before it has learnt anything, one layer after the other.

A layer may name an earlier one to read, and a sum names the second of its terms; see wiring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from typing import Any

from mnist_core.network.layers import LAYERS, Layer, LayerError, Shape
from mnist_core.network.limits import MAX_LAYERS, end, excess, unread
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
        fault = end(self.rows) or unread(self.rows) or excess(self.rows)
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
            {"kind": layer.kind, "name": layer.name, **layer.settings, **layer.named}
            for layer in self.layers
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
        """The architecture that ``to_dict`` wrote; raises LayerError for anything else."""
        try:
            layers = tuple(_layer(dict(layer)) for layer in values["layers"])
            id, title, source, preprocessing = (
                str(values[key]) for key in ("id", "title", "source", "preprocessing")
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, LayerError):
                raise
            raise LayerError(f"This is not a network description: {error}.") from None
        return cls(id, title, layers, source, preprocessing)


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
