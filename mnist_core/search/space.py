"""Search spaces: which settings of a training a search varies, and within which values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from mnist_core.network.recipe import SETTINGS
from mnist_core.network.setting import Setting
from mnist_core.search.network_variant import CHANGES, variant
from mnist_core.training.config import MAX_SEED, MIN_EXAMPLES, TrainingConfig

Value: TypeAlias = float | int | str

OF_THE_NETWORK = (
    Setting(
        "width",
        "Width",
        "Filters and units of all hidden layers, times this.",
        1.0,
        float,
        low=1 / 16,
        high=4.0,
        step=0.25,
        logarithmic=True,
    ),
    Setting(
        "depth", "Depth", "How often each hidden layer stands in a row.", 1, int, low=1, high=4
    ),
    Setting(
        "kernel_size",
        "Kernel size",
        "Side of the kernels of all convolutions, in pixels.",
        3,
        int,
        low=1,
        high=9,
    ),
    Setting(
        "dropout", "Dropout", "Rate of all dropout layers.", 0.5, float, low=0.0, high=0.9, step=0.1
    ),
)
OF_THE_RUN = (
    Setting(
        "examples",
        "Training digits",
        "On how many digits it learns.",
        3_500,
        int,
        low=MIN_EXAMPLES,
        high=100_000,
        step=500,
        logarithmic=True,
    ),
    Setting(
        "seed",
        "Seed",
        "Initial weights, order of the digits, what dropout drops.",
        0,
        int,
        low=0,
        high=MAX_SEED,
    ),
)
SEARCHED: Mapping[str, Setting] = MappingProxyType(
    {it.name: it for it in (*SETTINGS.values(), *OF_THE_NETWORK, *OF_THE_RUN)}
)
"""Everything a search can vary, by name: the recipe's settings, the network's and the run's."""
MOST_VALUES = 12


@dataclass(frozen=True)
class Dimension:
    """One setting that a search varies.

    Attributes
    ----------
    name : of the setting, as in SEARCHED
    values : those to choose from; empty for a range
    low, high : the ends of a range, both included

    Raises
    ------
    ValueError
        With one sentence, where a value cannot be one of the setting's.
    """

    name: str
    values: tuple[Value, ...] = ()
    low: float = 0.0
    high: float = 0.0

    def __post_init__(self) -> None:
        if self.name not in SEARCHED:
            raise ValueError(f"A search cannot vary {self.name!r}: use {', '.join(SEARCHED)}.")
        object.__setattr__(self, "values", tuple(self.values))
        for value in self.values or (self.low, self.high):
            self.setting.check(value)
        title = self.setting.label
        if self.values:
            if len(set(self.values)) < len(self.values) or len(self.values) > MOST_VALUES:
                raise ValueError(f"Give the {title} up to {MOST_VALUES} values, each once.")
        elif not self.low < self.high:
            raise ValueError(f"The {title} must go from a smaller value to a larger one.")

    @property
    def setting(self) -> Setting:
        """What is varied: title, bounds, kind."""
        return SEARCHED[self.name]

    def cut(self, cells: int) -> Dimension:
        """As values: a range is cut into ``cells``, both ends among them, evenly as it is drawn."""
        if self.values:
            return self
        spaced = np.geomspace if self.setting.logarithmic and self.low > 0 else np.linspace
        places = spaced(self.low, self.high, cells)
        if self.setting.kind is int:
            return replace(self, values=tuple(dict.fromkeys(int(round(it)) for it in places)))
        return replace(self, values=tuple(float(f"{it:.4g}") for it in places))

    def to_dict(self) -> dict[str, Any]:
        """The dimension as plain values, for JSON."""
        return asdict(self) | {"values": list(self.values)}


Space: TypeAlias = tuple[Dimension, ...]


def cells(space: Sequence[Dimension]) -> Iterator[dict[str, Value]]:
    """Every combination of the values of a space, the last setting turning fastest."""
    names = [it.name for it in space]
    return (dict(zip(names, row, strict=True)) for row in product(*(it.values for it in space)))


def applied(config: TrainingConfig, values: Mapping[str, Any]) -> TrainingConfig:
    """A training with these settings instead of its own.

    Raises
    ------
    ValueError
        With one sentence, where they do not go together.
    """
    recipe = {name: value for name, value in values.items() if name in SETTINGS}
    network = {name: value for name, value in values.items() if name in CHANGES}
    run = {it.name: values[it.name] for it in OF_THE_RUN if it.name in values}
    return replace(
        config,
        architecture=variant(config.architecture, network),
        recipe=replace(config.recipe, **recipe),
        **run,
    )
