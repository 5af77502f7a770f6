"""Contributions of ink to the ten scores, against a difference quotient and a linear network."""

import numpy as np
import pytest

from mnist_core.data.embedded import held_out_digits
from mnist_core.explain.contributions import contributions
from mnist_core.explain.gradient import score_gradient
from mnist_core.network.forward import Network
from mnist_core.network.layers import Dense, Flatten, Softmax
from mnist_core.network.sequential import Architecture

INK = held_out_digits().images[5] / np.float32(255)


@pytest.mark.parametrize("id", ["keras_cnn", "mlp"])
def test_each_map_is_the_ink_times_its_gradient(id):
    network = Network.load(id)
    # In even ink two places of a pooling window tie, and rounding would choose between them.
    ink = INK * np.random.default_rng(1).uniform(0.8, 1, INK.shape).astype(np.float32)
    maps = contributions(network, ink)
    assert maps.shape == (10, 28, 28) and maps.dtype == np.float32
    for digit in range(10):
        expected = ink * score_gradient(network, ink[np.newaxis], digit)[0]
        assert maps[digit] == pytest.approx(expected, abs=1e-4)
    assert (maps[:, ink == 0] == 0).all()


def test_in_a_linear_network_they_add_up_to_the_score():
    linear = Architecture("linear", "Linear", (Flatten(), Dense(10), Softmax()))
    network = Network.initialise(linear, seed=1)
    total = contributions(network, INK).sum(axis=(1, 2))
    assert total == pytest.approx(network.scores(INK[np.newaxis])[0], abs=1e-4)  # biases are 0


def test_fading_all_the_ink_a_little_lowers_the_score_by_their_sum():
    network, little = Network.load("classic_cnn"), np.float32(1e-3)
    faded = network.scores(np.stack([INK, INK * (1 - little)]))
    gradients = (faded[0] - faded[1]) / little
    assert contributions(network, INK).sum(axis=(1, 2)) == pytest.approx(
        gradients, rel=0.05, abs=0.1
    )
