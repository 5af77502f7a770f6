"""Pixel gradients held to TensorFlow, network by network, and to the receptive field in theory."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mnist_core.explain.gradient import per_pixel, pull_back, score_gradient
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import (
    Add,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    LayerError,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture
from mnist_core.training import keras_trainer

TOLERANCE = 1e-5
OWN = Architecture(
    id="own",
    title="Every other kind",
    layers=(
        Conv2D(4, 3, 2, "same"),
        BatchNormalization(),
        ReLU(),
        AveragePooling2D(3, 2, "same"),
        Conv2D(6, 2),
        ReLU(),
        MaxPooling2D(3, 1, "same"),
        GlobalAveragePooling2D(),
        Dense(10),
        Softmax(),
    ),
    preprocessing="standardise",
)


RESIDUAL = Architecture(
    id="residual",
    title="A way around within a way around, and one that is added twice",
    layers=(
        Conv2D(4, 3, 2, "same", name="start"),
        ReLU(),
        Conv2D(4, 3, padding="same", name="inner"),
        Add("inner"),
        ReLU(),
        Add("start", name="sum"),
        Conv2D(6, 3, 2, "same", name="through"),
        Conv2D(6, 1, 2, "same", reads="sum"),
        Add("through"),
        Flatten(),
        Dense(12, name="hidden"),
        ReLU(),
        Add("hidden"),
        Dense(10),
        Softmax(),
    ),
)


def networks():
    untrained = {it.id: Network.initialise(it, 4) for it in (OWN, RESIDUAL)}
    return {**{id: Network.load(id) for id in ARCHITECTURES}, **untrained}


@pytest.fixture(scope="module", params=[*ARCHITECTURES, "own", "residual"])
def network(request):
    return networks()[request.param]


def digits(count, seed=0):
    """Blobs with soft edges on clean paper, like digits: floats in [0, 1]."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[:28, :28]
    images = np.zeros((count, 28, 28), np.float32)
    for image in images:
        for row, column in random.uniform(7, 20, (4, 2)):
            image += np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / 6)
    return np.where(images > 0.1, images, 0).clip(0, 1)


def keras_twin(network, outputs):
    """The same network in Keras, from prepared digits to the outputs of the layers asked for."""
    model = keras_trainer.build_model(network.architecture)
    keras_trainer.set_weights(model, network.weights)
    names = {layer.name: layer for layer in model.layers}
    return keras.Model(model.inputs[0], [names[name].output for name in outputs])


def test_scores_and_their_gradient_equal_tensorflow(network):
    images = digits(3)
    logits = keras_twin(network, [network.architecture.layers[-2].name])
    scaled = tf.constant(images[..., None])
    for digit in (0, 3, 8):
        with tf.GradientTape() as tape:
            tape.watch(scaled)
            x = scaled
            if network.architecture.preprocessing == "standardise":
                x = (scaled - 0.1307) / 0.3081
            (output,) = tf.nest.flatten(logits(x))
            asked = output[:, digit]
        expected = tape.gradient(asked, scaled).numpy()[..., 0]
        np.testing.assert_allclose(network.scores(images)[:, digit], asked, rtol=1e-4, atol=1e-4)
        scale = max(np.abs(expected).max(), 1)
        found = score_gradient(network, images, digit)
        np.testing.assert_allclose(found / scale, expected / scale, atol=TOLERANCE)


def test_more_digits_than_a_batch_are_read_alike():
    network, images = Network.load("mlp"), digits(103)
    found = score_gradient(network, images, 2)
    assert found.shape == images.shape
    np.testing.assert_allclose(
        found[101], score_gradient(network, images[101:102], 2)[0], atol=1e-6
    )


def test_bytes_and_floats_give_the_same_gradient():
    network = Network.load("keras_cnn")
    images = np.rint(digits(2) * 255).astype(np.uint8)
    np.testing.assert_allclose(
        score_gradient(network, images, 4),
        score_gradient(network, images / np.float32(255), 4),
        atol=1e-5,
    )


