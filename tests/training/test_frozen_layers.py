"""Frozen layers stay bit for bit what they were, wherever they come from; the others learn."""

import json
import runpy
import sys

import keras
import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import BatchNormalization, Conv2D, Dense, Flatten, ReLU, Softmax
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import initial_weights, load_weights
from mnist_core.training import runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.frozen_layers import FrozenLayers, convolutions, start_weights
from mnist_core.training.keras_script import keras_script
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_training import train_run
from tests.training import small_trainer
from tests.training.small_trainer import LINEAR

NORMALISED = Architecture(
    id="normalised",
    title="Normalised",
    layers=(Conv2D(3, 5, 2), BatchNormalization(), ReLU(), Flatten(), Dense(10), Softmax()),
)
FIRST, LAST = (0, 1, 2, 3, 4), (5, 6, 7, 8, 9)
RECIPE = Recipe(epochs=1, batch_size=64, learning_rate=0.01)


def config(classes, frozen=None, seed=0):
    return TrainingConfig(NORMALISED, RECIPE, seed, 300, classes=classes, frozen=frozen)


def weights_of(run):
    return load_weights(run.weights_path)[1]


@pytest.fixture(scope="module")
def transferred(no_graphs, tmp_path_factory):
    """A run on 0 to 4, one that takes its convolutions to 5 to 9, one with random ones."""
    with pytest.MonkeyPatch.context() as session:
        session.setenv("INSIDE_A_CNN_HOME", str(tmp_path_factory.mktemp("home")))
        names = convolutions(NORMALISED)
        base = runs.create_run(config(FIRST))
        train_run(base)
        taken = runs.create_run(config(LAST, FrozenLayers(names, base.id), seed=3))
        train_run(taken)
        again = runs.create_run(config(LAST, FrozenLayers(names), seed=3))
        train_run(again)
        yield base, taken, again


@pytest.mark.trainer
def test_frozen_weights_are_bit_identical_afterwards_and_the_others_are_not(transferred):
    base, taken, again = transferred
    assert [run.state for run in transferred] == [RunState.FINISHED] * 3, taken.result.reason
    random = initial_weights(NORMALISED, 3)
    for run, expected in ((taken, weights_of(base)), (again, random)):
        found = weights_of(run)
        for name, array in found.items():
            if name.partition("/")[0] in ("conv", "norm"):
                assert array.tobytes() == expected[name].tobytes(), name
            else:
                assert (array != random[name]).any(), name
    moved = weights_of(base)  # its own moving means did learn
    assert (moved["norm/moving_mean"] != 0).any()


@pytest.mark.trainer
def test_the_networks_are_judged_on_their_own_digits(transferred):
    base, taken, _ = transferred
    dataset = load_dataset()
    for run, classes in ((base, FIRST), (taken, LAST)):
        test = dataset.test[np.isin(dataset.test.labels, classes)]
        probabilities = Network.load(run.weights_path).predict(test.images)
        right = (probabilities.argmax(axis=1) == test.labels).mean()
        assert run.result.test.digits == len(test) == 500
        assert run.result.test.accuracy == pytest.approx(right)
        assert run.result.test.name.endswith(f"only {', '.join(map(str, classes))}")
        assert (run.result.data.training, run.result.data.validation) == (300, 250)


@pytest.mark.trainer
def test_keras_trains_no_frozen_variable(transferred):
    from mnist_core.training import keras_trainer

    _, taken, _ = transferred
    with pytest.MonkeyPatch.context() as session:
        session.setenv("INSIDE_A_CNN_HOME", str(taken.path.parents[1]))
        model = keras_trainer.Trainer(taken.config).model
    names = {variable.path.partition("/")[0] for variable in model.trainable_variables}
    assert names == {"dense"}
    assert isinstance(model, keras.Model)


