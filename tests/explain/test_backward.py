"""The NumPy backward pass held to TensorFlow's, layer kind by layer kind.

But for average pooling: TensorFlow's AvgPoolGrad is wrong on some processors where the window is
wider than the map (tensorflow/tensorflow#48773). On an AMD EPYC, TensorFlow 2.21 is off by 0.13
from the central differences of its own forward pass for AveragePooling2D(5, 1, "same") on 1 × 4
cells, and ours is not. So this kind is held to those differences instead.
"""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mnist_core.explain.backward import backward
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

TOLERANCE = 1e-5
paddings = st.sampled_from(["valid", "same"])
sizes = st.integers(1, 5)
strides = st.integers(1, 3)

ON_MAPS = {
    "Conv2D": st.builds(Conv2D, st.integers(1, 6), sizes, strides, paddings),
    "MaxPooling2D": st.builds(MaxPooling2D, sizes, st.one_of(st.none(), strides), paddings),
    "AveragePooling2D": st.builds(AveragePooling2D, sizes, st.one_of(st.none(), strides), paddings),
    "GlobalAveragePooling2D": st.builds(GlobalAveragePooling2D),
    "BatchNormalization": st.builds(BatchNormalization),
    "Dropout": st.builds(Dropout, st.floats(0, 0.9)),
    "Flatten": st.builds(Flatten),
    "Dense": st.builds(Dense, st.integers(1, 8)),
    "ReLU": st.builds(ReLU),
    "Softmax": st.builds(Softmax),
}


def test_every_layer_kind_has_a_backward_pass_and_is_tested():
    kinds = {kind.__name__ for kind in backward.registry if kind is not object} - {"Layer"}
    assert kinds == set(LAYERS) == {*ON_MAPS, "Add"}  # a sum: in networks, see test_gradient


def keras_layer(layer, shape, weights, dtype="float32"):
    oracle = getattr(keras.layers, layer.kind)(**layer.settings, dtype=dtype)
    oracle.build((None, *shape))
    oracle.set_weights(list(weights.values()))
    return oracle


def tensorflow_gradient(layer, x, gradient, weights):
    oracle, given_to = keras_layer(layer, x.shape[1:], weights), tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(given_to)
        output = oracle(given_to, training=False)
    return tape.gradient(output, given_to, output_gradients=tf.constant(gradient)).numpy()


def differences(layer, x, gradient, weights, step=1e-3):
    """Central differences of Keras' forward pass, in double precision, cell by cell."""
    oracle = keras_layer(layer, x.shape[1:], weights, dtype="float64")
    cells = np.eye(x[0].size).reshape(-1, *x.shape[1:])  # (cells, *shape): one nudged in each
    nudged = [x[:, np.newaxis] + way * step * cells for way in (1, -1)]  # (2, cells, *shape)
    more, less = (
        np.asarray(oracle(it.reshape(-1, *x.shape[1:]), training=False)).reshape(
            len(x), len(cells), -1
        )
        for it in nudged
    )
    changes = (more - less) / (2 * step)  # (2, cells, outputs)
    return (changes @ gradient.reshape(len(x), -1, 1)).reshape(x.shape)


def compare(layer, shape, seed, levels=None):
    """Both passes with the same weights, input and gradient; few levels make many ties."""
    try:
        output_shape = layer.output_shape(shape)
    except LayerError:
        assume(False)
    assume(layer.kind != "Softmax" or shape[-1] > 1)  # Keras warns: a share of one thing is 1
    random = np.random.default_rng(seed)
    x = random.normal(size=(2, *shape)).astype(np.float32)
    if levels is not None:
        x = np.round(x * levels) / np.float32(levels)
    gradient = random.normal(size=(2, *output_shape)).astype(np.float32)
    weights = {
        name: random.uniform(0.1, 1, s).astype(np.float32)
        for name, s in layer.weight_shapes(shape).items()
    }
    oracle_gradient = differences if layer.kind == "AveragePooling2D" else tensorflow_gradient
    expected = oracle_gradient(layer, x, gradient, weights)
    found = backward(layer, x, gradient, weights)
    assert found.shape == x.shape and found.dtype == np.float32
    scale = max(np.abs(expected).max(), 1)
    np.testing.assert_allclose(found / scale, expected / scale, atol=TOLERANCE)


@pytest.mark.parametrize("kind", ON_MAPS)
def test_layer_equals_tensorflow_on_feature_maps(kind):
    @settings(max_examples=20, deadline=None, database=None)
    @given(
        ON_MAPS[kind], st.integers(1, 11), st.integers(1, 11), st.integers(1, 4), st.integers(0, 99)
    )
    def check(layer, height, width, channels, seed):
        compare(layer, (height, width, channels), seed)

    check()


@settings(max_examples=20, deadline=None, database=None)
@given(
    st.one_of(*(ON_MAPS[kind] for kind in "Dense BatchNormalization Flatten ReLU Softmax".split())),
    st.integers(1, 40),
    st.integers(0, 99),
)
def test_layer_equals_tensorflow_on_vectors(layer, units, seed):
    compare(layer, (units,), seed)


@settings(max_examples=25, deadline=None, database=None)
@given(
    st.one_of(ON_MAPS["MaxPooling2D"], ON_MAPS["ReLU"]),
    st.integers(2, 9),
    st.integers(2, 9),
    st.integers(0, 99),
)
def test_ties_and_kinks_go_as_in_tensorflow(layer, height, width, seed):
    """Values rounded to whole numbers: equal cells in nearly every window, and many exact zeros."""
    compare(layer, (height, width, 2), seed, levels=1)


def test_all_cells_equal_the_first_one_takes_it():
    x = np.zeros((1, 2, 2, 1), np.float32)
    gradient = np.full((1, 1, 1, 1), 5, np.float32)
    found = backward(MaxPooling2D(2), x, gradient, {})
    np.testing.assert_array_equal(found[0, ..., 0], [[5, 0], [0, 0]])


def test_average_pooling_wider_than_its_map_by_hand():
    """Windows of 5 on 4 cells hold 3, 4, 4 and 3 of them; the two in the middle are in all four."""
    gradient = np.array([3, 4, 8, 6], np.float32).reshape(1, 1, 4, 1)
    found = backward(AveragePooling2D(5, 1, "same"), np.zeros_like(gradient), gradient, {})
    assert found.ravel() == pytest.approx([1 + 1 + 2, 1 + 1 + 2 + 2, 1 + 1 + 2 + 2, 1 + 2 + 2])


def test_convolution_by_hand():
    """The kernel computes 2·x₀ − 3·x₁ at two places, so the middle input counts for both."""
    kernel = np.array([[2, -3], [0, 0]], np.float32).reshape(2, 2, 1, 1)
    x = np.array([[1, 10, 100], [7, 7, 7]], np.float32).reshape(1, 2, 3, 1)
    found = backward(Conv2D(1, 2), x, np.ones((1, 1, 2, 1), np.float32), {"kernel": kernel})
    np.testing.assert_array_equal(found[0, ..., 0], [[2, -3 + 2, -3], [0, 0, 0]])
