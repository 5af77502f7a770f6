"""Distortions one by one: each against SciPy or the project's geometry, seeded, within range."""

import numpy as np
import pytest
from scipy import ndimage

from mnist_core.data import geometry
from mnist_core.data.embedded import held_out_digits
from mnist_core.network.recipe import DISTORTIONS, SETTINGS, Recipe
from mnist_core.training.distortion import distorted
from mnist_core.training.loop import augmented

DIGITS = held_out_digits()[:200]
INK = DIGITS.images / 255.0
CROSS = ndimage.generate_binary_structure(2, 1)
MIDDLE = 13.5


class Extreme:
    """Draws the same number whenever it is asked: how far a distortion goes at most."""

    def __init__(self, drawn):
        self.drawn = drawn

    def uniform(self, low, high, shape):
        assert low <= self.drawn <= high
        return np.full(shape, float(self.drawn))


def furthest(way, **strength):
    return distorted(DIGITS.images, Extreme(way), **strength) / 255.0


def sheared(way):
    """Columns move by so many of the row, seen from the middle: SciPy's affine transformation."""
    matrix = np.array([[1, 0], [way, 1]])
    offset = MIDDLE - matrix @ [MIDDLE, MIDDLE]
    return np.stack([ndimage.affine_transform(image, matrix, offset, order=1) for image in INK])


@pytest.mark.parametrize("way", [-1, 1])
def test_each_goes_as_far_as_its_strength_says(way):
    pen = ndimage.grey_dilation if way > 0 else ndimage.grey_erosion
    expected = {
        "rotation": (30.0, geometry.rotate(INK, way * 30.0)),
        "shift": (2.5, geometry.shift(INK, way * 2.5, way * 2.5)),
        "zoom": (0.3, geometry.rescale(INK, 1 + way * 0.3)),
        "shear": (0.4, sheared(way * 0.4)),
        "thickness": (1.0, np.stack([pen(it, footprint=CROSS, mode="constant") for it in INK])),
    }
    assert {*expected, "noise"} == set(DISTORTIONS)
    for name, (strength, images) in expected.items():
        found = furthest(way, **{name: strength})
        assert np.abs(found - INK).max() > 0.5
        np.testing.assert_allclose(found, images, atol=0.02, err_msg=name)


def test_noise_has_its_standard_deviation():
    grey = np.full((200, 28, 28), 128, np.uint8)
    noisy = distorted(grey, np.random.default_rng(3), noise=0.1) / 255.0
    assert noisy.std() == pytest.approx(0.1, rel=0.02)
    assert noisy.mean() == pytest.approx(128 / 255, abs=0.002)


@pytest.mark.parametrize("name", DISTORTIONS)
def test_label_and_range_stay_and_the_seed_decides(name):
    before = DIGITS.images.copy()
    recipe = Recipe(**{name: SETTINGS[name].high})
    one, same, other, later = (
        augmented(DIGITS, recipe, seed, number, 10)
        for seed, number in ((1, 0), (1, 0), (2, 0), (1, 1))
    )
    np.testing.assert_array_equal(one.labels, DIGITS.labels)
    assert one.images.dtype == np.uint8 and one.images.shape == before.shape
    np.testing.assert_array_equal(one.images, same.images)
    for different in (other, later):
        assert (one.images != different.images).any(axis=(1, 2)).mean() > 0.9
    np.testing.assert_array_equal(DIGITS.images, before)
    assert augmented(DIGITS, Recipe(), 1, 0, 10) is DIGITS


def test_what_is_drawn_for_one_does_not_depend_on_the_others():
    """Shifted by the same places, whether or not there is noise on top."""
    shifted, noisy = (
        distorted(DIGITS.images, np.random.default_rng(5), shift=3.0, noise=noise)
        for noise in (0.0, 0.02)
    )
    assert (shifted != noisy).any()
    np.testing.assert_allclose(shifted / 255.0, noisy / 255.0, atol=0.12)


def test_every_digit_goes_its_own_way_both_ways_and_never_too_far():
    """Centres of mass of a shifted dot: nowhere beyond the strength, and on all sides."""
    dots = np.zeros((500, 28, 28), np.uint8)
    dots[:, 14, 14] = 255
    moved = distorted(dots, np.random.default_rng(0), shift=3.0)
    way = np.array([ndimage.center_of_mass(image.astype(float)) for image in moved]) - 14
    assert 2.7 < np.abs(way).max() <= 3.01
    assert np.abs(way.mean(axis=0)).max() < 0.3 and (way.std(axis=0) > 1.5).all()
