"""Old runs go first, and never one that goes on."""

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.pruning import folder_size, prune

CONFIG = TrainingConfig(ARCHITECTURES["mlp"], Recipe())


@pytest.fixture
def made(home):
    made = [runs.create_run(CONFIG) for _ in range(6)]
    for run in made[1:]:  # the oldest still waits
        run.write_result({"state": runs.FINISHED})
        (run.path / "big").write_bytes(b"0" * 10_000)
    return made


def test_the_oldest_that_have_ended_make_room(made):
    removed = prune(max_runs=3)
    assert removed == [run.id for run in made[1:4]]
    assert [run.id for run in runs.all_runs()] == [made[0].id, made[4].id, made[5].id]


def test_bytes_count_too(made):
    assert prune(max_bytes=35_000) == [made[1].id, made[2].id]
    assert sum(folder_size(run.path) for run in runs.all_runs()) <= 35_000


def test_within_bounds_nothing_is_removed(made):
    assert prune() == []
    assert len(runs.all_runs()) == 6


def test_a_run_that_waits_is_never_removed(made):
    prune(max_runs=0, max_bytes=0)
    assert [run.id for run in runs.all_runs()] == [made[0].id]
