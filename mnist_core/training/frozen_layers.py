"""Frozen layers: those that keep their weights in a training, and where these come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mnist_core.home_folder import RUN_ID
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Conv2D
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import initial_weights, load_weights, weights_file


@dataclass(frozen=True)
class FrozenLayers:
    """Layers that do not learn in a training.

    Attributes
    ----------
    names : of the layers; each has weights
    source : the network whose weights they have, a shipped one's id or a run's; None for the
        random ones that the training's seed gives
    goes_on : whether the layers that learn begin with the source's weights as well

    Raises
    ------
    ValueError
        With one sentence, where the source is named as no network is.
    """

    names: tuple[str, ...]
    source: str | None = None
    goes_on: bool = False

    def __post_init__(self) -> None:
        if not self.names or not all(isinstance(name, str) for name in self.names):
            raise ValueError("Name at least one layer to freeze.")
        source = self.source
        if self.goes_on and source is None:
            raise ValueError("Name the network whose weights the training goes on from.")
        if source is None or source in ARCHITECTURES:
            return
        if not isinstance(source, str) or not RUN_ID.fullmatch(source):
            raise ValueError(f"There is no network called {str(source)[:64]!r} to start from.")

    def check(self, architecture: Architecture) -> None:
        """Raise ValueError where they are none of this network's, or leave nothing to learn."""
        trained = {row.layer.name for row in architecture.rows if row.weight_shapes}
        strange = [name for name in self.names if name not in trained]
        if strange:
            raise ValueError(f"{architecture.title} has no layer {strange[0]!r} with weights.")
        if trained <= set(self.names):
            raise ValueError("All layers are frozen, so nothing can learn: leave one free.")

    def to_dict(self) -> dict[str, Any]:
        """The layers as plain values, for JSON."""
        more = {"goes_on": True} if self.goes_on else {}
        return {"names": list(self.names), "source": self.source} | more

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> FrozenLayers:
        """What ``to_dict`` wrote; raises ValueError or TypeError for anything else."""
        return cls(tuple(values["names"]), values["source"], bool(values.get("goes_on")))


def convolutions(architecture: Architecture) -> tuple[str, ...]:
    """The layers with weights up to the last convolution and its normalisation, by name.

    They are what a network sees with; the rest is what it makes of it.
    """
    rows = architecture.rows
    last = max((k for k, row in enumerate(rows) if isinstance(row.layer, Conv2D)), default=-1)
    while last + 1 < len(rows) and rows[last + 1].layer.kind == "BatchNormalization":
        last += 1
    return tuple(row.layer.name for row in rows[: last + 1] if row.weight_shapes)


def start_weights(
    architecture: Architecture, seed: int, frozen: FrozenLayers | None
) -> dict[str, np.ndarray]:
    """The weights from which a training starts: random ones, and those that are taken over.

    Two trainings with one seed that freeze different things start alike in all other layers.

    Raises
    ------
    ValueError
        With one sentence, where there is no network to take them from, or none that fits.
    """
    weights = initial_weights(architecture, seed)
    if frozen is None or frozen.source is None:
        return weights
    taken = load_weights(weights_file(frozen.source))[1]
    for name, array in weights.items():
        if frozen.goes_on or name.partition("/")[0] in frozen.names:
            found = taken.get(name)
            if found is None or found.shape != array.shape:
                raise ValueError(
                    f"The network {frozen.source!r} has no {name} of shape {array.shape}: start "
                    f"from one that is built alike."
                )
            weights[name] = found
    return weights
