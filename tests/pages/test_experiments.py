"""The page Experiments: searches with their guesses, and the contests' board."""

from dataclasses import replace

import pytest
from scipy import stats

from mnist_core.evaluation.robustness import count_right
from mnist_core.network.forward import Network
from mnist_core.search.ready_experiments import READY_EXPERIMENTS
from mnist_core.search.searcher import Searcher
from mnist_core.training.run_training import train_run
from mnist_core.training.runs import create_run, queue_of_runs
from pages.ui import resources
from tests.search.conftest import TrialsHere, plan
from tests.studies.test_contest import BASE, finish
from tests.training import small_trainer


def button(at, label):
    return next(box for box in at.main.button if box.label.startswith(label))


@pytest.fixture
def keeper(home, monkeypatch):
    """The app's keeper; its threads leave the trials alone, so that a test can say what happens."""
    monkeypatch.delenv("OPTUNA_STORAGE", raising=False)
    resources.keeper.clear()
    made = resources.keeper()
    monkeypatch.setattr(made, "_work_on", lambda search: None)
    yield made
    made.storage.remove_session()
    made.storage.engine.dispose()
    resources.keeper.clear()


@pytest.mark.slow
def test_a_search_is_started_followed_and_stopped(app, keeper):
    at = app("experiments", part="Tune", tune="Your own search")
    assert not at.exception
    button(at, "Start the search").click().run()
    assert not at.exception and keeper.names() == ["Search 1"]
    asked = keeper.search("Search 1").plan
    assert [it.name for it in asked.space] == ["learning_rate", "batch_size"]
    assert asked.trials == 12 and asked.base.architecture.id == "keras_cnn"
    assert "Search 2" in [box.value for box in at.text_input]
    button(at, "Stop").click().run()
    assert not keeper.search("Search 1").wanted
    button(at, "Remove").click().run()
    assert keeper.names() == [] and not at.exception


def test_a_storage_that_breaks_while_a_page_is_open_is_one_sentence(app, keeper, home):
    keeper.ask("mine", plan(sampler="random", trials=2))
    at = app("experiments", part="Tune", tune="Your own search")
    assert not at.exception and not at.error
    keeper.storage.remove_session()
    keeper.storage.engine.dispose()
    (home / "searches.db").write_bytes(b"not a database" * 500)
    at.run()
    assert not at.exception
    (said,) = [box.value for box in at.error]
    assert said.startswith("The file of the searches in the home cannot be used")
    button(app("experiments", part="Build"), "Train")  # the other tabs go on


@pytest.mark.slow
def test_a_search_shows_its_charts_and_what_was_pruned(app, keeper):
    search = keeper.ask("mine", plan(sampler="random", trials=9, epochs=3, seed=1))
    Searcher(search, TrialsHere(small_trainer), "anna").work()
    at = app("experiments", part="Tune", tune="Your own search")
    best = max(it.score for it in search.trials() if it.score)
    assert any(f"**Best: {best:.2%}**" in box.value for box in at.markdown)
    (table,) = [frame.value for frame in at.dataframe]
    assert len(table) == 9 and table["Why"].str.contains("median").any()
    assert any("anna 9" in box.value for box in at.caption)
    last = next(it for it in reversed(search.trials()) if it.reason)
    assert any(f"trial {last.number}: {last.reason}" in box.value for box in at.caption)
    for chart in ("curves", "values", "matters"):
        box = next(it for it in at.segmented_control if it.key == "search_chart")
        box.set_value(chart).run()
        assert not at.exception
    keeper.ask("other", plan(sampler="random", trials=1))
    at = app("experiments", part="Tune", tune="Compare two")
    assert not at.exception
    assert list(at.dataframe[0].value["Search"]) == ["other", "mine"]


@pytest.mark.slow
def test_a_question_is_guessed_first_and_asks_for_its_trainings(app, keeper):
    question = READY_EXPERIMENTS["sampler"]
    at = app("experiments", part="Tune", question=question.title)
    assert not [box for box in at.main.button if box.label.startswith("Train it")]
    button(at, question.guesses[1]).click().run()
    button(at, "Train it: 32 trainings").click().run()
    assert not at.exception
    assert sorted(keeper.names()) == [f"{question.title} 1 grid", f"{question.title} 1 random"]
    assert button(at, "Train it again").disabled


def test_the_board_says_what_is_not_judged_and_queues_the_missing_seeds(app):
    finish(BASE, 0.97)
    at = app("experiments", part="Contests")
    assert not at.exception
    row = at.dataframe[0].value.iloc[0]
    assert row["Place"] == "not judged yet" and row["Seeds"] == "1 of 3"
    button(at, "Train the missing 2 seeds").click().run()
    assert not at.exception
    assert [run.config.seed for run in queue_of_runs()] == [1, 2]
    assert button(at, "Train the missing").disabled


def test_shifted_digits_are_judged_by_three_seeds_with_the_interval_of_what_is_counted(app):
    """Two entries of real trainings in NumPy: the longer one reads more, shifted or not."""
    recipe = replace(BASE.recipe, learning_rate=0.2, batch_size=32)
    shares = {}
    for epochs in (1, 8):
        for seed in (0, 1, 2):
            config = replace(BASE, recipe=replace(recipe, epochs=epochs), seed=seed)
            run = create_run(config)
            train_run(run, backend=small_trainer)
            right = count_right(Network.load(run.id), resources.sample(), "shift", 3)
            shares.setdefault(epochs, []).append(right / len(resources.sample()))
    at = app("experiments", part="Contests", contest="Shifted digits")
    assert not at.exception
    board = at.dataframe[0].value
    best = max(shares, key=lambda epochs: sum(shares[epochs]))
    assert list(board["Place"]) == ["1.", "2."] and board["Epochs"][0] == best
    for place, epochs in enumerate(board["Epochs"]):
        mean = sum(shares[epochs]) / 3
        low, high = stats.t.interval(0.95, 2, loc=mean, scale=stats.sem(shares[epochs]))
        assert board["Shifted, right"][place] == f"{100 * mean:#.3g} %"
        found = [float(it) for it in board["95 % interval"][place].removesuffix(" %").split(" to ")]
        assert found == pytest.approx([100 * max(low, 0), 100 * min(high, 1)], abs=0.06)
    assert not [box for box in at.main.button if box.label.startswith("Train the missing")]
