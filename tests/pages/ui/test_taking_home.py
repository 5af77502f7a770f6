"""Take it home: the button beside any network, and the page that it gives."""

import html

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.network.weights import initial_weights, save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.runs import create_run
from mnist_core.web.keepsake import in_words
from pages.ui import clock, my_report, taking_home

MLP = ARCHITECTURES["mlp"]
BY = "Ada <img src=x onerror=alert(1)>"


@pytest.fixture
def given(monkeypatch):
    """What Streamlit would call when a button is pressed, by the name of the file that it gives."""
    found, add = {}, MediaFileManager.add_deferred

    def register(self, make, mimetype, coordinates, file_name=None, **named):
        found[file_name] = make
        return add(self, make, mimetype, coordinates, file_name, **named)

    monkeypatch.setattr(MediaFileManager, "add_deferred", register)
    return found


@pytest.fixture
def run(home):
    """A run that was stopped; its network is random."""
    run = create_run(TrainingConfig(MLP, Recipe(epochs=1), seed=3))
    save_weights(run.path / "weights.npz", MLP, initial_weights(MLP, 3))
    run.write_result(RunResult(RunState.STOPPED, ended=1_785_000_000.0))
    return run


@pytest.mark.slow
def test_it_is_beside_the_network_of_every_page(app, given):
    for page, id in (("home", "keras_cnn"), ("robustness", "classic_cnn")):
        at = app(page, network=id)
        assert not at.exception
        button, report = at.sidebar.get("download_button")
        assert (button.label, report.label) == ("Take it home", "My report")
        assert list(given) == [f"{id}.html", my_report.FILE]
        assert "<p>Nothing yet.</p>" in given.pop(my_report.FILE)()
        made = given.pop(f"{id}.html")()
        title = ARCHITECTURES[id].title
        assert f"<h1>{title}, taken home on {in_words(clock.today())}</h1>" in made
        assert "the makers of this app" in made


def test_a_trained_network_goes_home_with_the_name_of_who_trained_it(app, given, run):
    at = app("training", run=run.id)
    assert not at.exception
    assert "download_html" in [it.key for it in at.main.get("download_button")]
    name = f"run-{run.id}.html"
    assert "somebody who left no name, on 25 July 2026" in given[name]()
    next(box for box in at.text_input if box.key == taking_home.BY).set_value(BY).run()
    made = given[name]()
    assert f"{html.escape(BY)}, on 25 July 2026" in made and "<img" not in made
    next(box for box in at.sidebar.selectbox if box.key == "network").set_value(f"run-{run.id}")
    at.run()
    given.clear()
    at.switch_page("pages/architecture.py").run()
    assert not at.exception and html.escape(BY) in given[name]()


def test_a_run_that_goes_on_is_not_taken_home(app, given):
    run = create_run(TrainingConfig(MLP, Recipe(epochs=2), seed=3))
    save_weights(run.path / "weights.npz", MLP, initial_weights(MLP, 3))
    at = app("training", run=run.id)
    assert not at.exception
    keys = [it.key for it in at.main.get("download_button")]
    assert "download_html" not in keys and "download_npz" in keys
