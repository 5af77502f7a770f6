"""Contests between recipes: an entry is a training that anybody can open and repeat.

An entry is judged by the first three seeds that were asked for, on the test digits, by their mean
with its interval. Later seeds do not count: who may try often and show the best shows luck.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean

from mnist_core.data.digits import Provenance
from mnist_core.evaluation.seed_interval import mean_interval
from mnist_core.evaluation.statistics import Interval
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_folder import Run, RunError
from mnist_core.training.run_protocol import NamedScore, RunResult, RunState

SEEDS = 3
GOAL = 0.99
"""The accuracy that an entry has to reach on the test digits, in the contests that have a goal."""


@dataclass(frozen=True)
class Seed:
    """One finished training of an entry."""

    run: Run
    config: TrainingConfig
    result: RunResult

    @property
    def test(self) -> NamedScore:
        """How it read the test digits."""
        assert self.result.test is not None  # entries are made of no others
        return self.result.test


@dataclass(frozen=True)
class Entry:
    """The trainings that differ in their seed alone, in the order in which they were asked for."""

    seeds: tuple[Seed, ...]

    @property
    def config(self) -> TrainingConfig:
        """The training of the first seed."""
        return self.seeds[0].config

    @property
    def counted(self) -> tuple[Seed, ...]:
        """The first three."""
        return self.seeds[:SEEDS]

    @property
    def judged(self) -> bool:
        """Whether there are three of them."""
        return len(self.seeds) >= SEEDS

    @cached_property
    def accuracy(self) -> float:
        """The share of the test digits read right, of those seeds together that count."""
        scores = [it.test for it in self.counted]
        right = sum(round(score.accuracy * score.digits) for score in scores)
        return right / sum(score.digits for score in scores)  # exact where it is the goal itself

    @cached_property
    def interval(self) -> Interval | None:
        """Student's 95 % interval of that mean; None before it is judged."""
        return mean_interval([it.test.accuracy for it in self.counted]) if self.judged else None

    @cached_property
    def seconds(self) -> float:
        """The mean time that a training took, on the machine that trained it."""
        return fmean(it.result.seconds or 0.0 for it in self.counted)

    @property
    def reached(self) -> bool:
        """Whether it is judged and its mean has reached the goal."""
        return self.judged and self.accuracy >= GOAL

    def missing(self) -> list[TrainingConfig]:
        """The trainings that it takes to judge it, with the smallest seeds not tried yet."""
        tried = {it.config.seed for it in self.seeds}
        free = (seed for seed in range(len(tried) + SEEDS) if seed not in tried)
        wanted = SEEDS - len(self.seeds)
        return [
            replace(self.config, seed=seed) for seed, _ in zip(free, range(wanted), strict=False)
        ]


def entries(runs: Iterable[Run], provenance: Provenance) -> list[Entry]:
    """The entries among runs: whole trainings on all ten digits, judged on the digits in use.

    A seed that was trained twice counts once, and what went on from another run not at all: nobody
    could repeat it by its recipe.
    """
    found: dict[str, dict[int, Seed]] = {}
    for run in sorted(runs, key=lambda run: (run.created, run.id)):
        seed = _finished(run, provenance)
        if seed is not None:
            found.setdefault(_recipe_of(seed.config), {}).setdefault(seed.config.seed, seed)
    return [Entry(tuple(seeds.values())) for seeds in found.values()]


def _finished(run: Run, provenance: Provenance) -> Seed | None:
    try:
        config, result = run.config, run.result
    except RunError:
        return None
    if result is None or result.state != RunState.FINISHED or result.test is None:
        return None
    whole = config.classes is None and config.frozen is None and run.continues is None
    same = config.provenance is not None and config.provenance.same_digits(provenance)
    return Seed(run, config, result) if whole and same else None


def _recipe_of(config: TrainingConfig) -> str:
    """Everything that decides a training but its seed, and the names that people give."""
    values = config.to_dict()
    network = {name: values["architecture"][name] for name in ("layers", "preprocessing")}
    recipe = {name: value for name, value in values["recipe"].items() if name != "assumed"}
    return json.dumps([network, recipe, config.examples], sort_keys=True)


def ranked(board: Sequence[Entry], by: Callable[[Entry], float], goal: bool = True) -> list[Entry]:
    """Judged entries first, those that reached the goal before those that did not; best on top.

    Parameters
    ----------
    by : what the contest is about; the smallest wins
    goal : whether there is one
    """
    behind = [(not it.judged, goal and not it.reached, by(it)) for it in board]
    return [board[place] for place in sorted(range(len(board)), key=behind.__getitem__)]
