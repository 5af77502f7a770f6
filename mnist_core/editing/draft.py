"""Drafts: a network while somebody edits it, legal or not, with what every layer would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import LAYERS, Layer, LayerError, Shape
from mnist_core.network.limits import MAX_LAYERS, Fault, end, excess
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row, summary

Settings = Mapping[str, Any]

NEW: Mapping[str, Settings] = MappingProxyType(
    {
        "Conv2D": MappingProxyType(
            {"filters": 16, "kernel_size": 3, "strides": 1, "padding": "valid"}
        ),
        "ReLU": MappingProxyType({}),
        "MaxPooling2D": MappingProxyType({"pool_size": 2, "strides": 2, "padding": "valid"}),
        "AveragePooling2D": MappingProxyType({"pool_size": 2, "strides": 2, "padding": "valid"}),
        "GlobalAveragePooling2D": MappingProxyType({}),
        "BatchNormalization": MappingProxyType({}),
        "Dropout": MappingProxyType({"rate": 0.25}),
        "Flatten": MappingProxyType({}),
        "Dense": MappingProxyType({"units": 64}),
        "Softmax": MappingProxyType({}),
    }
)
"""What can be edited of every layer kind, with the values of a layer just added."""

LARGEST = 10**9  # no number typed in is taken for larger than this, or below its negative
INPUT: Shape = (28, 28, 1)
ID, TITLE, SOURCE = "own", "Your network", "edited on the Architecture page"
RECIPE = replace(
    ARCHITECTURES["keras_cnn"].recipe,
    assumed="Nobody has published a recipe for your network; this is the one of document 004.",
)


@dataclass(frozen=True)
class Spec:
    """One layer as somebody asked for it; whether it can be shows when it is built."""

    kind: str
    settings: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def new(cls, kind: str, **settings: Any) -> Spec:
        """A layer of this kind, with the settings of a new one where none are given."""
        return cls(kind, tuple({**NEW[kind], **settings}.items()))

    @classmethod
    def of(cls, layer: Layer) -> Spec:
        """The spec that builds this layer again."""
        return cls.new(layer.kind, **{name: layer.settings[name] for name in NEW[layer.kind]})

    def __getitem__(self, name: str) -> Any:
        return dict(self.settings)[name]

    def changed(self, name: str, value: Any) -> Spec:
        """The spec with one setting changed; a pool that steps by its own size goes on to."""
        values = dict(self.settings)
        if name == "pool_size" and values["strides"] == values["pool_size"]:
            values["strides"] = _clamped(value)
        return Spec.new(self.kind, **{**values, name: _clamped(value)})

    def build(self, name: str) -> Layer:
        """The layer; raises LayerError with a sentence where there can be none."""
        return LAYERS[self.kind](**dict(self.settings), name=name)


@dataclass(frozen=True)
class Line:
    """One line of a draft's summary: its row, None below a layer that cannot stand; its fault."""

    name: str
    spec: Spec
    row: Row | None
    fault: str = ""


@dataclass(frozen=True)
class Draft:
    """A network under edit. Every operation gives a new draft.

    Attributes
    ----------
    specs : the layers as they were asked for
    preprocessing : as in Architecture
    """

    specs: tuple[Spec, ...]
    preprocessing: str = "scale"

    @classmethod
    def of(cls, architecture: Architecture) -> Draft:
        """The draft with which editing a network begins."""
        return cls(tuple(map(Spec.of, architecture.layers)), architecture.preprocessing)

    def changed(self, place: int, name: str, value: Any) -> Draft:
        """One setting of one layer changed."""
        return self._with(place, self.specs[place].changed(name, value))

    def exchanged(self, place: int, kind: str) -> Draft:
        """Another kind of layer in this place."""
        return self._with(place, Spec.new(kind))

    def added(self, place: int, kind: str, **settings: Any) -> Draft:
        """A layer more, which then stands in this place; raises LayerError where it is too much."""
        if len(self.specs) >= MAX_LAYERS:
            raise LayerError(f"A network has at most {MAX_LAYERS} layers here: remove one first.")
        specs = (*self.specs[:place], Spec.new(kind, **settings), *self.specs[place:])
        return replace(self, specs=specs)

    def removed(self, place: int) -> Draft:
        """A layer less; raises LayerError for the last one."""
        if len(self.specs) == 1:
            raise LayerError("A network needs a layer: add another before you remove this one.")
        return replace(self, specs=self.specs[:place] + self.specs[place + 1 :])

    def moved(self, place: int, to: int) -> Draft:
        """A layer in another place, the ones between closing up."""
        specs = list(self.specs)
        specs.insert(to, specs.pop(place))
        return replace(self, specs=tuple(specs))

    def lines(self) -> tuple[Line, ...]:
        """The summary as far as it goes, with a sentence at every layer that cannot be as it is."""
        names = _names(self.specs)
        layers, fault = _standing(self.specs, names)
        rows = summary(layers, INPUT)
        faults = [fault] if fault else [end(rows)]
        faults = {it.place: it.sentence for it in (excess(rows), *faults) if it is not None}
        below = (*rows, *[None] * (len(names) - len(rows)))
        return tuple(
            Line(name, spec, row, faults.get(place, ""))
            for place, (name, spec, row) in enumerate(zip(names, self.specs, below, strict=True))
        )

    def architecture(self) -> Architecture:
        """The finished network; raises LayerError with the first fault of the lines."""
        lines = self.lines()
        for number, line in enumerate(lines, start=1):
            if line.fault:
                raise LayerError(f"Layer {number}, {line.name}: {line.fault}")
        rows = [line.row for line in lines if line.row is not None]  # without a fault, all of them
        parameters = sum(row.parameters for row in rows)
        return Architecture(
            id=ID,
            title=f"{TITLE}, {parameters:,} parameters",
            layers=tuple(row.layer for row in rows),
            source=SOURCE,
            preprocessing=self.preprocessing,
            recipe=RECIPE,
        )

    def _with(self, place: int, spec: Spec) -> Draft:
        return replace(self, specs=(*self.specs[:place], spec, *self.specs[place + 1 :]))


def _standing(specs: Sequence[Spec], names: Sequence[str]) -> tuple[list[Layer], Fault | None]:
    """The layers up to the first that cannot be or cannot stand where it stands, and why."""
    layers: list[Layer] = []
    shape = INPUT
    for place, (spec, name) in enumerate(zip(specs, names, strict=True)):
        try:
            layer = spec.build(name)
            shape = layer.output_shape(shape)
        except LayerError as error:
            return layers, Fault(place, str(error))
        layers.append(layer)
    return layers, None


def _names(specs: Sequence[Spec]) -> list[str]:
    """conv1, relu1, pool1, …: what the layers will be called, built or not."""
    prefixes = [LAYERS[spec.kind].prefix for spec in specs]
    total, seen, names = Counter(prefixes), Counter(), []
    for prefix in prefixes:
        seen[prefix] += 1
        names.append(f"{prefix}{seen[prefix]}" if total[prefix] > 1 else prefix)
    return names


def _clamped(value: Any) -> Any:
    """A number as it was typed in, within what can be written down; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    value = max(-LARGEST, min(value, LARGEST))
    return round(value, 4) if isinstance(value, float) else value