@pytest.mark.trainer
@pytest.mark.usefixtures("quick_mlxtend")
@pytest.mark.filterwarnings("ignore:Even though the `tf.config")  # data is read by graphs
def test_the_script_of_such_a_run_freezes_the_same_or_says_that_it_cannot(
    transferred, tmp_path, monkeypatch
):
    _, taken, random = transferred
    dataset, saved = load_dataset(), tmp_path / "network.keras"
    script = tmp_path / "train.py"
    script.write_text(keras_script(random.config, dataset), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", [str(script), "-", str(saved)])
    runpy.run_path(str(script), run_name="__main__")
    model = keras.models.load_model(saved, compile=False)
    for name, array in weights_of(random).items():
        layer, _, kind = name.partition("/")
        found = next(it for it in model.get_layer(layer).weights if it.name == kind)
        np.testing.assert_allclose(np.asarray(found), array, atol=2e-3)
    sentence = f"took the weights of conv, norm from the network {taken.config.frozen.source}"
    assert sentence in keras_script(taken.config, dataset)


def test_convolutions_are_all_that_comes_before_the_decision():
    assert convolutions(NORMALISED) == ("conv", "norm")
    assert convolutions(ARCHITECTURES["keras_cnn"]) == ("conv1", "conv2")
    assert convolutions(ARCHITECTURES["mlp"]) == ()
    robust = convolutions(ARCHITECTURES["robust_cnn"])
    assert len(robust) == 12 and "dense" not in robust


def test_start_weights_differ_in_what_is_taken_over_alone():
    shipped = load_weights_of("keras_cnn")
    random = initial_weights(ARCHITECTURES["keras_cnn"], 5)
    frozen = FrozenLayers(("conv1",), "keras_cnn")
    found = start_weights(ARCHITECTURES["keras_cnn"], 5, frozen)
    for name, array in found.items():
        expected = shipped if name.startswith("conv1/") else random
        np.testing.assert_array_equal(array, expected[name])


def load_weights_of(id):
    return dict(Network.load(id).weights)


def test_a_config_with_frozen_layers_comes_back_from_json():
    asked = config(LAST, FrozenLayers(("conv",), "keras_cnn"))
    assert TrainingConfig.from_dict(json.loads(json.dumps(asked.to_dict()))) == asked
    early = config(None).to_dict()
    del early["classes"], early["frozen"]
    assert TrainingConfig.from_dict(early) == config(None)


@pytest.mark.parametrize(
    ("classes", "frozen", "sentence"),
    [
        ((3,), None, "at least two different digits"),
        ((5, 10), None, "from 0 to 9"),
        ((6, 5), None, "from 0 to 9"),
        (None, ("conv", "dense", "norm"), "nothing can learn"),
        (None, ("relu",), "no layer 'relu' with weights"),
    ],
)
def test_what_leaves_nothing_to_learn_is_one_sentence(classes, frozen, sentence):
    with pytest.raises(ValueError, match=sentence):
        config(classes, frozen and FrozenLayers(frozen))


@pytest.mark.parametrize("source", ["../../etc/passwd", "no", "a/b/c/d/e/f/g", 7])
def test_a_source_is_never_taken_for_a_path(source):
    with pytest.raises(ValueError, match="There is no network called"):
        FrozenLayers(("conv",), source)


def test_a_source_that_is_missing_or_built_otherwise_fails_the_run_in_one_sentence(home):
    with pytest.raises(ValueError, match="no conv/kernel of shape"):
        start_weights(NORMALISED, 0, FrozenLayers(("conv",), "keras_cnn"))
    two = Architecture("two", "Two", (Flatten(), Dense(8), Dense(10), Softmax()))
    missing = FrozenLayers(("dense1",), "0123456789abcdef")
    run = runs.create_run(TrainingConfig(two, RECIPE, frozen=missing))
    assert train_run(run, backend=small_trainer).state == RunState.FAILED
    assert "There is no run called '0123456789abcdef' here" in run.result.reason


def test_a_run_whose_source_has_not_ended_says_so(home):
    source = runs.create_run(TrainingConfig(LINEAR, RECIPE))
    two = Architecture("two", "Two", (Flatten(), Dense(8), Dense(10), Softmax()))
    run = runs.create_run(TrainingConfig(two, RECIPE, frozen=FrozenLayers(("dense1",), source.id)))
    train_run(run, backend=small_trainer)
    assert run.result.reason.endswith("has not ended: wait for it.")
