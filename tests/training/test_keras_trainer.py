"""The training loop against Keras' own fit, and its promises to whoever watches."""

import dataclasses
import time
from pathlib import Path

import keras
import numpy as np
import psutil
import pytest

from mnist_core.data.sources import embedded_digits
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import BatchNormalization, Conv2D, Dense, Flatten, ReLU, Softmax
from mnist_core.network.recipe import SETTINGS, Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import initial_weights
from mnist_core.training import keras_trainer, loop, runs
from mnist_core.training.config import TrainingConfig
from mnist_core.training.outliers import outliers
from mnist_core.training.run_protocol import EpochDone, RunState
from mnist_core.training.run_training import train_run
from tests.training.small_trainer import LINEAR
from tests.training.test_queue import wait

pytestmark = [pytest.mark.trainer, pytest.mark.usefixtures("no_graphs")]
DIGITS = embedded_digits()[:300]
VALIDATION = embedded_digits()[300:400]
NORMALISED = Architecture(
    id="normalised",
    title="Normalised",
    layers=(Conv2D(3, 5, 2), BatchNormalization(), ReLU(), Flatten(), Dense(10), Softmax()),
)


def run(architecture, recipe, seed=0, precision="float32"):
    trainer = keras_trainer.Trainer(TrainingConfig(architecture, recipe, seed), precision)
    events = []
    loop.train(trainer, recipe, seed, DIGITS, VALIDATION, events.append)
    return trainer, events


@pytest.mark.usefixtures("graphs")
@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_one_epoch_equals_keras_fit(optimizer):
    """The same batches in the same order, given to Keras' fit, end in the same weights."""
    recipe = Recipe(optimizer, learning_rate=0.01, momentum=0.5, batch_size=64, epochs=1)
    architecture = ARCHITECTURES["mlp"]  # no dropout: nothing random but the order
    trainer, _ = run(architecture, recipe, seed=4)
    model = keras_trainer.build_model(architecture)
    keras_trainer.set_weights(model, initial_weights(architecture, 4))
    model.compile(
        optimizer=keras_trainer.optimizer_for(recipe), loss="sparse_categorical_crossentropy"
    )
    order = np.random.default_rng([4, 1]).permutation(len(DIGITS))
    x, y = DIGITS.images[order, ..., np.newaxis] / np.float32(255), DIGITS.labels[order]
    model.fit(x, y, batch_size=64, epochs=1, shuffle=False, verbose=0)
    expected = keras_trainer.get_weights(model, architecture)
    for name, array in trainer.weights.items():
        np.testing.assert_allclose(array, expected[name], atol=1e-4)


OPTIMIZERS = {
    "sgd": ("SGD", {"momentum": 0.5}),
    "nesterov": ("SGD", {"momentum": 0.5, "nesterov": True}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {"weight_decay": 0.1}),
    "rmsprop": ("RMSprop", {}),
}
LOSSES = {
    "cross_entropy": "categorical_crossentropy",
    "nll": "categorical_crossentropy",
    "squared_error": "mean_squared_error",
}


@pytest.mark.parametrize(
    ("optimizer", "loss"), [*zip(SETTINGS["optimizer"].choices, 2 * [*LOSSES], strict=False)]
)
def test_two_steps_are_those_of_keras(optimizer, loss):
    """Two, as momentum shows in the second; with L1 and L2, by a compiled Keras model."""
    kind, more = OPTIMIZERS[optimizer]
    recipe = Recipe(optimizer, 0.01, 0.5, loss=loss, weight_decay=0.1, l1=1e-3, l2=1e-2)
    ours = keras_trainer.Trainer(TrainingConfig(LINEAR, recipe))
    theirs = keras.models.clone_model(ours.model)  # with the penalty on its kernel
    assert len(theirs.losses) == 1
    theirs.set_weights(ours.model.get_weights())
    steps = getattr(keras.optimizers, kind)(0.01, **more)
    theirs.compile(steps, loss=LOSSES[loss], run_eagerly=True)
    begun = ours.model.get_weights()[0]
    for batch in (DIGITS[:64], DIGITS[64:128]):
        x = batch.images[..., np.newaxis] / np.float32(255)
        theirs.train_on_batch(x, np.eye(10, dtype=np.float32)[batch.labels])
        ours.train_batch(batch)
    for mine, keras_array in zip(ours.model.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, keras_array, atol=1e-5)
    assert np.abs(ours.model.get_weights()[0] - begun).max() > 1e-4


