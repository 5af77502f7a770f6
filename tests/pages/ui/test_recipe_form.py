"""The form of a recipe: where it begins, what it refuses, and that all of it goes into the run."""

import json
from base64 import b64decode
from dataclasses import replace

import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import SETTINGS
from mnist_core.training import keras_trainer, runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits
from mnist_core.training.learning_rate import learning_rates
from mnist_core.training.loop import train
from mnist_core.training.preset_recipes import OVERFIT
from tests.pages.training_page import button, field, opened


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


def test_outliers_are_shown_before_training(app):
    at = app("training")
    at.session_state["train_Augmentation, one by one"] = True
    at.run()
    assert not any("Outliers:" in it.value for it in at.caption)
    field(at, "outliers").set_value(0.1).run()
    assert not at.exception and not at.error
    assert any("Outliers: pictures like these end every batch" in it.value for it in at.caption)
    assert any("Nothing is changed" in it.value for it in at.caption)  # of the digits


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


def test_a_batch_too_small_for_an_outlier_is_a_sentence(app):
    at = app("training")
    at.session_state["train_Augmentation, one by one"] = True
    at.run()
    field(at, "batch_size").set_value(8)
    field(at, "outliers").set_value(0.05).run()
    assert not at.exception
    assert any("is no outlier at all" in it.value for it in at.caption)
