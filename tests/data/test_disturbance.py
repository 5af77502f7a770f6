"""A disturbed digit: nothing where all sliders are at 0, and every slider in its place."""

import numpy as np
import pytest

from mnist_core.data.disturbance import Disturbance, as_ink
from mnist_core.data.geometry import rotate, shift, thicken
from mnist_core.data.perturbations import add_noise

IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[8:20, 12:16] = 255
INK = (IMAGE / 255).astype(np.float32)


def test_nothing_is_changed_by_nothing():
    np.testing.assert_array_equal(Disturbance().apply(IMAGE), INK)
    assert not Disturbance().only_shift


def test_bytes_and_floats_are_taken_alike():
    changed = Disturbance(thicker=1, degrees=10, right=2, down=-1, noise=0.1)
    np.testing.assert_allclose(changed.apply(IMAGE), changed.apply(IMAGE / 255), atol=1e-6)
    assert as_ink(IMAGE).dtype == as_ink(IMAGE / 255).dtype == np.float32


@pytest.mark.parametrize(
    ("disturbance", "expected"),
    [
        (Disturbance(right=3), shift(INK[None], 3, 0)),
        (Disturbance(down=-2), shift(INK[None], 0, -2)),
        (Disturbance(degrees=20), rotate(INK[None], 20)),
        (Disturbance(thicker=1), thicken(INK[None], 1)),
        (Disturbance(noise=0.2), add_noise(INK[None], 0.2, 0)),
        (Disturbance(thicker=-1, right=2), shift(thicken(INK[None], -1), 2, 0)),
    ],
)
def test_every_slider_does_what_it_says(disturbance, expected):
    np.testing.assert_allclose(disturbance.apply(IMAGE), expected[0], atol=1e-6)
    assert np.abs(disturbance.apply(IMAGE) - INK).max() > 0.05


def test_a_shift_is_a_shift_only_when_nothing_else_is_done():
    assert Disturbance(right=1).only_shift and Disturbance(down=-1).only_shift
    assert not Disturbance(right=1, noise=0.1).only_shift
    assert not Disturbance(degrees=5).only_shift
