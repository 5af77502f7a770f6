"""The stops as images: every value where the page looks for it, bars as long as they say."""

import re
from base64 import b64decode
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from mnist_core.figures.journey import colours, picture, stops
from mnist_core.figures.journey_drawing import drawings
from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import DARK, LIGHT
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network

IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[6:22, 12:15] = 255
PHONE = 420 - 2 * 16  # pixels of text across
GAP = 4


def found(id: str) -> tuple:
    return stops(IMAGE, Network.initialise(ARCHITECTURES[id], seed=0).activations(IMAGE))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("id", ARCHITECTURES)
def test_every_value_has_its_colour_where_the_box_says(id, palette) -> None:
    shown = found(id)
    for stop, drawn in list(zip(shown, drawings(shown, palette), strict=True))[:-1]:
        kind, _, file = drawn.address.partition(",")
        assert kind == "data:image/png;base64"
        image = np.asarray(Image.open(BytesIO(b64decode(file))).convert("RGB"))
        expected = colours(stop, palette)[picture(stop)]
        down, across = expected.shape[:2]
        left, top, width, height = drawn.box
        rows = (top + height * (np.arange(down) + 0.5) / down) * image.shape[0]
        columns = (left + width * (np.arange(across) + 0.5) / across) * image.shape[1]
        assert (image[np.ix_(rows.astype(int), columns.astype(int))] == expected).all()
        assert drawn.alt == f"{stop.name}, {stop.shape}"


def test_an_image_is_finer_than_the_page_and_not_larger_than_its_place() -> None:
    for drawn in drawings(found("keras_cnn"), LIGHT)[:-1]:
        image = Image.open(BytesIO(b64decode(drawn.address.partition(",")[2])))
        assert 1.2 * drawn.width < image.width < 2 * drawn.width


def test_three_stops_stand_beside_each_other_on_a_phone() -> None:
    widths = [drawn.width for drawn in drawings(found("keras_cnn"), LIGHT)]
    for row in (widths[:3], widths[3:6], widths[6:]):
        assert sum(row) + 2 * GAP <= PHONE


def test_bars_are_the_probabilities() -> None:
    shown = found("keras_cnn")
    probabilities = shown[-1].maps.ravel()
    drawn = drawings(shown, LIGHT)[-1]
    svg = ElementTree.fromstring(unquote(drawn.address.partition(",")[2]))
    bars = [it for it in svg.iter() if it.get("class") == "bar"]
    lengths = np.array([float(it.attrib["width"]) for it in bars])
    assert np.allclose(lengths / lengths.sum(), probabilities, rtol=0.01, atol=1e-4)
    accented = [it.get("fill") == LIGHT.accent for it in bars]
    assert accented.index(True) == probabilities.argmax() and sum(accented) == 1
    words = [it.text for it in svg.iter() if it.text]
    assert words.count(percent(probabilities.max())) == 1
    assert re.fullmatch(rf"{probabilities.argmax()} with .* %", drawn.alt)


def test_bars_stand_in_rows_of_one_height_as_wide_as_the_box() -> None:
    drawn = drawings(found("mlp"), LIGHT)[-1]
    svg = ElementTree.fromstring(unquote(drawn.address.partition(",")[2]))
    bars = [it for it in svg.iter() if it.get("class") == "bar"]
    middles = [float(it.attrib["y"]) + float(it.attrib["height"]) / 2 for it in bars]
    _, top, _, height = np.array(drawn.box) * float(svg.attrib["height"])
    assert middles == pytest.approx([top + height * (digit + 0.5) / 10 for digit in range(10)])
