"""Interventions: the same network with one filter muted, kept alone or replaced.

A filter (or the unit of a dense layer) is one slice of its layer's kernel and one bias.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mnist_core.network.forward import Network
from mnist_core.network.layers import BatchNormalization, Conv2D, Dense, Layer, Softmax
from mnist_core.network.sequential import Architecture

MUTE, KEEP, COPY, RANDOM = "mute", "keep only", "copy", "random"
BLUR, VERTICAL, HORIZONTAL = "blur", "vertical edge", "horizontal edge"


@dataclass(frozen=True)
class Intervention:
    """What is done to one filter of one layer.

    Attributes
    ----------
    action : one of ACTIONS
    layer : name of a convolution or a dense layer
    part : number of the filter or unit
    other : the filter that "copy" puts in its place, or the seed of "random"; else without meaning
    """

    action: str
    layer: str
    part: int
    other: int = 0


def _blur(size: int) -> np.ndarray:
    return np.ones((size, size))


def _vertical_edge(size: int) -> np.ndarray:
    """Positive where it gets darker from left to right, with the weights of a straight line."""
    return np.tile(np.linspace(-1, 1, size) if size > 1 else [0.0], (size, 1))


PATTERNS: Mapping[str, Callable[[int], np.ndarray]] = MappingProxyType(
    {BLUR: _blur, VERTICAL: _vertical_edge, HORIZONTAL: lambda size: _vertical_edge(size).T}
)
"""Kernels known from image processing, for a given size, by name."""

ACTIONS = (MUTE, KEEP, *PATTERNS, COPY, RANDOM)


def layers_to_change(architecture: Architecture) -> tuple[str, ...]:
    """Names of the layers that have filters or units.

    The one that makes the ten scores is left out, unless there is no other.
    """
    found = [
        (row.layer.name, any(isinstance(it, Softmax) for it in _readers(architecture, place)))
        for place, row in enumerate(architecture.rows)
        if isinstance(row.layer, (Conv2D, Dense))
    ]
    inner = tuple(name for name, last in found if not last)
    return inner or tuple(name for name, _ in found)


def actions_for(architecture: Architecture, layer: str) -> tuple[str, ...]:
    """What can be done to a part of this layer: patterns need a kernel with more than one cell."""
    kernel = architecture.weight_shapes[f"{layer}/kernel"]
    sliding = len(kernel) == 4 and kernel[0] > 1
    return ACTIONS if sliding else tuple(it for it in ACTIONS if it not in PATTERNS)


def intervene(network: Network, intervention: Intervention) -> Network:
    """A new network that differs from this one in one layer only, and its normalisation.

    "mute" sets the filter's weights and bias to 0, so that its map is 0 everywhere; "keep only"
    does so to all the others. A normalisation directly behind would make another constant of these
    zeros, so its scale and shift of the map are set to 0, too. A pattern looks at all input maps
    alike, is as strong as the filter it replaces (same length of the kernel), and has no bias; so
    are random weights.

    Raises
    ------
    ValueError
        If the layer has no such part, or the action is unknown.
    """
    kernel, bias = _arrays(network, intervention)
    part, action = intervention.part, intervention.action
    changed = {}
    if action in (MUTE, KEEP):
        chosen = np.arange(len(bias)) == part
        silent = chosen if action == MUTE else ~chosen
        kernel[..., silent], bias[silent] = 0, 0
        changed = _silenced(network, intervention.layer, silent)
    elif action == COPY:
        kernel[..., part], bias[part] = kernel[..., intervention.other], bias[intervention.other]
    else:
        own = kernel[..., part]
        kernel[..., part], bias[part] = _as_strong(_replacement(intervention, own.shape), own), 0
    name = intervention.layer
    changed |= {f"{name}/kernel": kernel, f"{name}/bias": bias}
    return Network(network.architecture, {**network.weights, **changed}, network.knows_none)


def normalisation_after(architecture: Architecture, layer: str) -> str | None:
    """The name of the batch normalisation directly behind a layer; None if there is none."""
    names = [it.name for it in architecture.layers]
    after = _readers(architecture, names.index(layer)) if layer in names else ()
    return next((it.name for it in after if isinstance(it, BatchNormalization)), None)


def _readers(architecture: Architecture, place: int) -> tuple[Layer, ...]:
    """The layers that read what the one in this place gives."""
    return tuple(row.layer for row in architecture.rows if place in row.inputs)


def _silenced(network: Network, layer: str, silent: np.ndarray) -> dict[str, np.ndarray]:
    """Scale and shift of the normalisation behind a layer, 0 for the silent parts."""
    name = normalisation_after(network.architecture, layer)
    if name is None:
        return {}
    return {
        f"{name}/{array}": np.where(silent, np.float32(0), network.weights[f"{name}/{array}"])
        for array in ("gamma", "beta")
    }


def _arrays(network: Network, intervention: Intervention) -> tuple[np.ndarray, np.ndarray]:
    """Copies of the layer's kernel and bias, once the intervention is known to make sense."""
    name, action = intervention.layer, intervention.action
    if f"{name}/kernel" not in network.weights:
        raise ValueError(f"There is no layer called {name!r} with filters or units.")
    kernel, bias = (network.weights[f"{name}/{array}"].copy() for array in ("kernel", "bias"))
    if action not in actions_for(network.architecture, name):
        raise ValueError(f"Nothing called {action!r} can be done to a part of {name}.")
    wanted = (intervention.part, *([intervention.other] if action == COPY else []))
    if not all(0 <= number < len(bias) for number in wanted):
        raise ValueError(f"{name} has parts 0 to {len(bias) - 1}; choose one of them.")
    return kernel, bias


def _replacement(intervention: Intervention, shape: tuple[int, ...]) -> np.ndarray:
    if intervention.action == RANDOM:
        return np.random.default_rng(intervention.other).normal(size=shape)
    pattern = PATTERNS[intervention.action](shape[0])  # (k, k), the same for every input map
    return np.broadcast_to(pattern[..., np.newaxis], shape)


def _as_strong(kernel: np.ndarray, model: np.ndarray) -> np.ndarray:
    return kernel * (np.linalg.norm(model) / np.linalg.norm(kernel))
