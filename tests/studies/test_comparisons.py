"""Trainings that put a claim to the test: each variant differs from the others as it says."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.studies import comparisons, measure
from mnist_core.studies.plans import ADAM, COMPARISONS, RAW, SEEDS, SQUARED_ERROR, Variant
from mnist_core.studies.stored_results import KEYS, load_record
from mnist_core.training.loop import TrainingError
from mnist_core.training.run_protocol import Score

MLP = ARCHITECTURES["mlp"]
SMALL = Variant("small", MLP, replace(ADAM, epochs=1), examples=300)


@pytest.fixture(scope="module")
def dataset():
    return load_dataset()


@pytest.mark.slow
def test_a_run_reports_every_epoch_and_is_the_same_for_the_same_seed(dataset):
    variant = replace(SMALL, recipe=replace(ADAM, epochs=2))
    one, same, other = (comparisons.run_variant(variant, seed, dataset) for seed in (1, 1, 2))
    assert len(one["epochs"]) == 2 and not one["diverged"]
    assert one["test"] == same["test"] != other["test"]
    assert one["test"]["digits"] == 1_000 and one["training"]["digits"] == 300
    assert one["training"]["accuracy"] > 0.3 > 0.1


@pytest.mark.slow
def test_squared_error_takes_the_step_that_keras_takes(dataset):
    """One step of plain SGD on one batch, against a compiled Keras model with its own loss."""
    recipe = replace(ADAM, optimizer="sgd", learning_rate=0.5)
    ours = comparisons.ComparedTrainer(replace(SMALL, recipe=recipe, loss=SQUARED_ERROR), 3)
    theirs = keras.models.clone_model(ours.model)
    theirs.set_weights(ours.model.get_weights())
    theirs.compile(keras.optimizers.SGD(0.5), loss="mean_squared_error")
    batch = dataset.train[:64]
    images = batch.images[..., np.newaxis].astype(np.float32) / 255
    theirs.train_on_batch(images, np.eye(10, dtype=np.float32)[batch.labels])
    before = ours.weights["dense1/kernel"]
    ours.train_batch(batch)
    assert (ours.weights["dense1/kernel"] != before).any()
    for mine, keras_array in zip(ours.model.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, keras_array, atol=1e-6)


def test_raw_pixels_go_in_as_they_are_stored(dataset):
    trainer = comparisons.ComparedTrainer(replace(SMALL, pixels=RAW), 0)
    prepared = trainer._prepare(dataset.test.images[:3])
    assert prepared.shape == (3, 28, 28, 1) and prepared.max() > 200
    np.testing.assert_array_equal(prepared[..., 0], dataset.test.images[:3])


def test_right_agrees_with_evaluate(dataset):
    trainer = comparisons.ComparedTrainer(SMALL, 0)
    right = trainer.right(dataset.test)
    assert right.mean() == pytest.approx(trainer.evaluate(dataset.test).accuracy)


def test_a_training_that_diverges_is_recorded_as_such(dataset, monkeypatch):
    def diverge(trainer, *others):
        raise TrainingError("The loss stopped being a number.")

    monkeypatch.setattr(comparisons, "train", diverge)
    run = comparisons.run_variant(SMALL, 1, dataset)
    assert run["diverged"] and run["epochs"] == [] and 0 <= run["test"]["accuracy"] <= 1


def test_a_loss_that_is_no_number_is_stored_as_none():
    assert comparisons._score(Score(float("nan"), 0.1, 5))["loss"] is None
    assert comparisons._score(Score(0.5, 0.1, 5)) == {"loss": 0.5, "accuracy": 0.1, "digits": 5}


def test_measure_refuses_what_it_does_not_know_and_the_embedded_digits(tmp_path):
    with pytest.raises(ValueError, match="There is no measurement 'luck'"):
        measure.measure("luck", print, tmp_path)
    with pytest.raises(ValueError, match="name it in MNIST_PATH"):
        measure.measure("losses", print, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", measure.MEASUREMENTS)
def test_every_stored_record_says_how_it_came_about(name):
    record = load_record(name)
    assert all(key in record for key in KEYS)
    assert record["command"] == f"python -m mnist_core measure --claim {name}"
    assert set(record["versions"]) == {"python", "tensorflow", "keras", "numpy"}
    assert record["data"]["source"] == "MNIST_PATH" and record["data"]["test"] == 10_000
    if name in COMPARISONS:
        assert record["seeds"] == list(SEEDS)
        assert list(record["variants"]) == [variant.name for variant in COMPARISONS[name]]
        for variant, stored in zip(COMPARISONS[name], record["variants"].values(), strict=True):
            assert [run["seed"] for run in stored["runs"]] == list(SEEDS)
            described = comparisons.describe(variant)
            assert {key: stored[key] for key in described if key != "recipe"} == {
                key: it for key, it in described.items() if key != "recipe"
            }
            assert described["recipe"].items() >= stored["recipe"].items()
            for run in stored["runs"]:
                assert run["diverged"] or len(run["epochs"]) == variant.recipe.epochs


@pytest.mark.slow
def test_what_is_stored_of_mnist_is_what_the_file_says(full_mnist_path, tmp_path, monkeypatch):
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    measure.measure("mnist", print, tmp_path)
    stored, fresh = load_record("mnist"), load_record("mnist", tmp_path)
    with np.load(full_mnist_path) as file:
        pixels, labels = file["x_train"], file["y_train"]
    assert stored["training"]["counts"] == np.bincount(labels).tolist()
    assert stored["training"]["mean"] == pytest.approx(pixels.mean() / 255, abs=1e-7)
    assert stored["training"]["deviation"] == pytest.approx(pixels.std() / 255, abs=1e-7)
    assert stored["training"]["paper"] == pytest.approx((pixels == 0).mean())
    for part in ("training", "test"):
        for name, value in stored[part].items():
            same = pytest.approx(value) if isinstance(value, float) else value
            assert fresh[part][name] == same


@pytest.mark.slow
def test_the_stored_confusions_are_the_shipped_networks(full_mnist_path, tmp_path, monkeypatch):
    stored = load_record("confusions")["networks"]
    measured = {id: ARCHITECTURES[id] for id in stored}  # one that came later is the dearest
    monkeypatch.setattr(measure, "ARCHITECTURES", measured)
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    measure.measure("confusions", print, tmp_path)
    assert load_record("confusions", tmp_path)["networks"] == stored and len(stored) >= 4


@pytest.mark.slow
def test_one_stored_training_comes_out_again(full_mnist_path, monkeypatch):
    """The smallest stored run, trained anew: the same accuracy to within a point."""
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    variant = COMPARISONS["sizes"][0]
    run = comparisons.run_variant(variant, 1, load_dataset())
    stored = load_record("sizes")["variants"][variant.name]["runs"][0]
    assert run["test"]["accuracy"] == pytest.approx(stored["test"]["accuracy"], abs=0.01)
