"""Contests: entries are trainings that differ in their seed alone, judged by their first three."""

from dataclasses import replace

import pytest
from scipy import stats

from mnist_core.data.sources import load_dataset
from mnist_core.network.recipe import Recipe
from mnist_core.studies.contest import GOAL, entries, ranked
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import NamedScore, RunResult, RunState
from mnist_core.training.runs import all_runs, create_run
from tests.training.small_trainer import LINEAR

PROVENANCE = load_dataset().provenance
BASE = TrainingConfig(LINEAR, Recipe(epochs=1), 0, 300, PROVENANCE)


def finish(config, accuracy, seconds=3.0, **result):
    """A finished training that has read so many of the test digits right."""
    run = create_run(config, continues=result.pop("continues", None))
    test = NamedScore(0.1, accuracy, 1_000, "held-out training digits")
    run.write_result(RunResult(RunState.FINISHED, seconds=seconds, test=test, **result))
    return run


def board():
    return entries(all_runs(), PROVENANCE)


def test_the_first_three_seeds_judge_and_later_ones_do_not_help(home):
    for seed, accuracy in enumerate([0.98, 0.985, 0.975, 1.0, 1.0]):
        finish(replace(BASE, seed=seed), accuracy)
    (entry,) = board()
    assert entry.judged and entry.accuracy == pytest.approx(0.98) and not entry.reached
    expected = stats.t.interval(0.95, 2, loc=0.98, scale=stats.sem([0.98, 0.985, 0.975]))
    assert entry.interval == pytest.approx(expected)
    assert entry.missing() == []


def test_what_is_no_entry(home):
    """Half trainings, other digits, runs that go on from others, and a seed's second training."""
    finish(BASE, 0.9)
    finish(BASE, 0.99)  # the same once more
    finish(replace(BASE, seed=1), 0.99, continues="abcdefgh")
    finish(replace(BASE, seed=2, classes=(0, 1, 2)), 0.99)
    finish(replace(BASE, seed=3, provenance=replace(PROVENANCE, fingerprint="other")), 0.99)
    create_run(replace(BASE, seed=4))
    (entry,) = board()
    assert [it.test.accuracy for it in entry.seeds] == [0.9] and not entry.judged
    assert entry.interval is None
    assert [config.seed for config in entry.missing()] == [1, 2]
    assert {replace(config, seed=0) for config in entry.missing()} == {BASE}


def test_what_has_reached_the_goal_stands_above_what_has_not(home):
    quick, slow, poor = (
        replace(BASE, recipe=Recipe(epochs=1, learning_rate=rate)) for rate in (0.1, 0.2, 0.3)
    )
    lucky = replace(BASE, recipe=Recipe(epochs=1, learning_rate=0.4))
    finish(lucky, 1.0, seconds=0.5)  # one seed: not judged
    for seed in range(3):
        finish(replace(poor, seed=seed), GOAL - 0.01, seconds=1.0)
        finish(replace(slow, seed=seed), GOAL, seconds=9.0)
        finish(replace(quick, seed=seed), GOAL + 0.001, seconds=5.0)
    rates = [it.config.recipe.learning_rate for it in ranked(board(), lambda it: it.seconds)]
    assert rates == [0.1, 0.2, 0.3, 0.4]
