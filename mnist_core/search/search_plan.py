"""What is asked of a search: which training is varied, in what, by whom, how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from mnist_core.search.space import Dimension, Space, applied, cells
from mnist_core.training.config import TrainingConfig

SAMPLERS = ("grid", "random", "tpe")
MAX_TRIALS = 100
SEARCH_SEEDS = 2**31 - 1


@dataclass(frozen=True)
class SearchPlan:
    """A search as it was asked for; the same plan tries the same settings again.

    Attributes
    ----------
    base : the training that is varied
    space : the settings that are varied; a grid has values for all of them
    sampler : "grid": every combination once; "random"; or "tpe", which prefers what has done well
        (J. Bergstra et al. 2011, "Algorithms for hyper-parameter optimization")
    trials : how many trainings; of a grid all there are
    seed : of what is drawn at random
    pruning : whether a trial is ended whose best accuracy on the validation digits after an epoch
        lies below the median of what the finished ones had then

    Raises
    ------
    ValueError
        With one sentence for the person who asked.
    """

    base: TrainingConfig
    space: Space
    sampler: str = "tpe"
    trials: int = 20
    seed: int = 0
    pruning: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "space", tuple(self.space))
        names = [it.name for it in self.space]
        if not names:
            raise ValueError("Choose at least one setting to vary.")
        if len(set(names)) < len(names):
            raise ValueError("Every setting can be varied once only.")
        if self.sampler not in SAMPLERS:
            raise ValueError(f"The sampler is one of {', '.join(SAMPLERS)}, not {self.sampler!r}.")
        if not 0 <= self.seed <= SEARCH_SEEDS:
            raise ValueError(f"The seed of a search must lie between 0 and {SEARCH_SEEDS:,}.")
        if self.sampler == "grid":
            if not all(it.values for it in self.space):
                raise ValueError("A grid needs the values of every setting, and not only its ends.")
            object.__setattr__(self, "trials", prod(len(it.values) for it in self.space))
        if not 1 <= self.trials <= MAX_TRIALS:
            raise ValueError(
                f"A search has from 1 to {MAX_TRIALS} trials; this one would have {self.trials:,}."
            )

    def fixed(self) -> list[dict[str, Any]]:
        """The values that are fixed before the search begins, for each of its trials."""
        return list(cells(self.space)) if self.sampler == "grid" else [{}] * self.trials

    def config(self, values: Mapping[str, Any]) -> TrainingConfig:
        """The training of one trial; raises ValueError where these values do not go together."""
        return applied(self.base, values)

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain values, for JSON."""
        return {
            "base": self.base.to_dict(),
            "space": [it.to_dict() for it in self.space],
            "sampler": self.sampler,
            "trials": self.trials,
            "seed": self.seed,
            "pruning": self.pruning,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> SearchPlan:
        """The plan that ``to_dict`` wrote; raises ValueError for anything else."""
        try:
            space = tuple(Dimension(**it) for it in values["space"])
            rest = {name: values[name] for name in ("sampler", "trials", "seed", "pruning")}
            return cls(TrainingConfig.from_dict(values["base"]), space, **rest)
        except (KeyError, TypeError) as error:
            raise ValueError(f"This is not a search: {error}.") from None
