"""Noise, blur, contrast and covered squares against SciPy and by hand."""

import numpy as np
import pytest
from scipy import ndimage, stats

from mnist_core.data.intensity import add_noise, blur, contrast, occlude
from mnist_core.data.preprocessing import scale


@pytest.fixture(scope="module")
def digits(held_out_images) -> np.ndarray:
    return scale(held_out_images[::10])


@pytest.mark.parametrize("sigma", [0.05, 0.5, 1, 2.3, 9])
def test_blur_as_scipy_does(digits, sigma):
    expected = ndimage.gaussian_filter(digits, (0, sigma, sigma), mode="constant")
    np.testing.assert_allclose(blur(digits, sigma), expected, atol=1e-5)  # approx takes a second


def test_noise_is_normal_and_the_seeds():
    grey = np.full((50, 28, 28), 0.5, np.float32)
    noise = (add_noise(grey, 0.1, seed=3) - 0.5).ravel()
    assert stats.kstest(noise[::7] / 0.1, "norm").pvalue > 0.01
    assert (add_noise(grey, 0.1, seed=3).ravel() - 0.5 == noise).all()
    assert (add_noise(grey, 0.1, seed=4).ravel() - 0.5 != noise).mean() > 0.99
    twice = add_noise(grey, 0.2, seed=3).ravel() - 0.5
    assert twice == pytest.approx(np.clip(2 * noise, -0.5, 0.5), abs=1e-6)  # cut off at the ends


def test_contrast_by_hand():
    image = np.reshape(np.array([0, 0.25, 0.5, 1] * 196, np.float32), (1, 28, 28))
    half, none, inverted, double = (contrast(image, k)[0, 0, :4] for k in (0.5, 0, -1, 2))
    assert half == pytest.approx([0.25, 0.375, 0.5, 0.75])
    assert none == pytest.approx([0.5] * 4)
    assert inverted == pytest.approx([1, 0.75, 0.5, 0])
    assert double == pytest.approx([0, 0, 0.5, 1])


@pytest.mark.parametrize("side", [1, 9, 27, 28])
def test_a_square_is_covered_and_nothing_else(side):
    ink = np.ones((400, 28, 28), np.float32)
    covered = occlude(ink, side, seed=5) == 0
    assert (covered.sum(axis=(1, 2)) == side**2).all()
    assert (covered.any(axis=1).sum(axis=1) == side).all()  # as wide as high: a square
    assert (covered == (occlude(ink, side, seed=5) == 0)).all()
    if side < 28:  # every place is as likely as any other
        lefts = np.bincount(covered.any(axis=1).argmax(axis=1), minlength=29 - side)
        assert len(lefts) == 29 - side and stats.chisquare(lefts).pvalue > 0.001
        assert (covered != (occlude(ink, side, seed=6) == 0)).any()


def test_what_cannot_be_done_is_said(digits):
    for function, level in ((blur, -1), (add_noise, -0.1), (occlude, 29), (occlude, 2.5)):
        with pytest.raises(ValueError, match=r"^[A-Z][^.]*( 0 or more| from 0 to 28)\.$"):
            function(digits, level)
    with pytest.raises(ValueError, match="finite"):
        contrast(digits, float("inf"))
