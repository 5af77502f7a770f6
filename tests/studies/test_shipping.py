"""Shipping: three real trainings, the middle one by validation accuracy, all on record."""

import dataclasses
import json
import shutil

import numpy as np
import pytest

from mnist_core.data.sources import embedded_digits, held_out_digits
from mnist_core.evaluation.metrics import evaluate
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.recipe import Recipe
from mnist_core.network.weights import manifest
from mnist_core.studies import shipping
from mnist_core.training.history import load_history
from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import DigitsUsed

pytestmark = [
    pytest.mark.trainer,
    pytest.mark.xdist_group("keras"),
    pytest.mark.usefixtures("no_graphs"),
]
MLP = dataclasses.replace(
    ARCHITECTURES["mlp"], recipe=Recipe("adam", learning_rate=0.003, batch_size=64, epochs=1)
)


@pytest.fixture(scope="module")
def small_mnist(tmp_path_factory):
    """700 training and 200 test digits in Keras' layout, all real, none held out."""
    digits = embedded_digits().without(held_out_digits())
    path = tmp_path_factory.mktemp("mnist") / "mnist.npz"
    labels = digits.labels.astype(np.uint8)
    np.savez(
        path,
        x_train=digits.images[:700],
        y_train=labels[:700],
        x_test=digits.images[700:900],
        y_test=labels[700:900],
    )
    return path


@pytest.fixture(scope="module")
def trained(small_mnist, tmp_path_factory):
    """Three real runs of one epoch, one a seed."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MNIST_PATH", str(small_mnist))
        return shipping.train_seeds(MLP, tmp_path_factory.mktemp("runs"), lambda event: None)


@pytest.mark.slow
def test_a_seed_trained_before_is_kept_and_another_recipe_begins_anew(
    trained, small_mnist, tmp_path, monkeypatch
):
    monkeypatch.setenv("MNIST_PATH", str(small_mnist))
    folder = shutil.copytree(trained[0].path.parent, tmp_path / "runs")
    ended = [run.result.ended for run in trained]
    kept = shipping.train_seeds(MLP, folder, lambda event: None)
    assert [run.result.ended for run in kept] == ended
    recipe = dataclasses.replace(MLP.recipe, batch_size=350)
    anew = shipping.train_seeds(dataclasses.replace(MLP, recipe=recipe), folder, lambda event: None)
    assert [run.history.batches for run in anew] == [2, 2, 2]  # of 630 training digits


def test_a_seed_is_kept_where_the_digits_have_moved_and_begins_anew_on_others(
    trained, small_mnist, tmp_path, monkeypatch
):
    folder = shutil.copytree(trained[0].path.parent, tmp_path / "runs")
    monkeypatch.setenv("MNIST_PATH", str(shutil.copyfile(small_mnist, tmp_path / "moved.npz")))
    ended = [run.result.ended for run in trained]
    kept = shipping.train_seeds(MLP, folder, lambda event: None)
    assert [run.result.ended for run in kept] == ended
    with np.load(small_mnist) as file:
        np.savez(tmp_path / "moved.npz", **dict(file) | {"x_test": file["x_test"][::-1]})
    anew = shipping.train_seeds(MLP, folder, lambda event: None)
    assert all(run.result.ended > last for run, last in zip(anew, ended, strict=True))


def test_seeds_that_learnt_from_different_digits_are_not_shipped(
    trained, small_mnist, tmp_path, monkeypatch
):
    monkeypatch.setenv("MNIST_PATH", str(small_mnist))
    folder = shutil.copytree(trained[0].path.parent, tmp_path / "runs")
    other = Run(folder / "mlp-2")
    other.write_result(dataclasses.replace(other.result, data=DigitsUsed("embedded", 3500, 500)))
    with pytest.raises(ValueError, match="different digits or versions"):
        shipping.train_seeds(MLP, folder, lambda event: None)


def rescored(run, accuracy=None, loss=None, test=None):
    """Write other scores into a run's result, to see what the choice depends on."""
    result = run.result
    if accuracy is not None:
        scored = dataclasses.replace(result.validation, accuracy=accuracy, loss=loss or 0.5)
        result = dataclasses.replace(result, validation=scored)
    if test is not None:
        result = dataclasses.replace(result, test=dataclasses.replace(result.test, accuracy=test))
    run.write_result(result)


@pytest.fixture
def results(trained):
    """The runs, with their own results put back afterwards."""
    before = [run.result for run in trained]
    yield trained
    for run, result in zip(trained, before, strict=True):
        run.write_result(result)


