"""Sweeps over one digit, against the same digits read one by one."""

import numpy as np
import pytest

from mnist_core.data.embedded import held_out_digits
from mnist_core.data.geometry import rotate, shift
from mnist_core.data.perturbations import MEASURED
from mnist_core.data.preprocessing import scale
from mnist_core.evaluation.sweeps import (
    FARTHEST,
    Sweep,
    changed_digits,
    distance_to_flip,
    fine_levels,
    places,
    sweep,
)
from mnist_core.network.forward import Network


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.load("classic_cnn")


@pytest.fixture(scope="module")
def digit() -> np.ndarray:
    return scale(held_out_digits().images[3])


@pytest.mark.parametrize("id", MEASURED)
def test_the_slider_spans_the_levels_and_rests_at_neutral(id):
    perturbation = MEASURED[id]
    levels, neutral = fine_levels(perturbation)
    assert levels[neutral] == perturbation.neutral
    assert (levels[0], levels[-1]) == (perturbation.levels[0], perturbation.levels[-1])
    assert np.diff(levels) == pytest.approx(perturbation.step)
    digit = np.full((28, 28), 0.5, np.float32)
    assert changed_digits(digit, id, 0).shape == (len(levels), 28, 28)  # all can be made


def test_sweep_reads_every_level(network, digit):
    found = sweep(network, digit, "rotate", seed=0)
    assert found.levels[found.neutral] == 0
    for at in (0, found.neutral, 50):
        turned = rotate(digit[np.newaxis], float(found.levels[at]))
        assert found.probabilities[at] == pytest.approx(network.predict(turned)[0], abs=1e-5)
    assert not found.probabilities.flags.writeable


def test_the_seed_moves_the_square(network, digit):
    one, other = (sweep(network, digit, "occlude", seed) for seed in (1, 2))
    assert np.abs(one.probabilities - other.probabilities).max() > 0.01


def test_flips_by_hand():
    answers = [3, 7, 7, 7, 7, 1, 7, 2]
    found = Sweep(np.arange(-3, 5) / 2, 3, np.eye(10)[answers])
    assert found.flips == (-1.5, 1.0)
    assert Sweep(np.arange(3.0), 0, np.eye(10)[[5, 5, 5]]).flips == (None, None)
    assert Sweep(np.arange(3.0), 2, np.eye(10)[[4, 4, 5]]).flips == (1.0, None)


def test_places_are_shifts(network, digit):
    said = places(network, digit)
    assert said.shape == (25, 25, 10)
    for right, down in ((0, 0), (3, -2), (-12, 12)):
        moved = shift(digit[np.newaxis], right, down)
        expected = network.predict(moved)[0]
        assert said[FARTHEST + down, FARTHEST + right] == pytest.approx(expected, abs=1e-5)


def test_distance_to_the_closest_flip_by_hand():
    answers = np.full((25, 25), 6)
    assert distance_to_flip(np.eye(10)[answers]) is None
    answers[FARTHEST + 3, FARTHEST - 4] = 0
    assert distance_to_flip(np.eye(10)[answers]) == 5
    answers[FARTHEST, FARTHEST + 2] = 8
    assert distance_to_flip(np.eye(10)[answers]) == 2
