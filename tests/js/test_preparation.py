"""Strokes prepared and read in JavaScript, held to Python on 1,000 digits written with a pen."""

import numpy as np
import pytest

from mnist_core.data.drawing import PROTOCOL, prepare_strokes
from mnist_core.editing.presets import RESNET_STYLE
from mnist_core.network.forward import Network
from mnist_core.network.layers import LAYERS
from mnist_core.network.weights import initial_weights
from pages.ui import resources
from tests.js.strokes_in_node import NAMES, averaging, every_kind, in_node
from tests.strokes import read

EVERY = 10  # digits; the benchmark draw_live has all networks read all of them
FAST = "mlp"


@pytest.mark.slow
def test_written_digits_are_prepared_and_read_as_in_python(strokes_path, tmp_path) -> None:
    written = read(strokes_path).strokes[::3]
    shipped = {id: Network.load(id) for id in resources.SHIPPED_NETWORKS}
    networks = [(network, 1 if id == FAST else EVERY) for id, network in shipped.items()]
    residual = Network(RESNET_STYLE, initial_weights(RESNET_STYLE, 7))
    networks += [(every_kind(), EVERY), (averaging(), EVERY), (residual, EVERY)]
    kinds = {layer.kind for network, _ in networks[-3:] for layer in network.architecture.layers}
    assert kinds == set(LAYERS)
    digits, probabilities = in_node(written, tmp_path, networks)
    expected = np.stack([prepare_strokes(strokes).digit for strokes in written])
    np.testing.assert_allclose(digits, expected, rtol=0, atol=1e-6)
    for (network, every), found in zip(networks, probabilities, strict=True):
        np.testing.assert_allclose(found, network.predict(expected[::every]), rtol=0, atol=1e-5)


@pytest.mark.parametrize("step", NAMES)
def test_every_step_can_be_left_out_as_in_python(strokes_path, tmp_path, step) -> None:
    drawn = [[100 * stroke + 40 for stroke in it] for it in read(strokes_path).strokes[::50]]
    digits, _ = in_node(drawn, tmp_path, without=[step], pad=(320, 320))
    expected = [prepare_strokes(it, PROTOCOL - {step}, (320, 320)).digit for it in drawn]
    np.testing.assert_allclose(digits, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    "strokes",
    [
        [np.array([[5.0, 5.0]])],
        [np.array([[3.0, 1.0], [3.0, 90.0]])],
        [np.array([[3.0, 1.0], [90.0, 1.0]]), np.array([[46.5, 50.0], [46.5, 50.0]])],
        [np.array([[0.0, 0.0], [1e-12, 1e-12]])],
    ],
    ids=["a dot", "a line, whose middle lies between two pixels", "a line and a dot", "one place"],
)
def test_odd_drawings_are_prepared_as_in_python(strokes, tmp_path) -> None:
    digits, _ = in_node([strokes], tmp_path)
    np.testing.assert_array_equal(digits[0], prepare_strokes(strokes).digit)
