"""Does what was learnt on the digits 0 to 4 help with 5 to 9? One base and three arms.

All arms see the same digits 5 to 9, equally often, and start with the same random decision layers.
They differ in their convolutions alone: taken from the base and frozen, random and learning, or
random and frozen (as in J. Yosinski et al. 2014, "How transferable are features in deep neural
networks?", which compares transferred with randomly initialised layers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mnist_core.data.digits import Provenance
from mnist_core.evaluation.seed_interval import mean_interval
from mnist_core.evaluation.statistics import Interval, wilson
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.training.config import TrainingConfig
from mnist_core.training.frozen_layers import FrozenLayers, convolutions
from mnist_core.training.history import History
from mnist_core.training.run_protocol import NamedScore

FIRST, LAST = (0, 1, 2, 3, 4), (5, 6, 7, 8, 9)
TRANSFERRED, SCRATCH, RANDOM = "transferred", "scratch", "random"
ARMS: Mapping[str, str] = MappingProxyType(
    {
        TRANSFERRED: "Convolutions from 0–4, frozen",
        SCRATCH: "From scratch, all learns",
        RANDOM: "Random convolutions, frozen",
    }
)
"""The arms of the experiment, and what they are called."""
BASE_RECIPE = Recipe(learning_rate=0.001, batch_size=64, epochs=4)


def base(architecture: Architecture, provenance: Provenance | None) -> TrainingConfig:
    """The training on the digits 0 to 4 from which the convolutions are taken.

    Raises
    ------
    ValueError
        If the network has no convolutions.
    """
    if not convolutions(architecture):
        raise ValueError(f"{architecture.title} has no convolutions to transfer: choose a CNN.")
    return TrainingConfig(architecture, BASE_RECIPE, provenance=provenance, classes=FIRST)


def arms(
    based_on: TrainingConfig, base_id: str, epochs: int, examples: int, seeds: int
) -> list[TrainingConfig]:
    """The trainings on 5 to 9, seed by seed, so that each seed is complete before the next.

    Parameters
    ----------
    based_on, base_id : the base, and the id of its run
    epochs, examples : the budget of each arm: passes over so many digits
    seeds : how often each arm is trained, from other random decision layers each time
    """
    names = convolutions(based_on.architecture)
    frozen = {TRANSFERRED: FrozenLayers(names, base_id), RANDOM: FrozenLayers(names)}
    recipe = Recipe(learning_rate=0.001, batch_size=32, epochs=epochs)
    return [
        TrainingConfig(
            based_on.architecture,
            recipe,
            seed,
            examples,
            based_on.provenance,
            classes=LAST,
            frozen=frozen.get(arm),
        )
        for seed in range(1, seeds + 1)
        for arm in ARMS
    ]


def arm_of(config: TrainingConfig) -> str | None:
    """Which arm a run is of; None for a base, or a run of something else."""
    if config.classes != LAST:
        return None
    if config.frozen is None:
        return SCRATCH
    return RANDOM if config.frozen.source is None else TRANSFERRED


def learning_parameters(config: TrainingConfig) -> int:
    """How many weights a training changes: those of layers that are not frozen."""
    frozen = config.frozen.names if config.frozen else ()
    return sum(row.parameters for row in config.architecture.rows if row.layer.name not in frozen)


@dataclass(frozen=True)
class ArmScore:
    """How one arm reads the test digits 5 to 9, over its seeds.

    Attributes
    ----------
    accuracies : of each seed
    interval : Wilson's of their mean on so many test digits, and Student's of the mean over seeds:
        from the lower of the two ends to the upper one
    """

    accuracies: tuple[float, ...]
    interval: Interval

    @property
    def mean(self) -> float:
        """The mean accuracy over the seeds."""
        return float(np.mean(self.accuracies))


def score(tests: Sequence[NamedScore]) -> ArmScore | None:
    """What the finished runs of an arm reached; None where none has finished."""
    if not tests:
        return None
    accuracies, digits = tuple(test.accuracy for test in tests), tests[0].digits
    of_digits = wilson(round(float(np.mean(accuracies)) * digits), digits)
    if len(tests) == 1:
        return ArmScore(accuracies, of_digits)
    of_seeds = mean_interval(accuracies)  # a point where all are equal, by luck
    low, high = min(of_seeds.low, of_digits.low), max(of_seeds.high, of_digits.high)
    return ArmScore(accuracies, Interval(max(low, 0.0), min(high, 1.0)))


def mean_curve(histories: Sequence[History]) -> np.ndarray:
    """The mean accuracy on validation digits after each epoch that all runs have done."""
    epochs = min((history.epochs for history in histories), default=0)
    curves = [history.validation_accuracy[:epochs] for history in histories]
    return np.mean(curves, axis=0) if curves else np.empty(0)
