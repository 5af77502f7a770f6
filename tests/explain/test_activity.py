"""Activity: silence counted by hand, and weights laid out where they look."""

import numpy as np
import pytest

from mnist_core.explain.activity import activity, incoming_weights, most_active, most_active_parts
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Dense, Dropout, Flatten, MaxPooling2D, ReLU
from mnist_core.network.summary import summary


def test_silence_of_maps_by_hand() -> None:
    output = np.zeros((2, 3, 4), np.float32)
    output[0, 0, 1], output[1, 2, 3], output[1, 1, 3] = 5, -2, 1
    found = activity(output)
    assert (found.cells, found.zeros, found.negatives, found.parts) == (24, 21, 1, 4)
    assert found.dead == (0, 2)
    assert found.share_of_zeros == 21 / 24 and found.share_of_negatives == pytest.approx(1 / 24)


def test_silence_of_units_by_hand() -> None:
    found = activity(np.array([0, 3, -1, 0], np.float32))
    assert (found.cells, found.zeros, found.negatives, found.parts) == (4, 2, 1, 4)
    assert found.dead == (0, 3)


def test_most_active_holds_the_largest_value() -> None:
    output = np.zeros((2, 2, 3))
    output[..., 1] = 1  # more in sum
    output[1, 0, 2] = 3  # but not at its best
    assert most_active(output) == 2
    assert most_active(np.array([-5.0, -1.0, -1.0])) == 1


def test_weights_after_flatten_lie_where_they_look() -> None:
    """A unit that is 1 for the cell (1, 2) of map 3 and 0 elsewhere is the value of that cell."""
    rows = summary((MaxPooling2D(7), Flatten(), Dropout(0.5), Dense(2)), (28, 28, 5))
    kernel = np.zeros((4 * 4 * 5, 2))
    maps = np.random.default_rng(0).random((4, 4, 5))
    kernel[np.flatnonzero(maps.ravel() == maps[1, 2, 3]), 1] = 1
    weights = incoming_weights(rows, 3, kernel, 1)
    assert weights.shape == (4, 4, 5) and weights[1, 2, 3] == 1 and weights.sum() == 1
    assert (weights * maps).sum() == maps.ravel() @ kernel[:, 1]


def test_weights_after_a_dense_layer_stay_a_vector() -> None:
    rows = summary((Flatten(), Dense(6), ReLU(), Dense(2)))
    assert incoming_weights(rows, 3, np.ones((6, 2)), 0).shape == (6,)
    keras_cnn = ARCHITECTURES["keras_cnn"].rows
    assert incoming_weights(keras_cnn, 10, np.ones((128, 10)), 9).shape == (128,)


def test_most_active_parts_begin_with_the_most_active_one():
    output = np.zeros((2, 2, 4), np.float32)
    output[0, 1, 2], output[1, 0, 0], output[1, 1, 3] = 5, 1, -1
    assert most_active_parts(output, 2).tolist() == [2, 0]
    assert most_active_parts(output, 9).tolist() == [2, 0, 1, 3]
    assert most_active_parts(output, 1)[0] == most_active(output)
