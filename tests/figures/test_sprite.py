"""The sprite: every pixel where it belongs, crisp, in the palette's ink."""

from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from mnist_core.figures.palette import DARK, LIGHT, rgb
from mnist_core.figures.sprite import LABEL_HEIGHT, compose, png_address, sheet


def dots(count: int) -> np.ndarray:
    """Pictures of 2 × 3 pixels, blank but for full ink at the top right."""
    images = np.zeros((count, 2, 3), np.uint8)
    images[:, 0, 2] = 255
    return images


def test_size_by_hand() -> None:
    # five in rows of two: three rows; zoom 2: tiles of 4 × 6; gap 3
    picture = compose(dots(5), LIGHT, columns=2, zoom=2, gap=3)
    assert picture.shape == (3 * 4 + 4 * 3, 2 * 6 + 3 * 3, 3)
    assert picture.dtype == np.uint8


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_pixels_are_squares_of_paper_and_ink(palette) -> None:
    picture = compose(dots(2), palette, columns=2, zoom=2, gap=3)
    for left in (3, 3 + 6 + 3):
        tile = picture[3:7, left : left + 6]
        assert (tile[:2, 4:] == rgb(palette.ink)).all()  # the top right pixel, two by two
        assert (tile[:, :4] == rgb(palette.paper)).all()
        assert (tile[2:] == rgb(palette.paper)).all()


def test_order_is_along_the_rows() -> None:
    images = np.array([[[value]] for value in (0, 255, 0, 255, 255)], np.uint8)
    picture = compose(images, LIGHT, columns=3, zoom=1, gap=2)
    inside = picture[2::3, 2::3]  # the middles of the 2 × 3 places
    inked = (inside == rgb(LIGHT.ink)).all(axis=2)
    assert inked.tolist() == [[False, True, False], [True, True, False]]


def test_floats_and_bytes_look_alike_and_nan_is_paper() -> None:
    images = np.array([[[0, 51, 255]]], np.uint8)
    scaled = np.array([[[np.nan, 0.2, 1.0]]], np.float32)
    options = {"columns": 1, "zoom": 3}
    same = compose(images, LIGHT, **options) == compose(scaled, LIGHT, **options)
    assert same.all()


def test_frames_and_hairlines() -> None:
    picture = compose(dots(2), LIGHT, columns=2, zoom=2, gap=4, frames=[LIGHT.accent, None])
    assert (picture[2, 4:10] == rgb(LIGHT.accent)).all()  # two pixels above the first tile
    assert (picture[3, 14:20] == rgb(LIGHT.grid)).all()  # a hairline above the second
    assert (picture[2, 14:20] == rgb(LIGHT.paper)).all()


def test_labels_stand_below_their_picture() -> None:
    plain = compose(dots(2), LIGHT, columns=2, zoom=8, gap=4)
    labelled = compose(dots(2), LIGHT, columns=2, zoom=8, gap=4, labels=["7", ""])
    assert labelled.shape[0] == plain.shape[0] + LABEL_HEIGHT
    below = labelled[4 + 16 + 2 : -4]
    written = (below != rgb(LIGHT.paper)).any(axis=2)
    assert written[:, : 4 + 24].any() and not written[:, 4 + 24 + 4 :].any()


def read(address: str) -> np.ndarray:
    """The picture in an address, uint8 (height, width, 3)."""
    head, _, body = address.partition(",")
    assert head == "data:image/png;base64"
    with Image.open(BytesIO(b64decode(body, validate=True))) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert("RGB"))


def test_an_address_holds_the_whole_picture() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (5, 7, 3), np.uint8)
    np.testing.assert_array_equal(read(png_address(picture)), picture)


def test_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="at least one picture"):
        compose(dots(0), LIGHT, columns=2)
    with pytest.raises(ValueError, match="2 pictures need 2 labels, not 1"):
        compose(dots(2), LIGHT, columns=2, labels=["a"])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_sheet_has_every_digit_upright_in_the_palettes_ink(palette) -> None:
    images = np.random.default_rng(1).integers(0, 256, (5, 28, 28), np.uint8)
    found = read(sheet(images, palette))
    assert found.shape == (5 * 28, 28, 3)
    assert np.array_equal(found.reshape(5, 28, 28, 3), palette.ink_levels()[images])


def test_a_sheet_goes_row_by_row_and_ends_in_paper() -> None:
    images = np.random.default_rng(1).integers(0, 256, (5, 28, 28), np.uint8)
    found = read(sheet(images, LIGHT, columns=2))
    assert found.shape == (3 * 28, 2 * 28, 3)
    assert np.array_equal(found[28:56, 28:], LIGHT.ink_levels()[images[3]])
    assert (found[56:, 28:] == rgb(LIGHT.paper)).all()


def test_a_sheet_of_no_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to show"):
        sheet(np.zeros((0, 28, 28), np.uint8), LIGHT)
