"""What is asked of a training: network, recipe, seed and digits, all within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mnist_core.data.digits import CLASSES, Provenance
from mnist_core.network.architectures import read_architecture
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.training.batch_order import epoch_batches, epoch_digits
from mnist_core.training.frozen_layers import FrozenLayers

MIN_EXAMPLES = 100
MAX_WORK = 5e11
"""Epochs × digits × parameters that one run may cost: some twenty minutes on two cores."""
MAX_MULTIPLICATIONS = 1.4e13
"""Epochs × digits × multiply–accumulates, for networks with few parameters and much work."""
MAX_BATCH_OUTPUTS = 80_000_000
"""Numbers that all layers put out for a batch: training keeps them, 4 bytes each, and gradients."""
MAX_SEED = 2**31 - 1


@dataclass(frozen=True)
class TrainingConfig:
    """One training as it was asked for; the same config gives the same run again.

    Attributes
    ----------
    architecture : the network to train
    recipe : the hyperparameters
    seed : decides the initial weights, the order of the digits and the dropout masks
    examples : number of training digits, stratified by class; None for all there are
    provenance : the digits it is to learn from and be judged on; None, as in early versions, for
        those that are found when it is trained
    classes : the digits it learns and is judged on, in order; None for all ten
    frozen : the layers that keep their weights; None where all learn

    Raises
    ------
    ValueError
        With one sentence for the person who asked, where a value is out of bounds.
    """

    architecture: Architecture
    recipe: Recipe
    seed: int = 0
    examples: int | None = None
    provenance: Provenance | None = None
    classes: tuple[int, ...] | None = None
    frozen: FrozenLayers | None = None

    def __post_init__(self) -> None:
        self._check_parts()
        if isinstance(self.seed, bool) or not isinstance(self.seed, int):
            raise ValueError(f"The seed must be a whole number, not {self.seed!r}.")
        if not 0 <= self.seed <= MAX_SEED:
            raise ValueError(f"The seed must lie between 0 and {MAX_SEED:,}.")
        if self.examples is None:
            return
        if isinstance(self.examples, bool) or not isinstance(self.examples, int):
            raise ValueError(f"The number of digits must be whole, not {self.examples!r}.")
        if self.examples < MIN_EXAMPLES:
            raise ValueError(f"Train on at least {MIN_EXAMPLES} digits, not {self.examples}.")

    def _check_parts(self) -> None:
        """What is left out of the digits and of the network must leave something to learn."""
        if self.classes is not None:
            known = all(type(it) is int and 0 <= it < CLASSES for it in self.classes)
            if not known or list(self.classes) != sorted(set(self.classes)):
                raise ValueError(f"The digits to learn go from 0 to 9, not {self.classes!r}.")
            if len(self.classes) < 2:
                raise ValueError("Learn at least two different digits: one alone is no question.")
        if self.frozen is not None:
            self.frozen.check(self.architecture)

    def digits(self, available: int) -> int:
        """How many digits the run trains on where ``available`` exist."""
        return available if self.examples is None else min(self.examples, available)

    def batches(self, available: int) -> int:
        """How many batches one epoch has."""
        return epoch_batches(self.recipe, self.digits(available))

    def shown(self, available: int) -> float:
        """How many digits the run shows in all its epochs."""
        return float(self.recipe.epochs) * epoch_digits(self.recipe, self.digits(available))

    def work(self, available: int) -> float:
        """Epochs × digits × parameters, one measure of what the run costs."""
        return self.shown(available) * self.architecture.parameters

    def multiplications(self, available: int) -> float:
        """Epochs × digits × multiply–accumulates, the other measure."""
        return self.shown(available) * self.architecture.macs

    def check_work(self, available: int) -> None:
        """Raise ValueError where the run would take everybody's time or memory."""
        share = max(
            self.work(available) / MAX_WORK,
            self.multiplications(available) / MAX_MULTIPLICATIONS,
        )
        if share > 1:
            epochs = max(int(self.recipe.epochs / share), 1)
            raise ValueError(
                f"This run is {share:.1f} times what one run may cost here: "
                f"train at most {epochs} epochs, fewer digits or a smaller network."
            )
        largest = MAX_BATCH_OUTPUTS // self.architecture.outputs
        if self.recipe.batch_size > largest:
            raise ValueError(
                f"The layers of this network put out {self.architecture.outputs:,} numbers for a "
                f"digit: use batches of at most {largest}."
            )

    def to_dict(self) -> dict[str, Any]:
        """The config as plain values, for JSON."""
        return {
            "architecture": self.architecture.to_dict(),
            "recipe": self.recipe.to_dict(),
            "seed": self.seed,
            "examples": self.examples,
            "provenance": self.provenance and self.provenance.to_dict(),
            "classes": self.classes and list(self.classes),
            "frozen": self.frozen and self.frozen.to_dict(),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> TrainingConfig:
        """The config that ``to_dict`` wrote; raises ValueError for anything else."""
        named, classes = values.get("provenance"), values.get("classes")
        frozen = values.get("frozen")
        try:
            return cls(
                architecture=read_architecture(values["architecture"]),
                recipe=Recipe(**values["recipe"]),
                seed=values["seed"],
                examples=values["examples"],
                provenance=None if named is None else Provenance.from_dict(named),
                classes=None if classes is None else tuple(classes),
                frozen=None if frozen is None else FrozenLayers.from_dict(frozen),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"This is not a training configuration: {error}.") from None
