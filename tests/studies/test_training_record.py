"""Origin: shipped networks from the manifest, trained ones from their run, unknown as unknown."""

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import SETTINGS, Recipe
from mnist_core.network.weights import manifest
from mnist_core.studies import training_record as module
from mnist_core.studies.training_record import RecordedAccuracy, TrainingRecord, in_one_line
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import NamedScore, RunResult, RunState
from mnist_core.training.runs import create_run
from pages.ui.resources import training_record


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_shipped_networks_have_the_score_of_the_shipped_seed(id) -> None:
    entry, found = manifest()[id], training_record(id)
    assert found.score.digits == 10_000 and found.score.name == "MNIST test digits"
    accuracies = {it["seed"]: it["test"]["accuracy"] for it in entry["seeds"]}
    assert found.score.accuracy == accuracies[entry["shipped seed"]]
    assert found.recipe == ARCHITECTURES[id].recipe


def test_interval_of_a_score() -> None:
    low, high = RecordedAccuracy(0.9, 100, "digits").interval
    assert (low, high) == pytest.approx((0.8256, 0.9448), abs=1e-4)  # Wilson, 90 of 100


def test_shipped_network_without_a_record_has_no_score(monkeypatch) -> None:
    monkeypatch.setattr(module, "manifest", dict)
    assert training_record("mlp") == TrainingRecord(ARCHITECTURES["mlp"].recipe, None)


def test_run_has_its_own_recipe_and_score(home) -> None:
    recipe = Recipe(optimizer="sgd", learning_rate=0.5, batch_size=10, epochs=1)
    run = create_run(TrainingConfig(ARCHITECTURES["mlp"], recipe))
    assert training_record(f"run-{run.id}") == TrainingRecord(recipe, None)
    test = NamedScore(1.0, 0.5, 1000, "held-out training digits")
    run.write_result(RunResult(RunState.FINISHED, test=test))
    assert training_record(f"run-{run.id}").score == RecordedAccuracy(
        0.5, 1000, "held-out training digits"
    )


def test_run_that_is_gone_is_unknown(home) -> None:
    assert training_record("run-aaaaaaaaaaaa") == TrainingRecord(None, None)


def test_recipes_in_one_line() -> None:
    recipe = ARCHITECTURES["keras_cnn"].recipe
    assert in_one_line(recipe) == "Adam, learning rate 0.001, batches of 128, 12 epochs"
    once = Recipe(optimizer="sgd", learning_rate=0.01, momentum=0.9, batch_size=64, epochs=1)
    assert in_one_line(once) == "SGD with momentum 0.9, learning rate 0.01, batches of 64, 1 epoch"
    written = Recipe(epochs=2, schedule="one_cycle", augmentation="handwriting")
    assert in_one_line(written).endswith(
        "2 epochs, one cycle of the learning rate, digits written anew"
    )


EFFECTIVE = {
    "momentum": {"optimizer": "sgd"},
    "weight_decay": {"optimizer": "adamw"},
    "drop": {"schedule": "step"},
    "drop_every": {"schedule": "step"},
}


@pytest.mark.parametrize("name", [name for name in SETTINGS if name != "precision"])
def test_every_setting_that_has_an_effect_shows_in_the_line(name):
    """The precision alone is told with the result: what was taken is known then."""
    setting, beside = SETTINGS[name], EFFECTIVE.get(name, {})
    other = list(setting.choices)[-1] if setting.choices else setting.high
    lines = [in_one_line(Recipe(**beside | {name: it})) for it in (setting.default, other)]
    assert lines[0] != lines[1]
    for effect, needed in EFFECTIVE.items():
        assert not Recipe().uses(effect) and Recipe(**needed).uses(effect)