@pytest.mark.parametrize("loss", LOSSES)
def test_steps_with_smoothed_labels_are_those_of_keras(loss):
    """Keras smooths labels for its cross-entropy; for the squared error they are smoothed here."""
    recipe = Recipe("sgd", 0.1, loss=loss, smoothing=0.2)
    ours = keras_trainer.Trainer(TrainingConfig(LINEAR, recipe))
    theirs = keras.models.clone_model(ours.model)
    theirs.set_weights(ours.model.get_weights())
    squared = loss == "squared_error"
    entropy = keras.losses.CategoricalCrossentropy(label_smoothing=0.2)
    theirs.compile(
        keras.optimizers.SGD(0.1), LOSSES[loss] if squared else entropy, run_eagerly=True
    )
    begun = ours.model.get_weights()[0]
    for batch in (DIGITS[:64], DIGITS[64:128]):
        wanted = np.eye(10, dtype=np.float32)[batch.labels]
        taught = 0.8 * wanted + 0.02 if squared else wanted
        theirs.train_on_batch(batch.images[..., np.newaxis] / np.float32(255), taught)
        ours.train_batch(batch)
    for mine, keras_array in zip(ours.model.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, keras_array, atol=1e-5)
    assert np.abs(ours.model.get_weights()[0] - begun).max() > 1e-4


@pytest.mark.parametrize("loss", LOSSES)
def test_steps_with_outliers_are_those_of_keras_with_an_eleventh_answer(loss):
    """By hand: ten scores and a 0 beside them; what is reported is of the digits, over ten."""
    recipe = Recipe("sgd", 0.1, loss=loss, outliers=0.25)
    ours = keras_trainer.Trainer(TrainingConfig(LINEAR, recipe))
    ten = keras.models.clone_model(ours.model)
    scores = ten.layers[-1].input
    eleven = keras.layers.Concatenate()([scores, keras.ops.zeros_like(scores[:, :1])])
    theirs = keras.Model(ten.inputs[0], keras.layers.Softmax()(eleven))
    theirs.set_weights(ours.model.get_weights())
    theirs.compile(keras.optimizers.SGD(0.1), LOSSES[loss], run_eagerly=True)
    ten.compile(loss=LOSSES[loss], metrics=["accuracy"], run_eagerly=True)
    begun = ours.model.get_weights()[0]
    none = outliers(16, DIGITS.images[:64], np.random.default_rng(1))
    for batch in (DIGITS[:64], DIGITS[64:128]):
        x = np.concatenate([batch.images, none])[..., np.newaxis] / np.float32(255)
        wanted = np.eye(11, dtype=np.float32)[np.append(batch.labels, np.full(16, 10))]
        expected = ten.test_on_batch(x[:64], wanted[:64, :10])
        theirs.train_on_batch(x, wanted)
        score = ours.train_batch(batch, outliers=none)
        assert (score.loss, score.accuracy) == pytest.approx(expected, abs=1e-6)
        assert score.digits == 64 == len(ours.certainty)
    for mine, keras_array in zip(ours.model.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, keras_array, atol=1e-5)
    assert np.abs(ours.model.get_weights()[0] - begun).max() > 1e-4


@pytest.mark.usefixtures("graphs")
def test_the_hardest_digits_again_are_those_that_keras_reads_worst():
    """Chosen by hand from what ``predict`` says before each step, and given to Keras in that order.

    The network has no dropout: what it says in training and in reading is the same.
    """
    recipe = Recipe(learning_rate=0.01, batch_size=64, epochs=1, hardest_again=2)
    architecture = ARCHITECTURES["mlp"]
    trainer, events = run(architecture, recipe, seed=4)
    model = keras_trainer.build_model(architecture)
    keras_trainer.set_weights(model, initial_weights(architecture, 4))
    model.compile(
        keras_trainer.optimizer_for(recipe), "sparse_categorical_crossentropy", run_eagerly=False
    )
    x, y = DIGITS.images[..., np.newaxis] / np.float32(255), DIGITS.labels
    random, losses = np.random.default_rng([4, 1]), np.zeros(300)
    shown = random.permutation(300)
    for start in range(0, 300, 64):
        batch = shown[start : start + 64]
        found = model.predict(x[batch], verbose=0)
        losses[batch] = -np.log(found[np.arange(len(batch)), y[batch]])
        model.train_on_batch(x[batch], y[batch])
    hardest = np.argsort(-losses)[:30]
    for _ in range(2):
        batch = random.permutation(hardest)
        model.train_on_batch(x[batch], y[batch])
    expected = keras_trainer.get_weights(model, architecture)
    for name, array in trainer.weights.items():
        np.testing.assert_allclose(array, expected[name], atol=1e-4)
    assert len(events) == 5 + 2 + 1


