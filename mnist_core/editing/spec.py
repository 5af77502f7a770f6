"""One layer of a draft as somebody asked for it, which may be what no layer can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from mnist_core.network.layers import LAYERS, Layer

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
        "Add": MappingProxyType({"source": None}),
        "Softmax": MappingProxyType({}),
    }
)
"""What can be edited of every layer kind, with the values of a layer just added."""

SOURCE = "source"  # the setting that holds the place of another layer, as `reads` does
LARGEST = 10**9  # no number typed in is taken for larger than this, or below its negative


@dataclass(frozen=True)
class Spec:
    """One layer as somebody asked for it; whether it can be shows when it is built.

    Other layers are named by their places, counted from 0, since names change with every edit.

    Attributes
    ----------
    kind : as in LAYERS
    settings : what NEW has of this kind; "source" is the place of the layer to add, or None
    reads : the place of the layer it reads; None for the one just before it
    """

    kind: str
    settings: tuple[tuple[str, Any], ...] = ()
    reads: int | None = None

    @classmethod
    def new(cls, kind: str, **settings: Any) -> Spec:
        """A layer of this kind, with the settings of a new one where none are given."""
        return cls(kind, tuple({**NEW[kind], **settings}.items()))

    @classmethod
    def of(cls, layer: Layer, names: Sequence[str]) -> Spec:
        """The spec that builds this layer again, among layers of these names."""
        places = {argument: names.index(name) for argument, name in layer.named.items()}
        known = {**layer.settings, **places}
        spec = cls.new(layer.kind, **{name: known[name] for name in NEW[layer.kind]})
        return replace(spec, reads=places.get("reads"))

    def __getitem__(self, name: str) -> Any:
        return dict(self.settings)[name]

    def changed(self, name: str, value: Any) -> Spec:
        """The spec with one setting changed; a pool that steps by its own size goes on to."""
        if name == "reads":
            return replace(self, reads=value)
        values = dict(self.settings)
        if name == "pool_size" and values["strides"] == values["pool_size"]:
            values["strides"] = _clamped(value)
        return replace(Spec.new(self.kind, **{**values, name: _clamped(value)}), reads=self.reads)

    def following(self, place_of: Mapping[int | None, int | None]) -> Spec:
        """The spec after others have moved: what it names stands where `place_of` says."""
        settings = tuple(
            (name, place_of.get(value, value) if name == SOURCE else value)
            for name, value in self.settings
        )
        return Spec(self.kind, settings, place_of.get(self.reads, self.reads))

    def build(self, place: int, names: Sequence[str]) -> Layer:
        """The layer in its place among layers of these names; raises LayerError if none can be."""
        settings = dict(self.settings)
        if SOURCE in settings:
            settings[SOURCE] = name_of(settings[SOURCE], names)
        return LAYERS[self.kind](**settings, name=names[place], reads=name_of(self.reads, names))


def name_of(place: int | None, names: Sequence[str]) -> str:
    """The name of the layer in a place; words for it where there is none."""
    if place is None:
        return ""
    return names[place] if 0 <= place < len(names) else f"layer {place + 1}"


def _clamped(value: Any) -> Any:
    """A number as it was typed in, within what can be written down; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    value = max(-LARGEST, min(value, LARGEST))
    return round(value, 4) if isinstance(value, float) else value
