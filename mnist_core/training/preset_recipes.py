"""The recipes that have a name, for the form on the Training page and for the shell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from mnist_core.network.recipe import FAST, Recipe
from mnist_core.network.sequential import Architecture


@dataclass(frozen=True)
class Preset:
    """A recipe, and on how many digits; None for all there are."""

    recipe: Recipe
    examples: int | None = None


OVERFIT = Preset(Recipe(batch_size=32, epochs=30), examples=500)  # Adam, no augmentation
"""So few digits, so many epochs, that they are learnt by heart."""

PRESETS: Mapping[str, Callable[[Architecture], Preset]] = MappingProxyType(
    {
        "published": lambda architecture: Preset(architecture.recipe),
        "fast": lambda architecture: Preset(FAST),
        "one-epoch": lambda architecture: Preset(replace(architecture.recipe, epochs=1)),
        "overfit": lambda architecture: OVERFIT,
    }
)
"""What each name means for an architecture."""
