"""Who chooses the values of the next trial, so that the same seed chooses the same again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler, RandomSampler, TPESampler
from optuna.study import Study
from optuna.trial import FrozenTrial, Trial, TrialState

from mnist_core.search.search_plan import SearchPlan
from mnist_core.search.space import Dimension, Value


class SeededByTrial(BaseSampler):
    """Begins a sampler of its own for every trial, seeded by the search's seed and its number.

    So it does not matter which process takes a trial, nor how often a search was interrupted:
    random values depend on seed and number alone, and those of TPE on what has finished as well.
    """

    def __init__(self, make: Callable[[int], BaseSampler], seed: int) -> None:
        self._make, self._seed = make, seed
        self._own = make(0)

    def before_trial(self, study: Study, trial: FrozenTrial) -> None:
        drawn = np.random.SeedSequence([self._seed, trial.number]).generate_state(1)
        self._own = self._make(int(drawn[0]))
        self._own.before_trial(study, trial)

    def infer_relative_search_space(
        self, study: Study, trial: FrozenTrial
    ) -> dict[str, BaseDistribution]:
        return self._own.infer_relative_search_space(study, trial)

    def sample_relative(
        self, study: Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        return self._own.sample_relative(study, trial, search_space)

    def sample_independent(
        self,
        study: Study,
        trial: FrozenTrial,
        param_name: str,
        param_distribution: BaseDistribution,
    ) -> Any:
        return self._own.sample_independent(study, trial, param_name, param_distribution)

    def after_trial(self, study: Study, trial: FrozenTrial, state: TrialState, values: Any) -> None:
        self._own.after_trial(study, trial, state, values)


def sampler(plan: SearchPlan) -> BaseSampler:
    """Optuna's sampler of a search.

    A grid's trials bring their values along: Optuna's own GridSampler may give one cell to two
    workers, and cannot be told the end of the last cell.
    """
    if plan.sampler == "tpe":
        return SeededByTrial(lambda seed: TPESampler(seed=seed, constant_liar=True), plan.seed)
    return SeededByTrial(lambda seed: RandomSampler(seed=seed), plan.seed)


def suggest(trial: Trial, dimension: Dimension) -> Value:
    """A trial's value of one setting: drawn, or what it was given when it was asked for."""
    setting, name = dimension.setting, dimension.name
    if dimension.values:
        chosen: Any = trial.suggest_categorical(name, dimension.values)
        return chosen
    log = setting.logarithmic and dimension.low > 0
    if setting.kind is int:
        return trial.suggest_int(name, int(dimension.low), int(dimension.high), log=log)
    return trial.suggest_float(name, dimension.low, dimension.high, log=log)
