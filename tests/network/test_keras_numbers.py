"""The lines of Keras beside a number are run, and print that layer's shape and that number."""

import io
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.editing.presets import RESNET_STYLE
from mnist_core.network.forward import Network
from mnist_core.network.keras_numbers import (
    dataset_digit,
    keras_numbers,
    own_digit,
    weights_in_file,
)
from mnist_core.network.weights import SHIPPED, save_weights

pytestmark = pytest.mark.xdist_group("keras")  # which the lines import
CHECKOUT = Path(__file__).resolve().parents[2]


def run(lines, cell):
    """The shape and the number that the lines print, with a cell filled in."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(lines.replace("CELL", cell).replace("VALUE", "it"), {})
    shape, number = printed.getvalue().strip().split("\n")
    return shape, float(number)


@pytest.mark.slow
@pytest.mark.parametrize("id", ["mlp", "keras_cnn", "robust_cnn"])  # all kinds of layers
def test_every_layer_prints_its_shape_and_its_number(id, keras_set_otherwise):
    network = Network.load(id)
    drawing = np.random.default_rng(1).uniform(0, 1, (28, 28)).astype(np.float32)
    activations = network.activations(drawing)
    for activation in activations[:: 3 if id == "keras_cnn" else 6] + activations[-1:]:
        lines = keras_numbers(
            network.architecture,
            activation.name,
            own_digit(drawing),
            weights_in_file(str(SHIPPED / f"{id}.npz")),
        )
        cell = np.unravel_index(activation.output.argmax(), activation.output.shape)
        shape, number = run(lines, ", ".join(map(str, cell)))
        assert shape == str(activation.output.shape)
        assert number == pytest.approx(float(activation.output[cell]), rel=1e-5)


@pytest.mark.parametrize("id", ["keras_cnn", "classic_cnn"])
def test_what_comes_before_the_first_layer_is_prepared_as_it_was(id):
    network, index = Network.load(id), 4
    image = load_dataset().validation.images[index]
    code = dataset_digit("validation", index)
    architecture = network.architecture
    row, column = np.argwhere((image > 0) & (image < 255))[7]
    cell = f"{row}, {column}, 0"
    assert run(keras_numbers(architecture, "pixels", code, ""), cell) == (
        "(28, 28, 1)",
        image[row, column],
    )
    shape, number = run(keras_numbers(architecture, "prepared", code, ""), cell)
    prepared = network.prepare(image[np.newaxis])[0, row, column, 0]
    assert (shape, number) == ("(28, 28, 1)", pytest.approx(float(prepared), rel=1e-6))


def test_a_shipped_network_is_named_by_its_place_in_the_project():
    assert (CHECKOUT / "mnist_core/assets/weights/keras_cnn.npz").is_file()


@pytest.mark.slow
def test_a_sum_and_a_way_around_print_their_numbers(tmp_path, keras_set_otherwise):
    network = Network.initialise(RESNET_STYLE, seed=5)
    save_weights(tmp_path / "mine.npz", RESNET_STYLE, network.weights)
    drawing = np.random.default_rng(1).uniform(0, 1, (28, 28)).astype(np.float32)
    outputs = {it.name: it.output for it in network.activations(drawing)}
    for name in ("norm6", "add2"):
        weights = weights_in_file(str(tmp_path / "mine.npz"))
        lines = keras_numbers(RESNET_STYLE, name, own_digit(drawing), weights)
        shape, number = run(lines, "3, 2, 1")
        assert shape == str(outputs[name].shape)
        assert number == pytest.approx(float(outputs[name][3, 2, 1]), rel=1e-4)
