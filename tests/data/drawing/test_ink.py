"""Ink is found whatever its colour and the paper's."""

import numpy as np
import pytest

from mnist_core.data.drawing.ink import EmptyDrawing, find_ink, ink

SHAPE = np.zeros((40, 60), bool)
SHAPE[5:30, 10:14] = SHAPE[26:30, 10:40] = True  # an L: asymmetric in every way


def painted(pen, paper):
    image = np.empty((40, 60, 4), np.uint8)
    image[:] = paper
    image[SHAPE] = pen
    return image


@pytest.mark.parametrize(
    ("pen", "paper"),
    [
        ((0, 0, 0, 255), (0, 0, 0, 0)),  # black on transparent black: the canvas's default
        ((255, 255, 255, 255), (0, 0, 0, 0)),
        ((255, 255, 255, 255), (255, 255, 255, 0)),
        ((0, 0, 0, 255), (255, 255, 255, 255)),
        ((255, 255, 255, 255), (0, 0, 0, 255)),
        ((20, 30, 120, 255), (250, 245, 230, 255)),  # blue pen on cream paper
        ((230, 230, 210, 255), (30, 40, 60, 255)),
    ],
)
def test_every_polarity(pen, paper):
    assert (ink(painted(pen, paper)) == SHAPE).all()


def test_a_picture_within_a_transparent_margin_is_read_as_the_picture():
    within = np.zeros((80, 100, 4), np.uint8)
    within[20:60, 20:80] = painted((255, 255, 255, 255), (0, 0, 0, 255))
    assert (ink(within)[20:60, 20:80] == SHAPE).all() and ink(within).sum() == SHAPE.sum()
    assert "margin is left out" in find_ink(within).sentence
    within[20:60, 20:80, :3] = 90  # one colour all over: a thick stroke
    assert ink(within).sum() == SHAPE.size


def test_who_knows_better_chooses_the_ink():
    image = painted((0, 0, 0, 255), (255, 255, 255, 255))
    inked = find_ink(image)
    assert inked.dark and (find_ink(image, dark=True).ink == inked.ink).all()
    turned = find_ink(image, dark=False)
    assert turned.dark is False and "That is what you chose." in turned.sentence
    assert (turned.ink == ~SHAPE).all()
    assert find_ink(np.where(SHAPE, 255, 0).astype(np.uint8)).dark is None  # no question


def test_half_opaque_is_half_ink():
    image = painted((0, 0, 0, 128), (0, 0, 0, 0))
    assert ink(image)[SHAPE] == pytest.approx(128 / 255)


def test_a_thick_shape_is_still_the_ink():
    image = np.full((20, 20, 4), 255, np.uint8)
    image[1:19, 1:19, :3] = 0  # 81 % of the picture
    assert ink(image).sum() == 18 * 18


def test_the_grain_of_paper_is_not_ink():
    image = painted((40, 40, 40, 255), (240, 240, 240, 255))
    grain = np.random.default_rng(0).integers(-15, 16, (40, 60, 1))
    image[..., :3] = image[..., :3] + grain
    found = ink(image)
    assert (found[~SHAPE] == 0).all()
    assert (found[SHAPE] > 0.8).all()


def test_rounded_corners_of_a_screenshot_are_not_ink():
    image = painted((0, 0, 0, 255), (255, 255, 255, 255))
    image[:2, :2] = image[-2:, -2:] = 0
    assert (ink(image) == SHAPE).all()


def test_grey_is_ink_on_black():
    image = np.where(SHAPE, 255, 0).astype(np.uint8)
    assert (ink(image) == SHAPE).all()
    assert ink(image).dtype == np.float32
    assert (ink(255 - image) == ~SHAPE).all()  # nothing is guessed here


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((28, 28), np.uint8),
        np.zeros((28, 28, 4), np.uint8),
        np.full((28, 28, 4), 255, np.uint8),
        np.full((28, 28, 4), (0, 0, 0, 255), np.uint8),
        np.full((28, 28), 3, np.uint8),
        np.zeros((0, 28), np.uint8),
        np.zeros((0, 0, 4), np.uint8),
    ],
)
def test_nothing_drawn(image):
    with pytest.raises(EmptyDrawing, match=r"^Draw a digit first: the pad is empty\.$"):
        ink(image)


@pytest.mark.parametrize(
    "image",
    [
        np.ones((28, 28), np.float32),
        np.full((28, 28), np.nan),
        np.ones((28, 28), bool),
        np.ones((28, 28, 3), np.uint8),
        np.ones((1, 28, 28, 4), np.uint8),
        np.ones(28, np.uint8),
        None,
    ],
)
def test_other_arrays_are_refused_in_one_sentence(image):
    with pytest.raises(ValueError, match=r"^A drawing must be uint8 of shape .*\.$"):
        ink(image)


def test_too_many_pixels():
    image = np.broadcast_to(np.uint8(1), (10_000, 10_000))
    with pytest.raises(ValueError, match="choose one of at most 20 million"):
        ink(image)
