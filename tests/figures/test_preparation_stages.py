import numpy as np
import pytest

from mnist_core.figures.palette import DARK, LIGHT, rgb
from mnist_core.figures.preparation_stages import crop_picture, cuts_picture, stage_picture


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("shape", [(28, 28), (20, 20), (320, 320), (200, 10), (1, 1)])
def test_a_framed_square(palette, shape) -> None:
    picture = stage_picture(np.ones(shape, np.float32), palette, side=100)
    assert (picture.shape, picture.dtype) == ((100, 100, 3), np.uint8)
    assert np.array_equal(picture[0, 0], rgb(palette.grid))
    assert np.array_equal(picture[50, 50], rgb(palette.ink))


def test_nothing_is_paper() -> None:
    picture = stage_picture(np.zeros((28, 28), np.float32), LIGHT)
    assert np.array_equal(picture[1:-1, 1:-1].reshape(-1, 3).min(axis=0), rgb(LIGHT.paper))


def test_aspect_is_kept_and_the_right_way_up() -> None:
    ink = np.zeros((40, 10), np.float32)
    ink[0, 0] = 1
    picture = stage_picture(ink, LIGHT, side=42)  # 40 × 10 in the middle of 42 × 42
    assert np.array_equal(picture[1, 16], rgb(LIGHT.ink))
    assert np.array_equal(picture[40, 16], rgb(LIGHT.paper))


def test_what_the_eye_sees_is_grey_in_either_appearance() -> None:
    seen = np.array([[0, 1]], np.float32)
    for palette in (LIGHT, DARK):
        picture = stage_picture(seen, palette, side=42, seen=True)
        assert picture[20, 5].tolist() == [0, 0, 0] and picture[20, 35].tolist() == [255] * 3


def test_every_digit_of_a_number_gets_a_frame() -> None:
    boxes = [(10, 10, 40, 20), (10, 60, 40, 80)]  # 70 wide, so a margin of 4.2 around them
    picture = cuts_picture(np.ones((50, 100)), boxes, 1, LIGHT, width=160)
    assert picture.shape == (80, 160, 3)  # rows 5 to 44 and columns 5 to 84, twice as large
    accent = np.array(rgb(LIGHT.accent))
    assert (picture[40, 6] == accent).all() and (picture[40, 7] == 255).all()  # 2 · (10 - 5) - 4
    assert (picture[40, 106:110] == accent).all()  # the chosen one
    wider = cuts_picture(np.ones((50, 100)), boxes, 1, LIGHT, width=160, reach=5)
    assert (wider[40, 4:8] != accent).any() and (wider == accent).all(axis=2).any()


def test_the_rest_of_a_cropped_picture_is_faint():
    picture = np.zeros((100, 200, 4), np.uint8)
    picture[..., 3] = 255
    seen = crop_picture(picture, (0.5, 1.0), (0.0, 1.0), LIGHT, width=100)
    assert seen.shape == (50, 100, 3)
    assert (seen[10, 70] == 0).all() and seen[10, 20].min() > 150
    assert np.array_equal(seen[0, 70], rgb(LIGHT.accent))