@pytest.mark.parametrize("changed", [{"l2": 0.1}, {"smoothing": 0.2}])
def test_the_loss_that_is_shown_is_without_the_penalty_and_of_labels_as_they_are(changed):
    plain, with_more = (
        keras_trainer.Trainer(TrainingConfig(LINEAR, Recipe(**it))) for it in ({}, changed)
    )
    one, other = plain.evaluate(DIGITS), with_more.evaluate(DIGITS)
    assert one.loss == pytest.approx(other.loss, rel=1e-6)
    losses = [trainer.train_batch(DIGITS[:64]).loss for trainer in (plain, with_more)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-6)


def test_the_same_seed_trains_the_same_network():
    recipe = Recipe(epochs=1, batch_size=64)
    (one, first), (two, second) = (
        run(ARCHITECTURES["classic_cnn"], recipe, seed=2) for _ in range(2)
    )
    assert [e.loss for e in first] == pytest.approx([e.loss for e in second], abs=1e-5)
    for name, array in one.weights.items():
        np.testing.assert_allclose(array, two.weights[name], atol=1e-4)


@pytest.mark.parametrize("architecture", [ARCHITECTURES["keras_cnn"], NORMALISED])
def test_trained_weights_read_alike_in_numpy_and_keras(architecture):
    trainer, _ = run(architecture, Recipe(epochs=1, batch_size=64))
    network = Network(architecture, trainer.weights)
    expected = np.asarray(trainer.model(network.prepare(VALIDATION.images), training=False))
    probabilities = network.predict(VALIDATION.images)
    np.testing.assert_allclose(probabilities, expected, atol=1e-5)
    score = trainer.evaluate(VALIDATION)
    right = probabilities[np.arange(100), VALIDATION.labels]
    assert score.accuracy == pytest.approx((probabilities.argmax(1) == VALIDATION.labels).mean())
    assert score.loss == pytest.approx(-np.log(right).mean(), rel=1e-3)


@pytest.mark.usefixtures("graphs")
def test_training_learns():
    recipe = dataclasses.replace(ARCHITECTURES["keras_cnn"].recipe, epochs=8, batch_size=32)
    _, events = run(ARCHITECTURES["keras_cnn"], recipe)
    epochs = [e for e in events if isinstance(e, EpochDone)]
    assert epochs[-1].accuracy > 0.85 > 0.75 > epochs[0].accuracy
    assert epochs[-1].validation_accuracy > 0.75


def test_dropout_is_drawn_anew_for_every_batch_and_off_when_evaluating():
    trainer = keras_trainer.Trainer(TrainingConfig(ARCHITECTURES["keras_cnn"], Recipe()))
    x = trainer._prepare(DIGITS.images[:1])
    training = [np.asarray(trainer.model(x, training=True)) for _ in range(2)]
    assert (training[0] != training[1]).any()
    evaluating = [np.asarray(trainer.model(x, training=False)) for _ in range(2)]
    assert (evaluating[0] == evaluating[1]).all()
    assert keras.backend.backend() == "tensorflow"


def test_a_restored_trainer_goes_on_exactly_as_it_would_have():
    """Weights, Adam's moments and dropout's dice: all of it is in the state."""
    config = TrainingConfig(ARCHITECTURES["classic_cnn"], Recipe(learning_rate=0.01), seed=5)
    batches = [DIGITS[start : start + 50] for start in range(0, 300, 50)]
    one = keras_trainer.Trainer(config)
    for batch in batches[:3]:
        one.train_batch(batch)
    other = keras_trainer.Trainer(config)
    other.restore(one.state)
    for batch in batches[3:]:
        assert one.train_batch(batch).loss == pytest.approx(other.train_batch(batch).loss, abs=1e-6)
    for name, array in one.weights.items():
        np.testing.assert_allclose(array, other.weights[name], atol=1e-6)


def test_the_state_of_another_network_is_refused():
    one, other = (
        keras_trainer.Trainer(TrainingConfig(ARCHITECTURES[name], Recipe()))
        for name in ("mlp", "keras_cnn")
    )
    with pytest.raises(ValueError, match="another network's"):
        other.restore(one.state)


