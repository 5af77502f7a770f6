"""A thin pen is noticed, and drawn again as thick as MNIST's."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_core.data.drawing import PROTOCOL, Step, prepare_image
from mnist_core.data.drawing.boxes import box_of
from mnist_core.data.drawing.pen import THICK, pen_of, thickened


def angle(pen: int) -> np.ndarray:
    """Two strokes that meet, 200 pixels down and 120 across, with a pen so many pixels wide."""
    image = Image.new("L", (160, 240))
    draw, half = ImageDraw.Draw(image), pen / 2
    draw.rectangle((20 - half, 20 - half, 19 + half, 219 + half), 255)
    draw.rectangle((20 - half, 220 - half, 139 + half, 219 + half), 255)
    ink = np.asarray(image, np.float32) / 255
    inside = box_of(ink > 0)
    return ink[int(inside.top) : int(inside.bottom), int(inside.left) : int(inside.right)]


def test_a_pen_is_measured():
    assert pen_of(angle(4)) == pytest.approx(4 / 204)
    assert pen_of(angle(30)) == pytest.approx(30 / 230)


@pytest.mark.parametrize("pen", [2, 4, 8, 10])
def test_a_thin_pen_becomes_thick_and_the_digit_keeps_its_shape(pen):
    found = thickened(angle(pen))
    assert pen_of(found) == pytest.approx(THICK, abs=0.015)
    height, width = (np.ptp(it) + 1 for it in np.nonzero(found > 0.5 * found.max()))
    assert width / height == pytest.approx(120 / 200, abs=0.05)


def test_a_thick_pen_and_a_coarse_picture_stay_as_they_are():
    for ink in (angle(20), angle(60), angle(2)[-30:, :20]):
        assert thickened(ink) is ink


def test_a_hairline_is_prepared_as_a_thick_pen_is():
    thin, thick = ((255 * angle(pen)).astype(np.uint8) for pen in (2, 20))
    expected = prepare_image(thick).digit
    without = prepare_image(thin, PROTOCOL - {Step.PEN}).digit
    assert np.abs(prepare_image(thin).digit - expected).mean() < 0.015
    assert np.abs(without - expected).mean() > 0.03
    stages = {stage.name: stage.sentence for stage in prepare_image(thin).stages}
    assert stages["Pen"] == (
        "The pen is 0.99 % of the digit wide: too thin for so few pixels. It becomes 9 %."
    )
