"""Geometry against SciPy's interpolation, and against shapes whose area is known."""

import numpy as np
import pytest
from scipy import ndimage

from mnist_core.data.geometry import rescale, rotate, shift, thicken
from mnist_core.data.preprocessing import scale
from tests.pen_widths import pen_widths


@pytest.fixture(scope="module")
def digits(held_out_images) -> np.ndarray:
    return scale(held_out_images[::125])  # eight, of several kinds


def disc(radius: float) -> np.ndarray:
    """A round blot in the middle, each pixel as grey as it is covered: float32 (1, 28, 28)."""
    fine = (np.arange(28 * 32) + 0.5) / 32 - 14
    covered = np.hypot(*np.meshgrid(fine, fine)) < radius
    return covered.reshape(28, 32, 28, 32).mean(axis=(1, 3), dtype=np.float32)[np.newaxis]


def test_shift_by_whole_pixels():
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 10, 20] = 0.5
    assert shift(image, 3, -2)[0, 8, 23] == 0.5
    assert shift(image, 3, -2).sum() == 0.5
    assert not shift(image, 8, 0).any()  # out of the frame, and not in again on the other side


def test_shift_by_half_a_pixel_shares_the_ink():
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 10, 20] = 1
    moved = shift(image, 0.5, 0.5)[0]
    assert (moved[10:12, 20:22] == 0.25).all() and moved.sum() == 1


@pytest.mark.parametrize(("right", "down"), [(2, 0), (-1.25, 3.5), (0.1, -20.7), (40, 0)])
def test_shift_as_scipy_does(digits, right, down):
    expected = ndimage.shift(digits, (0, down, right), order=1, mode="grid-constant")
    np.testing.assert_allclose(shift(digits, right, down), expected, atol=1e-6)


@pytest.mark.parametrize("degrees", [7, -30, 45.5, 90, 180, 700])
def test_rotate_as_scipy_does(digits, degrees):
    expected = ndimage.rotate(
        digits, degrees, axes=(2, 1), reshape=False, order=1, mode="grid-constant"
    )
    np.testing.assert_allclose(rotate(digits, degrees), expected, atol=1e-5)


def test_positive_turns_are_anticlockwise_as_seen(digits):
    assert rotate(digits, 90) == pytest.approx(np.rot90(digits, axes=(1, 2)), abs=1e-6)
    right = np.zeros((1, 28, 28), np.float32)
    right[0, 13:15, 24] = 1  # at three o'clock goes up
    assert rotate(right, 90)[0, 3, 13:15] == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.parametrize("factor", [0.5, 0.83, 1.2, 2, 3.7])
def test_rescale_as_scipy_does(digits, factor):
    expected = ndimage.affine_transform(
        digits,
        (1, 1 / factor, 1 / factor),
        (0, *[13.5 - 13.5 / factor] * 2),
        order=1,
        mode="grid-constant",
    )
    np.testing.assert_allclose(rescale(digits, factor), expected, atol=1e-6)


def test_rescale_grows_a_disc_about_the_middle():
    assert rescale(disc(4), 2).sum() == pytest.approx(np.pi * 8**2, rel=0.01)


@pytest.mark.parametrize("function", [rotate, rescale, lambda x, level: shift(x, level, -level)])
def test_a_level_for_each_digit(digits, function):
    levels = np.linspace(0.4, 2.5, len(digits))
    together = function(digits, levels)
    for digit, level, changed in zip(digits, levels, together, strict=True):
        assert changed == pytest.approx(function(digit[np.newaxis], level)[0], abs=1e-6)


@pytest.mark.parametrize("pixels", [-4, -2, -1, -0.3, 0.3, 1, 2, 5])
def test_thicken_moves_every_edge_by_half(pixels):
    """A disc becomes the disc whose radius differs by half of it; a bar, so much wider."""
    radius = np.sqrt(thicken(disc(6), pixels).sum() / np.pi)
    assert radius == pytest.approx(6 + pixels / 2, abs=0.1)
    bar = np.zeros((1, 28, 28), np.float32)
    bar[0, :, 10:16], bar[0, :, 16] = 1, 0.4
    assert thicken(bar, pixels)[0, 14].sum() == pytest.approx(6.4 + pixels, abs=1e-5)


def test_thicken_by_two_lies_between_scipys_cross_and_square(digits):
    thick, thin = thicken(digits, 2), thicken(digits, -2)
    cross = ndimage.generate_binary_structure(2, 1)[np.newaxis]
    for whole, footprint in ((False, cross), (True, np.ones((1, 3, 3)))):
        most = ndimage.grey_dilation(digits, footprint=footprint, mode="constant")
        least = ndimage.grey_erosion(digits, footprint=footprint, mode="constant")
        assert (thick - most if not whole else most - thick).min() > -1e-6
        assert (least - thin if not whole else thin - least).min() > -1e-6


@pytest.mark.parametrize("width", [2, 3, 5])
def test_the_width_of_a_bar(width):
    image = np.zeros((1, 100, 100), np.uint8)
    image[0, 10:90, 20 : 20 + width] = 255
    assert pen_widths(image)[0] == pytest.approx(width, rel=0.1)


def test_thicken_widens_real_strokes(held_out_images):
    digits = scale(held_out_images[:200])
    before, after = (
        pen_widths((images * 255).round().astype(np.uint8))
        for images in (digits, thicken(digits, 1))
    )
    assert (after - before).mean() == pytest.approx(1, abs=0.25)


@pytest.mark.parametrize(
    ("function", "neutral"),
    [(lambda x, n: shift(x, n, n), 0), (rotate, 0), (rescale, 1), (thicken, 0)],
)
def test_nothing_changes_at_the_neutral_value(digits, function, neutral):
    before = digits.copy()
    for images in (digits, digits[:1], digits[:0]):
        same = function(images, neutral)
        assert same.dtype == np.float32 and (same == images).all() and same.shape == images.shape
    function(digits, neutral + 0.7)
    assert (digits == before).all()  # what was given is left alone


def test_what_cannot_be_done_is_said():
    images = np.zeros((1, 28, 28), np.float32)
    with pytest.raises(ValueError, match="floats from 0 to 1 of shape"):
        shift(images.astype(np.uint8), 1, 0)
    with pytest.raises(ValueError, match="floats from 0 to 1 of shape"):
        rotate(images[0], 1)
    with pytest.raises(ValueError, match="finite"):
        rotate(images, float("nan"))
    with pytest.raises(ValueError, match="above 0"):
        rescale(images, 0)
