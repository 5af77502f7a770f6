import io
from base64 import b64decode

import numpy as np
import pytest
from PIL import Image

from mnist_core.figures.palette import DARK, LIGHT, rgb
from mnist_core.figures.sprite_sheet import sheet


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_digit_upright_in_its_place_in_the_palettes_ink(palette) -> None:
    images = np.random.default_rng(1).integers(0, 256, (5, 28, 28), np.uint8)
    images[3, 0, 1] = 255
    images[3, 1, 0] = 0
    head, _, data = sheet(images, palette).partition(",")
    assert head == "data:image/png;base64"
    found = np.asarray(Image.open(io.BytesIO(b64decode(data))).convert("RGB"))
    assert found.shape == (5 * 28, 28, 3)
    assert np.array_equal(found.reshape(5, 28, 28, 3), palette.ink_levels()[images])
    assert found[3 * 28, 1].tolist() == rgb(palette.ink).astype(int).tolist()
    assert found[3 * 28 + 1, 0].tolist() == rgb(palette.paper).astype(int).tolist()


def test_row_by_row_in_columns() -> None:
    images = np.random.default_rng(1).integers(0, 256, (5, 28, 28), np.uint8)
    data = sheet(images, LIGHT, columns=2).partition(",")[2]
    found = np.asarray(Image.open(io.BytesIO(b64decode(data))).convert("RGB"))
    assert found.shape == (3 * 28, 2 * 28, 3)
    assert np.array_equal(found[28:56, 28:], LIGHT.ink_levels()[images[3]])
    assert (found[56:, 28:] == rgb(LIGHT.paper)).all()


def test_no_digits_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing to show"):
        sheet(np.zeros((0, 28, 28), np.uint8), LIGHT)