def cell_gradients(network, image, place, cells):
    """How the values of some cells of one layer change with every pixel: (n, 28, 28), per ink.

    Where it is not 0 is the effective receptive field of the cell: the pixels that do matter, for
    this digit, among those that could. `cells` are their places in the output: (n, 3) or (n, 1).
    """
    one = network.forward(np.asarray(image)[np.newaxis])
    inputs = tuple(np.repeat(x, len(cells), axis=0) for x in one)
    gradient = np.zeros_like(inputs[place + 1])
    gradient[(np.arange(len(cells)), *np.transpose(cells))] = 1
    return per_pixel(network, pull_back(network, inputs, gradient, place))


def box(row, cell):
    """The theoretical receptive field of a cell: True inside."""
    inside = np.zeros((28, 28), bool)
    field = row.receptive_field
    rows, columns = (cell[0], cell[1]) if len(cell) == 3 else (0, 0)
    inside[slice(*field.rows.pixels(rows, 28)), slice(*field.columns.pixels(columns, 28))] = True
    return inside


def test_gradient_of_a_cell_is_exactly_zero_outside_its_receptive_field(network):
    """Every layer, its loudest cell and nine random ones; and some pixel does matter."""
    random = np.random.default_rng(5)
    image = random.uniform(0, 1, (28, 28)).astype(np.float32)
    outputs = network.activations(image)
    for place, row in enumerate(network.architecture.rows):
        cells = random.integers(0, row.output_shape, (10, len(row.output_shape)))
        largest = np.unravel_index(outputs[place].output.argmax(), row.output_shape)
        if row.layer.kind == "Softmax":  # sure of one digit, it hardly moves: all ten are asked
            cells = np.arange(10)[:, np.newaxis]
        else:
            cells[0] = largest  # not silenced by a ReLU
        gradients = cell_gradients(network, image, place, cells)
        for cell, gradient in zip(cells, gradients, strict=True):
            assert not gradient[~box(row, cell)].any()
        assert gradients.any(), row.layer.name


def test_every_cell_of_the_first_convolution_sees_its_kernel():
    """Before any ReLU the gradient of a cell is its kernel, laid where the cell looks."""
    network = Network.load("keras_cnn")
    image = digits(1)[0]
    gradient = cell_gradients(network, image, 0, np.array([[5, 9, 17]]))[0]
    np.testing.assert_array_equal(gradient[5:8, 9:12], network.weights["conv1/kernel"][:, :, 0, 17])


convolutions = st.builds(
    Conv2D,
    st.integers(1, 3),
    st.integers(1, 5),
    st.integers(1, 2),
    st.sampled_from(["valid", "same"]),
)
poolings = st.builds(MaxPooling2D, st.integers(1, 3), st.integers(1, 2))


@settings(max_examples=15, deadline=None, database=None)
@given(
    st.lists(st.one_of(convolutions, poolings, st.just(ReLU())), min_size=1, max_size=5),
    st.integers(0, 99),
)
def test_random_networks_see_nothing_outside_the_closed_formula(layers, seed):
    """Araujo et al. 2019: size 1 + Σ (k − 1)·Π s, start −Σ p·Π s; products over layers before."""
    try:
        mine = Architecture("mine", "Mine", (*layers, Flatten(), Dense(10), Softmax()))
    except LayerError:
        assume(False)
    network = Network.initialise(mine, seed)
    random = np.random.default_rng(seed)
    image = random.uniform(0, 1, (28, 28)).astype(np.float32)
    size, jump, start = 1, 1, 0
    for place, row in enumerate(mine.rows[: len(layers)]):
        window = row.layer.window
        if window is not None:
            start -= window.padded(row.input_shape[0])[0] * jump
            size += (window.size - 1) * jump
            jump *= window.stride
        assert row.receptive_field.size == (size, size)
        cells = random.integers(0, row.output_shape, (6, 3))
        gradients = cell_gradients(network, image, place, cells)
        for (top, left, _), gradient in zip(cells, gradients, strict=True):
            seen = np.zeros((28, 28), bool)
            down, right = start + top * jump, start + left * jump
            seen[max(down, 0) : max(down + size, 0), max(right, 0) : max(right + size, 0)] = True
            assert not gradient[~seen].any()
