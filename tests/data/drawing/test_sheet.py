"""A sheet on a table is read as if the table were not there; a bright digit is no sheet."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from mnist_core.data.drawing import prepare_image
from mnist_core.data.drawing.ink import find_ink
from mnist_core.data.drawing.segmentation import segment_image
from mnist_core.data.drawing.sheet import sheet, without_table
from mnist_core.data.embedded import held_out_digits
from mnist_core.network.forward import Network

DIGITS = held_out_digits()
WIDE, HIGH = 400, 300  # of the photo
WAYS = {
    "straight": {},
    "turned": {"turn": 8},
    "turned far": {"turn": -15},
    "tilted": {"tilt": 0.15},
    "in falling light": {"fades": 0.4},
    "all of it": {"turn": 8, "tilt": 0.1, "fades": 0.4},
    "on a light table": {"table": 110},
    "beside the middle": {"aside": 60},
    "cut off by the photo": {"aside": 110},
}


def corners(size, turn=0.0, tilt=0.0, aside=0):
    """Where the four corners of a sheet are in the photo: (4, 2), from the top left clockwise."""
    wide, high = size[0] / 2, size[1] / 2
    far = wide * (1 - tilt)
    flat = np.array([(-far, -high), (far, -high), (wide, high), (-wide, high)])
    angle = np.deg2rad(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return flat @ rotation.T + (WIDE / 2 + aside, HIGH / 2)


def seen_at(picture, places):
    """The picture as it looks with its corners at these places: uint8 (300, 400)."""
    wide, high = picture.size
    rows, values = [], []
    for (x, y), (u, v) in zip(places, [(0, 0), (wide, 0), (wide, high), (0, high)], strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    way = np.linalg.solve(np.array(rows, float), np.array(values, float)).tolist()
    perspective = Image.Transform.PERSPECTIVE
    return np.asarray(picture.transform((WIDE, HIGH), perspective, way, Image.Resampling.BILINEAR))


def photo(images, fades=0.0, table=60, **place):
    """RGBA of a sheet with digits written on it, on a wooden table; and where the sheet is."""
    ink = np.pad(np.kron(np.hstack(images), np.ones((4, 4), np.uint8)), ((40, 40), (60, 60)))
    paper = Image.fromarray((225 - 0.7 * ink).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))
    places = corners(paper.size, **place)
    lies = seen_at(Image.new("L", paper.size, 255), places) > 127
    y, x = np.mgrid[:HIGH, :WIDE]
    wood = table + 15 * np.sin(y / 5 + 3 * np.sin(x / 60))
    grain = np.random.default_rng(0).normal(0, 3, lies.shape)
    light = np.where(lies, seen_at(paper, places), wood) * (1 - fades * x / WIDE) + grain
    image = np.full((HIGH, WIDE, 4), 255, np.uint8)
    image[..., :3] = light.clip(0, 255)[..., None]
    return image, lies


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_digit_on_a_sheet_on_a_table_is_read(way):
    network, right = Network.load("robust_cnn"), 0
    for image, label in zip(DIGITS.images[:8], DIGITS.labels, strict=False):
        seen, _ = photo([image], **WAYS[way])
        right += network.predict(prepare_image(seen).digit[None]).argmax() == label
    print(f"{way}: {right} of 8")
    assert right >= 7


@pytest.mark.parametrize("way", WAYS)
def test_the_sheet_is_where_it_lies(way):
    image, lies = photo([DIGITS.images[3]], **WAYS[way])
    found = sheet(image[..., 0].astype(float))
    assert (found & lies).sum() / (found | lies).sum() > 0.95


def test_nothing_but_the_sheet_is_ink():
    image, lies = photo([DIGITS.images[3]], turn=8)
    inked = find_ink(image)
    assert inked.ink[~lies].max() == 0 and inked.ink[lies].max() == 1
    assert inked.sentence.startswith("The table around the sheet is left out. The paper")
    np.testing.assert_allclose(inked.brightness, image[..., 0] / 255, atol=1e-3)  # as it was


def test_a_number_on_a_sheet_is_cut_into_its_digits():
    image, _ = photo(DIGITS.images[[3, 5]], turn=5)
    places = [cut.box.left for cut in segment_image(image)]
    assert len(places) == 2 and places[0] < WIDE / 2 < places[1] + 20


def test_bright_digits_are_no_sheets():
    taken = [place for place, it in enumerate(DIGITS.images) if sheet(it.astype(float)) is not None]
    assert not taken


LARGE, MARK = (60, 20, 340, 280), ("line", (180, 100, 220, 200), 30, 12)
NO_SHEETS = {
    "a round plate": [("ellipse", LARGE, 220), MARK],
    "blank": [("rectangle", LARGE, 220)],
    "small": [("rectangle", (160, 80, 240, 220), 220), MARK],
    "hollow": [("rectangle", LARGE, 220), ("rectangle", (110, 70, 290, 230), 40)],
    "hardly brighter": [("rectangle", LARGE, 80), MARK],
    "half in shadow": [("rectangle", (190, 0, 400, 300), 220), ("line", (300, 100, 300, 200), 30)],
}


def drawn(*shapes):
    picture = Image.new("L", (WIDE, HIGH), 40)
    for shape, *how in shapes:
        getattr(ImageDraw.Draw(picture), shape)(*how)
    return np.asarray(picture, float)


@pytest.mark.parametrize("name", NO_SHEETS)
def test_what_is_no_written_sheet_stays_as_it_is(name):
    picture = drawn(*NO_SHEETS[name])
    assert sheet(picture) is None and without_table(picture) is picture


@pytest.mark.parametrize(("zoom", "pen"), [(1, 2), (2, 1), (3, 2)])
def test_a_thin_pen_is_enough(zoom, pen):
    blank = Image.fromarray(drawn(*NO_SHEETS["blank"]))
    picture = blank.resize((WIDE * zoom, HIGH * zoom), Image.Resampling.NEAREST)
    ImageDraw.Draw(picture).line([zoom * it for it in (180, 100, 220, 200)], 30, pen)
    bare = without_table(np.asarray(picture))
    assert bare.min() == 30 and np.percentile(bare, 2) > 200  # the line stays, the table does not


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (3, 3), (2, 300)])
def test_tiny_pictures_come_to_no_harm(size):
    picture = np.random.default_rng(1).uniform(0, 255, size)
    assert without_table(picture).shape == size
