"""Variants of a network for a search: wider, deeper, other kernels, more or less dropout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mnist_core.network.layers import Conv2D, Dense, Dropout, Layer, LayerError
from mnist_core.network.sequential import Architecture

Layers = tuple[Layer, ...]


def width(layers: Layers, factor: float) -> Layers:
    """Filters and units of all hidden layers times a factor, rounded, at least one."""
    last = max(place for place, layer in enumerate(layers) if _weighs(layer))
    return tuple(
        _scaled(layer, factor) if _weighs(layer) and place != last else layer
        for place, layer in enumerate(layers)
    )


def _scaled(layer: Layer, factor: float) -> Layer:
    if isinstance(layer, Conv2D):
        return replace(layer, filters=max(round(layer.filters * factor), 1))
    if isinstance(layer, Dense):
        return replace(layer, units=max(round(layer.units * factor), 1))
    return layer


def depth(layers: Layers, times: int) -> Layers:
    """Every hidden layer with weights so many times in a row, as VGG repeats its convolutions.

    Repeated with it is what follows up to the next layer that is neither normalisation nor ReLU;
    a repeated convolution keeps the size of its maps. Names stay, so that sums find what they add.
    """
    last = max(place for place, layer in enumerate(layers) if _weighs(layer))
    result: list[Layer] = []
    place = 0
    while place < len(layers):
        end = place + 1
        if _weighs(layers[place]) and place != last:
            while layers[end].kind in ("BatchNormalization", "ReLU"):
                end += 1
            result += layers[place:end]
            for time in range(2, times + 1):
                again = [replace(it, name=f"{it.name}_{time}") for it in layers[place:end]]
                if isinstance(again[0], Conv2D):
                    again[0] = replace(again[0], strides=1, padding="same")
                result += again
        else:
            result.append(layers[place])
        place = end
    return tuple(result)


def kernel_size(layers: Layers, size: int) -> Layers:
    """All convolutions with square kernels of this size."""
    _some(layers, Conv2D, "convolution")
    return tuple(
        replace(layer, kernel_size=size) if isinstance(layer, Conv2D) else layer for layer in layers
    )


def dropout(layers: Layers, rate: float) -> Layers:
    """All dropout layers with this rate; without them where it is 0."""
    _some(layers, Dropout, "dropout layer")
    if rate == 0:
        return tuple(layer for layer in layers if not isinstance(layer, Dropout))
    return tuple(
        replace(layer, rate=rate) if isinstance(layer, Dropout) else layer for layer in layers
    )


CHANGES: Mapping[str, Callable[[Layers, Any], Layers]] = MappingProxyType(
    {"depth": depth, "width": width, "kernel_size": kernel_size, "dropout": dropout}
)
"""What can be varied of a network, in the order in which it is done."""


def variant(architecture: Architecture, changes: Mapping[str, Any]) -> Architecture:
    """The network with these changes; without any, itself.

    Raises
    ------
    LayerError
        With one sentence, where there is nothing to change or the layers no longer fit.
    """
    layers = architecture.layers
    for name, change in CHANGES.items():
        if name in changes:
            layers = change(layers, changes[name])
    if layers == architecture.layers:
        return architecture
    said = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in changes.items())
    return replace(
        architecture,
        id="variant",
        title=f"{architecture.title}, {said}",
        layers=layers,
        claim=None,
    )


def _weighs(layer: Layer) -> bool:
    return isinstance(layer, (Conv2D, Dense))


def _some(layers: Layers, kind: type[Layer], word: str) -> None:
    if not any(isinstance(layer, kind) for layer in layers):
        raise LayerError(f"This network has no {word} that a search could vary.")
