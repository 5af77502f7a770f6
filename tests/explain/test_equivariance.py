"""Convolution follows a shift exactly; pooled maps follow whole cells; dense layers do not."""

import numpy as np
import pytest
from scipy.ndimage import shift as moved

from mnist_core.explain.equivariance import change, following
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import Conv2D, Dense, Flatten, Softmax
from mnist_core.network.sequential import Architecture

CONVOLUTIONAL = [id for id in ARCHITECTURES if id != "mlp"]


@pytest.fixture(scope="module")
def digit(full_mnist_path):
    with np.load(full_mnist_path) as file:
        return file["x_test"][0]


@pytest.mark.parametrize("id", CONVOLUTIONAL)
@pytest.mark.parametrize(("right", "down"), [(4, 0), (0, -4), (-4, 4)])
def test_maps_follow_a_shift_by_whole_cells_and_dense_layers_do_not(id, right, down, digit):
    network = Network.load(id)
    found = following(network, digit, right, down)
    padded = False  # the rim of same padding stays where it is
    for step, row in zip(found, network.architecture.rows, strict=True):
        padded = padded or (row.layer.window is not None and row.layer.window.padding == "same")
        if len(row.output_shape) == 3:
            stride = row.receptive_field.rows.stride
            assert step.cells == (right / stride, down / stride)
            if padded:
                assert step.moved > 1e-3
            else:
                assert step.moved == pytest.approx(0, abs=1e-5)
            assert step.in_place > 0.1
        else:
            assert step.cells is step.moved is None
    assert next(step.in_place for step in found if step.name.startswith("dense")) > 0.1


def test_half_a_cell_cannot_be_followed(digit):
    found = {step.name: step for step in following(Network.load("keras_cnn"), digit, 1, 0)}
    assert found["conv1"].moved == pytest.approx(0, abs=1e-5)
    assert found["pool1"].cells == (0.5, 0) and found["pool1"].moved > 0.05
    assert found["pool2"].cells == (0.25, 0)


def test_against_scipy_with_a_loop(digit):
    """One layer, the definition written out: the map at (i, j) against (i − 2, j + 3)."""
    network = Network.load("classic_cnn")
    step = following(network, digit, -3, 2)[0]
    before = network.activations(digit)[0].output
    after = network.activations(moved(digit / 255, (2, -3), order=0).clip(0, 1))[0].output
    top, bottom = 0.0, 0.0
    for i in range(2, 24):
        for j in range(0, 21):
            top += ((after[i, j] - before[i - 2, j + 3]) ** 2).sum()
            bottom += (before[i - 2, j + 3] ** 2).sum()
    assert step.moved == pytest.approx((top / bottom) ** 0.5, abs=1e-5)
    whole = np.linalg.norm(after - before) / np.linalg.norm(before)
    assert step.in_place == pytest.approx(whole, rel=1e-4)


def test_a_move_beyond_the_map_leaves_nothing_to_compare(digit):
    small = Architecture("s", "S", (Conv2D(2, 3, 9), Flatten(), Dense(10), Softmax()))
    assert following(Network.initialise(small, 0), digit, 27, 0)[0].moved is None


def test_change_is_relative():
    assert change(np.array([3.0, 4.0]), np.array([3.0, 5.0])) == pytest.approx(0.2)
    assert change(np.zeros(2), np.zeros(2)) == 0
    assert change(np.zeros(2), np.ones(2)) == float("inf")


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_blank_paper_stays_blank_paper(id):
    for step in following(Network.load(id), np.zeros((28, 28), np.uint8), 3, 0):
        assert step.in_place == 0
