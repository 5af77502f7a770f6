"""Old runs go first, and never one that goes on."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.pruning import folder_size, prune
from mnist_core.training.run_protocol import RESULT, RunResult, RunState

CONFIG = TrainingConfig(ARCHITECTURES["mlp"], Recipe())


@pytest.fixture
def made(home):
    made = [runs.create_run(CONFIG) for _ in range(6)]
    for run in made[1:]:  # the oldest still waits
        run.write_result(RunResult(RunState.FINISHED))
        (run.path / "big").write_bytes(b"0" * 10_000)
    return made


def test_the_oldest_that_have_ended_make_room(made):
    removed = prune(max_runs=3)
    assert removed == [run.id for run in made[1:4]]
    assert [run.id for run in runs.all_runs()] == [made[0].id, made[4].id, made[5].id]


def test_bytes_count_too(made):
    assert prune(max_bytes=35_000) == [made[1].id, made[2].id]
    assert sum(folder_size(run.path) for run in runs.all_runs()) <= 35_000


def test_the_run_that_another_one_goes_on_from_stays_however_old(made):
    assert prune(max_runs=3, keep=made[1]) == [run.id for run in made[2:5]]
    assert [run.id for run in runs.all_runs()] == [made[0].id, made[1].id, made[5].id]


def test_within_bounds_nothing_is_removed(made):
    assert prune() == []
    assert len(runs.all_runs()) == 6


def test_a_run_that_waits_is_never_removed(made):
    prune(max_runs=0, max_bytes=0)
    assert [run.id for run in runs.all_runs()] == [made[0].id]


def test_twenty_at_once_remove_no_more_than_one_would(home):
    for _ in range(30):
        run = runs.create_run(CONFIG)
        run.write_result(RunResult(RunState.FINISHED))
    with ThreadPoolExecutor(20) as sessions:
        removed = list(sessions.map(lambda _: prune(max_runs=10), range(20)))
    assert len(runs.all_runs()) == 10
    assert sum(map(len, removed)) == 20


def test_a_run_is_out_of_sight_before_its_files_go(made, monkeypatch):
    seen, remove = [], shutil.rmtree

    def look(path, **options):
        seen.append(len(runs.all_runs()))
        (path / RESULT).unlink()  # without it the run would wait for a trainer
        assert [run.id for run in runs.queue_of_runs()] == [made[0].id]

    monkeypatch.setattr(shutil, "rmtree", look)
    prune(max_runs=4)
    assert seen == [5, 4]
    monkeypatch.setattr(shutil, "rmtree", remove)
    prune()
    names = {path.name for path in runs.runs_directory().iterdir() if path.is_dir()}
    assert names == {run.id for run in runs.all_runs()}  # what was left has been swept