def test_the_exported_keras_file_reads_alike(tmp_path):
    trainer, _ = run(ARCHITECTURES["keras_cnn"], Recipe(epochs=1, batch_size=64))
    trainer.export(tmp_path / "network.keras")
    model = keras.models.load_model(tmp_path / "network.keras", compile=False)
    network = Network(ARCHITECTURES["keras_cnn"], trainer.weights)
    expected = np.asarray(model(network.prepare(VALIDATION.images)))
    np.testing.assert_allclose(network.predict(VALIDATION.images), expected, atol=1e-5)
    assert [path.name for path in tmp_path.iterdir()] == ["network.keras"]


@pytest.mark.usefixtures("graphs")
def test_bfloat16_keeps_float32_weights_and_learns():
    recipe = Recipe(epochs=8, batch_size=32, learning_rate=0.005)
    trainer, events = run(ARCHITECTURES["mlp"], recipe, precision=keras_trainer.BFLOAT16)
    assert trainer.model.get_layer("dense1").compute_dtype == "bfloat16"
    assert all(array.dtype == np.float32 for array in trainer.weights.values())
    epochs = [e for e in events if isinstance(e, EpochDone)]
    assert epochs[-1].validation_accuracy > 0.75 > epochs[0].accuracy


@pytest.mark.parametrize(
    ("seconds", "precision", "speedup"),
    [
        ((0.30, 0.10), "mixed_bfloat16", 3.0),
        ((0.111, 0.10), "mixed_bfloat16", 1.11),
        ((0.10, 0.10), "float32", 1.0),
        ((0.109, 0.10), "float32", 1.09),  # not worth the coarser numbers
        ((0.10, 0.20), "float32", 0.5),
    ],
)
def test_bfloat16_is_taken_where_it_is_a_tenth_faster(seconds, precision, speedup):
    assert keras_trainer.faster(*seconds) == (precision, pytest.approx(speedup))


def test_the_precision_is_chosen_by_a_measurement_of_both(monkeypatch):
    """A machine on which bfloat16 steps take longer, and one where float32 steps do."""
    real = keras_trainer.Trainer
    for slow, expected in (("mixed_bfloat16", "float32"), ("float32", "mixed_bfloat16")):

        class Machine(real):
            def train_batch(self, digits, learning_rate=None, outliers=(), slow=slow):
                time.sleep(0.03 if self.precision == slow else 0.001)

        monkeypatch.setattr(keras_trainer, "Trainer", Machine)
        precision, speedup = keras_trainer.fastest_precision.__wrapped__()
        assert precision == expected and (speedup > 1) == (slow == "float32")


@pytest.mark.usefixtures("graphs")  # theirs has them, and rounds as they do
def test_the_real_trainer_is_kerass_whatever_a_person_has_set_and_stops_when_asked(
    begin, tmp_path, monkeypatch, keras_set_otherwise
):
    """A run of the queue, by the process of production, is the run that is trained here."""
    config = TrainingConfig(NORMALISED, Recipe(epochs=1, batch_size=64), seed=2, examples=200)
    ours = runs.create_run(config, tmp_path / "ours")
    train_run(ours)
    for name, value in keras_set_otherwise.items():
        monkeypatch.setenv(name, value)
    queue, long_recipe = begin(), Recipe(epochs=50, batch_size=128)
    theirs = queue.submit(config, available=3_500)
    longer = dataclasses.replace(config, recipe=long_recipe, examples=3_000)
    long = queue.submit(longer, available=3_500)
    assert [queue.position(run) for run in (theirs, long)] == [0, 1]
    wait(lambda: theirs.state == RunState.FINISHED)
    assert {"keras", "tensorflow"} < set(theirs.result.versions)
    assert Network.load(theirs.path).architecture.layers == NORMALISED.layers
    expected = Network.load(ours.weights_path).weights
    for name, array in Network.load(theirs.weights_path).weights.items():
        assert array.dtype == np.float32
        np.testing.assert_allclose(array, expected[name], atol=1e-5)
    maps = psutil.Process(queue._process.pid).memory_maps()
    mapped = {part for area in maps for part in Path(area.path).parts}
    assert (
        "tensorflow" in mapped and not {"matplotlib", "pandas", "sklearn"} & mapped
    )  # Keras' own wishes
    wait(lambda: long.history.batches > 5)
    long.request_stop()
    wait(lambda: long.state == RunState.STOPPED)
    assert long.history.batches < 50 * 24
