import numpy as np

from mnist_core.figures.palette import LIGHT, rgb
from mnist_core.figures.preparation_stages import crop_picture, cuts_picture, small_picture


def test_a_stage_keeps_its_pixels_and_a_large_one_its_aspect() -> None:
    ink = np.linspace(0, 1, 6, dtype=np.float32).reshape(2, 3)
    assert small_picture(ink).tolist() == [[0, 51, 102], [153, 204, 255]]
    upper = np.zeros((336, 84))
    upper[:168] = 1
    shrunk = small_picture(upper)
    assert (shrunk.shape, shrunk.dtype) == ((168, 42), np.uint8)
    assert (shrunk[:84] == 255).all() and not shrunk[84:].any()


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
