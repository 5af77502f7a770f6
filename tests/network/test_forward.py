"""The NumPy forward pass held to Keras, layer kind by layer kind and network by network."""

import keras
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layer_forward import apply
from mnist_core.network.layers import (
    LAYERS,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LayerError,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.training import keras_trainer

TOLERANCE = 1e-5
paddings = st.sampled_from(["valid", "same"])
sizes = st.integers(1, 5)
strides = st.integers(1, 3)

MAPS = [
    st.builds(Conv2D, st.integers(1, 6), sizes, strides, paddings),
    st.builds(MaxPooling2D, sizes, st.one_of(st.none(), strides), paddings),
    st.builds(AveragePooling2D, sizes, st.one_of(st.none(), strides), paddings),
    st.builds(BatchNormalization),
    st.builds(GlobalAveragePooling2D),
    st.builds(Dense, st.integers(1, 8)),
]
ANY = [
    st.builds(Dropout, st.floats(0, 0.9)),
    st.builds(Flatten),
    st.builds(ReLU),
    st.builds(Softmax),
]


def keras_layer(layer):
    return getattr(keras.layers, layer.kind)(**layer.settings)


def compare(layer, shape, seed):
    """Build the same layer in Keras, give both the same weights, and compare the outputs."""
    try:
        expected_shape = layer.output_shape(shape)
    except LayerError:
        assume(False)
    assume(layer.kind != "Softmax" or shape[-1] > 1)  # Keras warns: a share of one thing is 1
    random = np.random.default_rng(seed)
    x = random.normal(size=(2, *shape)).astype(np.float32)
    oracle = keras_layer(layer)
    oracle.build((None, *shape))
    weights = {
        name: random.uniform(0.1, 1, s).astype(np.float32)
        for name, s in layer.weight_shapes(shape).items()
    }
    oracle.set_weights(list(weights.values()))
    assert oracle.count_params() == layer.parameters(shape)
    expected = np.asarray(oracle(x, training=False))
    output = apply(layer, x, weights)
    assert output.shape[1:] == expected.shape[1:] == expected_shape
    assert output.dtype == np.float32
    scale = max(np.abs(expected).max(), 1)
    np.testing.assert_allclose(output / scale, expected / scale, atol=TOLERANCE)


@pytest.mark.parametrize("kind", MAPS + ANY, ids=lambda strategy: repr(strategy)[7:22])
def test_layer_equals_keras_on_feature_maps(kind):
    @settings(max_examples=25, deadline=None, database=None)
    @given(kind, st.integers(1, 11), st.integers(1, 11), st.integers(1, 4), st.integers(0, 99))
    def check(layer, height, width, channels, seed):
        compare(layer, (height, width, channels), seed)

    check()


@settings(max_examples=25, deadline=None)
@given(
    st.one_of(st.builds(Dense, st.integers(1, 20)), st.builds(BatchNormalization), *ANY),
    st.integers(1, 40),
    st.integers(0, 99),
)
def test_layer_equals_keras_on_vectors(layer, units, seed):
    compare(layer, (units,), seed)


def test_every_layer_kind_has_a_forward_pass():
    assert {kind.__name__ for kind in apply.registry if kind is not object} - {"Layer"} == set(
        LAYERS
    )


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_network_equals_keras(name):
    """Untrained weights, scaled up so that the answers differ: every layer, then predict."""
    architecture = ARCHITECTURES[name]
    network = Network.initialise(architecture, seed=3)
    model = keras_trainer.build_model(architecture)
    keras_trainer.set_weights(model, network.weights)
    assert model.count_params() == architecture.parameters
    images = np.random.default_rng(0).integers(0, 256, (55, 28, 28), dtype=np.uint8)
    x = network.prepare(images)
    np.testing.assert_allclose(network.predict(images), np.asarray(model(x)), atol=TOLERANCE)
    layers = keras.Model(model.inputs[0], [layer.output for layer in model.layers[1:]])
    for activation, expected in zip(network.activations(images[0]), layers(x[:1]), strict=True):
        assert activation.output.shape == expected.shape[1:]
        np.testing.assert_allclose(activation.output, expected[0], atol=TOLERANCE)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_activations_carry_the_weights_and_cannot_be_changed(name):
    network = Network.initialise(ARCHITECTURES[name], seed=0)
    activations = network.activations(np.zeros((28, 28), np.uint8))
    rows = ARCHITECTURES[name].rows
    assert [a.name for a in activations] == [row.layer.name for row in rows]
    for activation, row in zip(activations, rows, strict=True):
        assert {n: w.shape for n, w in activation.weights.items()} == row.weight_shapes
        assert not activation.output.flags.writeable
        assert not any(w.flags.writeable for w in activation.weights.values())


def test_bytes_and_floats_are_read_alike():
    network = Network.initialise(ARCHITECTURES["classic_cnn"], seed=0)
    images = np.random.default_rng(1).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    np.testing.assert_allclose(
        network.predict(images), network.predict(images / 255.0), atol=TOLERANCE
    )


def test_standardised_input_of_the_classic_network():
    network = Network.initialise(ARCHITECTURES["classic_cnn"], seed=0)
    x = network.prepare(np.array([[[0] * 28] * 28, [[255] * 28] * 28], np.uint8))
    assert x.shape == (2, 28, 28, 1)
    assert x[0, 0, 0, 0] == pytest.approx(-0.4242, abs=1e-4)
    assert x[1, 0, 0, 0] == pytest.approx(2.8215, abs=1e-4)


def test_no_digits_give_no_probabilities():
    network = Network.initialise(ARCHITECTURES["mlp"], seed=0)
    assert network.predict(np.zeros((0, 28, 28), np.uint8)).shape == (0, 10)


@pytest.mark.parametrize(
    "images",
    [
        np.zeros((28, 28), np.uint8),
        np.zeros((1, 27, 28), np.uint8),
        np.full((1, 28, 28), 2.0),
        np.full((1, 28, 28), -0.1),
        np.full((1, 28, 28), np.nan),
        np.zeros((1, 28, 28), np.int64),
        np.array([[["a"] * 28] * 28]),
    ],
)
def test_what_is_no_digit_is_refused(images):
    with pytest.raises(ValueError, match="Digits"):
        Network.initialise(ARCHITECTURES["mlp"], seed=0).predict(images)


def test_weights_of_another_network_are_refused():
    weights = Network.initialise(ARCHITECTURES["mlp"], seed=0).weights
    with pytest.raises(ValueError, match="do not belong to Keras CNN"):
        Network(ARCHITECTURES["keras_cnn"], weights)


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_features_are_what_the_last_dense_layer_sees(id) -> None:
    network = Network.initialise(ARCHITECTURES[id], seed=2)
    images = np.random.default_rng(1).integers(0, 256, (30, 28, 28), np.uint8)
    features = network.features(images)
    last = [a for a in network.activations(images[29]) if a.layer.kind == "Dense"][-1]
    wanted = features[29] @ last.weights["kernel"] + last.weights["bias"]
    assert np.allclose(wanted, last.output, atol=1e-5)
    assert features.shape == (30, last.weights["kernel"].shape[0])


def test_two_threads_read_the_same() -> None:
    network = Network.initialise(ARCHITECTURES["keras_cnn"], seed=2)
    images = np.random.default_rng(1).integers(0, 256, (110, 28, 28), np.uint8)
    assert np.array_equal(network.predict(images), network.predict(images, threads=2))
    assert network.predict(images[:0], threads=2).shape == (0, 10)
