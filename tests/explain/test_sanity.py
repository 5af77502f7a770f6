"""The lie detector: random weights as training begins with, and rank correlations as in SciPy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import spearmanr

from mnist_core.explain.saliency import Explanation
from mnist_core.explain.sanity import (
    Similarity,
    layers_with_weights,
    least_changed,
    randomised,
    rank_correlation,
    similarities,
    similarity,
)
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import initial_weights

few_values = arrays(np.float32, 12, elements=st.integers(-3, 3).map(float))


@given(few_values, few_values)
def test_rank_correlation_equals_scipy_with_ties(first, second):
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert math.isnan(rank_correlation(first, second))
    else:
        expected = spearmanr(first, second).statistic
        assert rank_correlation(first, second) == pytest.approx(expected, abs=1e-9)


def test_rank_correlation_by_hand():
    """Ranks 1 2 3 4 against 1 2 4 3: 1 − 6·(0 + 0 + 1 + 1) / (4·15)."""
    assert rank_correlation(np.array([1, 2, 3, 4]), np.array([5, 6, 99, 7])) == pytest.approx(0.8)


def test_a_map_and_its_negative_are_opposite_with_sign_and_equal_in_size():
    values = np.random.default_rng(0).normal(size=(28, 28))
    found = similarity(values, -values)
    assert found.with_sign == pytest.approx(-1) and found.sizes == pytest.approx(1)


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_all_layers_random_is_an_untrained_network(id):
    network = Network.load(id)
    fresh = initial_weights(network.architecture, 5)
    for name, array in randomised(network, 5).weights.items():
        np.testing.assert_array_equal(array, fresh[name])
    assert any((network.weights[name] != array).any() for name, array in fresh.items())


def test_the_cascade_goes_from_the_output_down():
    network = Network.load("keras_cnn")
    assert layers_with_weights(network.architecture) == ("dense2", "dense1", "conv2", "conv1")
    for depth in range(5):
        part = randomised(network, 7, depth)
        kept = [
            name.partition("/")[0]
            for name in network.weights
            if name.endswith("kernel") and np.array_equal(part.weights[name], network.weights[name])
        ]
        assert kept == ["conv1", "conv2", "dense1", "dense2"][: 4 - depth]


def test_the_map_that_stays_is_named_and_maps_without_order_are_left_out():
    rng = np.random.default_rng(1)
    flat, rough = Explanation(np.zeros((2, 2))), Explanation(rng.normal(size=(2, 2)))
    other = Explanation(-rough.values[::-1].copy())
    found = similarities({"a": rough, "b": rough, "c": flat}, {"a": rough, "b": other, "c": rough})
    assert least_changed(found) == "a" and math.isnan(found["c"].sizes)
    assert least_changed({"c": Similarity(float("nan"), float("nan"))}) is None
