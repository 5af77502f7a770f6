"""Figures that are no digit."""

import numpy as np

from mnist_core.training.augmentation import line
from mnist_core.training.outliers import NO_IMAGES, outliers


def test_outliers_are_pictures_of_a_digits_size():
    """A digit of MNIST fits into 20 pixels, and all are stretched, bent and moved a little."""
    found = outliers(200, np.random.default_rng(1))
    assert found.shape == (200, 28, 28)
    assert found.dtype == np.uint8
    assert (found.max(axis=(1, 2)) > 128).all()
    sides = np.array([np.ptp(np.nonzero(it > 100), axis=1).max() + 1 for it in found])
    assert 18 <= np.median(sides) <= 22
    assert sides.min() >= 12


def test_the_dice_decide_everything():
    one, same, other = (outliers(8, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any(axis=(1, 2)).all()


def test_none_is_wanted_where_a_batch_is_too_small_for_one():
    assert outliers(0, np.random.default_rng(1)) is NO_IMAGES


def test_no_figure_is_a_single_straight_stroke_as_a_one_is():
    """How far its ink is from the straight line that fits it best, as a share of its length."""
    straight = line(np.array([[4.0], [10.0]]), np.array([[24.0], [17.0]]), np.array([2.5]))
    assert _bulk(255 * straight[0]) < 0.12
    assert min(_bulk(it) for it in outliers(200, np.random.default_rng(3))) > 0.12


def _bulk(picture):
    rows, columns = np.nonzero(picture > 100)
    short, long = np.linalg.svd(
        np.stack([rows - rows.mean(), columns - columns.mean()]), compute_uv=False
    )[::-1]
    return short / long