def test_every_seed_is_trained_and_on_record(trained):
    entry = shipping.record(MLP, trained)
    assert [seed["seed"] for seed in entry["seeds"]] == [1, 2, 3] == list(shipping.SEEDS)
    assert entry["parameters"] == 109_386
    assert entry["recipe"] == MLP.recipe.to_dict()
    assert entry["data"]["training"] + entry["data"]["validation"] == 700
    assert entry["data"]["source"] == "MNIST_PATH" and entry["data"]["held out"] == 1000
    assert entry["command"] == "python -m mnist_core ship --architecture mlp"
    accuracies = [seed["test"]["accuracy"] for seed in entry["seeds"]]
    assert len(set(accuracies)) > 1  # the seeds are three networks, not one
    assert entry["mean test accuracy"] == pytest.approx(sum(accuracies) / 3)
    assert json.loads(json.dumps(entry)) == entry


def test_the_held_out_digits_are_scored_as_the_evaluation_scores_them(trained):
    digits = held_out_digits()
    for run, seed in zip(trained, shipping.record(MLP, trained)["seeds"], strict=True):
        scores = evaluate(Network.load(run.weights_path).predict(digits.images), digits.labels)
        assert seed["held out"]["accuracy"] == pytest.approx(scores.accuracy)
        assert seed["held out"]["loss"] == pytest.approx(scores.loss, rel=1e-5)
        assert seed["held out"]["digits"] == 1000


@pytest.mark.parametrize(
    ("accuracies", "losses", "shipped"),
    [
        ((0.90, 0.92, 0.91), (0.3, 0.3, 0.3), 3),
        ((0.91, 0.90, 0.92), (0.3, 0.3, 0.3), 1),
        ((0.92, 0.91, 0.90), (0.1, 0.9, 0.2), 2),  # accuracy decides, whatever the loss
        ((0.91, 0.91, 0.91), (0.2, 0.4, 0.3), 3),  # equally accurate: the loss decides
        ((0.92, 0.91, 0.91), (0.3, 0.2, 0.4), 2),
    ],
)
def test_the_middle_seed_by_validation_accuracy_is_shipped(results, accuracies, losses, shipped):
    for run, accuracy, loss in zip(results, accuracies, losses, strict=True):
        rescored(run, accuracy, loss)
    assert shipping.record(MLP, results)["shipped seed"] == shipped


def test_the_test_digits_choose_nothing(results):
    chosen = shipping.record(MLP, results)["shipped seed"]
    for tests in ((0.1, 0.5, 0.9), (0.9, 0.1, 0.5), (0.5, 0.9, 0.1)):
        for run, test in zip(results, tests, strict=True):
            rescored(run, test=test)
        entry = shipping.record(MLP, results)
        assert entry["shipped seed"] == chosen
        assert entry["mean test accuracy"] == pytest.approx(0.5)


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """An assets folder of our own, with one other network on record."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"keras_cnn": {"title": "Keras CNN"}}))
    monkeypatch.setattr(shipping, "SHIPPED", tmp_path)
    monkeypatch.setattr(shipping, "MANIFEST", manifest)
    monkeypatch.setattr(shipping, "shipped_history_path", lambda id: tmp_path / f"{id}.history.npz")
    monkeypatch.setattr(shipping, "ARCHITECTURES", {"mlp": MLP, "keras_cnn": None})
    return tmp_path


def test_ship_installs_the_chosen_network_with_its_history(
    tree, trained, small_mnist, tmp_path, monkeypatch
):
    monkeypatch.setenv("MNIST_PATH", str(small_mnist))
    monkeypatch.setattr(shipping, "train_seeds", lambda *_: trained)
    entry = shipping.ship("mlp", tmp_path, lambda event: None)
    chosen = trained[entry["shipped seed"] - 1]
    installed, source = Network.load(tree / "mlp.npz"), Network.load(chosen.weights_path)
    assert installed.weights.keys() == source.weights.keys()
    for name, array in installed.weights.items():
        np.testing.assert_array_equal(array, source.weights[name])
    history = load_history(tree / "mlp.history.npz")
    np.testing.assert_allclose(history.batch_loss, chosen.history.batch_loss, rtol=1e-6)
    known = json.loads((tree / "manifest.json").read_text("utf-8"))
    assert list(known) == ["mlp", "keras_cnn"]  # the others stay, in the registry's order
    assert known["mlp"] == entry


def test_nothing_is_shipped_on_the_embedded_digits(tree):
    with pytest.raises(ValueError, match="MNIST_PATH"):
        shipping.ship("mlp", tree, lambda event: None)
    assert not (tree / "mlp.npz").exists()


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_the_shipped_file_is_the_seed_on_record(id):
    """Its score on the 1,000 held-out digits, computed here, is the one the manifest gives it."""
    entry, digits = manifest()[id], held_out_digits()
    shipped = next(seed for seed in entry["seeds"] if seed["seed"] == entry["shipped seed"])
    scores = evaluate(Network.load(id).predict(digits.images), digits.labels)
    assert scores.accuracy == pytest.approx(shipped["held out"]["accuracy"])
    assert scores.loss == pytest.approx(shipped["held out"]["loss"], rel=1e-4)
