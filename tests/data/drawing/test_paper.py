"""The paper behind the ink is found in light and in shade, with bright ink and with dark."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_core.data.drawing import prepare_image
from mnist_core.data.drawing.ink import find_ink
from mnist_core.data.drawing.paper import (
    paper,
    paper_beside,
    unevenly_lit,
    usual_pen,
    without_edges,
)
from mnist_core.data.embedded import held_out_digits

SIDE = 240


def written(pen=14):
    """A 3 as ink, 0 to 1, in the middle of a sheet."""
    picture = Image.new("L", (SIDE, SIDE))
    line = ImageDraw.Draw(picture)
    line.arc((80, 50, 160, 120), 200, 90, 255, pen)
    line.arc((80, 106, 160, 190), 270, 160, 255, pen)
    return np.asarray(picture, np.float32) / 255


def light(kind):
    """How bright an empty white sheet would be, 0 to 255."""
    rows, columns = np.mgrid[:SIDE, :SIDE] / SIDE
    if kind == "even":
        return np.full((SIDE, SIDE), 220.0)
    if kind == "from one side":
        return 60 + 180 * columns
    if kind == "a lamp":
        return 240 * np.exp(-((rows - 0.1) ** 2 + (columns - 0.9) ** 2))
    edge = ((rows + columns - 1.05) / 0.2).clip(0, 1)  # of a shadow, across the digit
    return 225 - 110 * edge


def photo(kind, ink, reflects):
    """RGBA: the ink reflects its share of the light, the sheet all of it."""
    grain = np.random.default_rng(0).normal(0, 2, (SIDE, SIDE))
    seen = light(kind) * (1 - ink * (1 - reflects)) + grain
    image = np.full((SIDE, SIDE, 4), 255, np.uint8)
    image[..., :3] = seen.clip(0, 255)[..., None]
    return image


@pytest.mark.parametrize("kind", ["from one side", "a lamp"])
def test_the_light_is_found_behind_the_ink(kind):
    seen = light(kind) * (1 - 0.8 * written())
    found, dark = paper(seen)
    assert dark > 0.9
    assert np.abs(found - light(kind)).mean() < 8  # of 255
    assert unevenly_lit(seen)


def test_one_light_is_no_uneven_light():
    assert not unevenly_lit(light("even") * (1 - 0.8 * written()))


@pytest.mark.parametrize("kind", ["even", "from one side", "a lamp", "shadow"])
def test_a_digit_in_any_light_is_prepared_as_in_even_light(kind):
    expected = prepare_image((255 * written()).astype(np.uint8)).digit
    digit = prepare_image(photo(kind, written(), reflects=0.15)).digit
    assert np.abs(digit - expected).mean() < 0.03  # the mean ink is 0.15


def test_without_the_local_paper_the_shade_would_be_ink():
    image = photo("from one side", written(), reflects=0.15)
    luminance = image[..., 0].astype(float)
    plain = np.abs(luminance - np.median(luminance))
    assert plain[:, :10].mean() > 0.4 * plain.max() and find_ink(image).ink[:, :10].max() == 0


def test_chalk_on_an_unevenly_lit_board():
    board = photo("from one side", 1 - written(), reflects=0.2)  # the chalk reflects it all
    expected = prepare_image((255 * written()).astype(np.uint8)).digit
    inked = find_ink(board)
    assert "what is brighter is ink" in inked.sentence
    assert np.abs(prepare_image(board).digit - expected).mean() < 0.05


def test_the_sentence_tells_the_range_of_light():
    assert "lit unevenly (from 0.2" in find_ink(photo("from one side", written(), 0.15)).sentence


def page(image):
    """A real digit in dark ink on an evenly lit sheet, with its grain."""
    ink = np.asarray(Image.fromarray(image).resize((110, 110), Image.Resampling.BICUBIC), float)
    sheet = np.random.default_rng(0).normal(235, 2, (SIDE, SIDE))
    sheet[60:170, 70:180] -= 195 * ink / 255
    return sheet


def scanned_image(sheet):
    image = np.full((*sheet.shape, 4), 255, np.uint8)
    image[..., :3] = sheet.clip(0, 255)[..., None]
    return image


def scanned(sheet):
    return prepare_image(scanned_image(sheet)).digit


DIRT = {
    "a speck of dust": (slice(20, 24), slice(214, 218)),
    "a thin edge": (slice(0, SIDE), slice(0, 2)),
    "a broad edge": (slice(0, SIDE), slice(-24, SIDE)),
    "an edge along a part of the top": (slice(0, 9), slice(60, SIDE)),
}


@pytest.mark.slow
@pytest.mark.parametrize("place", DIRT.values(), ids=DIRT.keys())
def test_dirt_on_a_scan_changes_nothing(place):
    for image in held_out_digits().images[:20]:
        clean, dirty = page(image), page(image)
        dirty[place] = 30
        assert np.abs(scanned(dirty) - scanned(clean)).mean() < 0.002


def test_two_edges_that_meet_change_nothing():
    sheet = page(held_out_digits().images[7])
    expected = scanned(sheet)
    sheet[:, :12] = sheet[-12:] = 30
    assert np.abs(scanned(sheet) - expected).mean() < 0.002


def test_the_paper_close_by_follows_the_edge_of_a_shadow():
    sheet = np.full((SIDE, SIDE), 220.0)
    sheet[:, 130:] = 120
    seen = sheet * (1 - 0.8 * written(6))
    found, mistaken = paper_beside(seen, True, 6)
    far = np.abs(np.arange(SIDE) - 130) > 8
    assert np.abs(found - sheet)[:, far].max() < 2
    assert mistaken[:, far].max() < 2 and mistaken[:, 130].min() > 25
    assert find_ink(scanned_image(seen)).ink[:40].max() == 0  # no ink along the shadow's edge


def test_a_pen_is_as_wide_as_it_was_drawn():
    assert usual_pen(written(14)) == pytest.approx(14, abs=4)
    assert usual_pen(written(6)) == pytest.approx(6, abs=2)


def test_where_a_shadow_fades_the_paper_is_not_mistaken():
    fading = 220 - 80 / (1 + np.exp((130 - np.arange(SIDE)) / 12.0))  # 60 pixels wide
    found, mistaken = paper_beside(np.tile(fading, (SIDE, 1)), True, 6)
    assert np.abs(found - fading).max() < 3 and mistaken.max() < 3


def test_no_ink_is_left_along_the_sharp_edge_of_a_thing():
    sheet = 180 * (1 - 0.6 * written(6))
    rows, columns = np.mgrid[:SIDE, :SIDE]
    corner = rows + columns > 400
    sheet[corner] = 36
    ink = find_ink(scanned_image(sheet)).ink
    beside = (rows > 180) & (columns > 180)  # all along it but for its tips at the rim
    assert ink[written(6) == 1].min() > 0.7 and ink[beside].max() == 0


def test_a_pale_pen_is_found_whole_across_the_edge_of_a_shadow():
    fading = 220 - 60 / (1 + np.exp((120 - np.arange(SIDE)) / 8.0))  # most of the digit's width
    digit = written(6)
    found = find_ink(scanned_image(fading * (1 - 0.15 * digit))).ink
    assert (found[digit == 1] > 0.4).mean() > 0.95 and found[digit == 0].max() < 0.4


def test_neither_lines_nor_grain_nor_a_dark_corner_tell_how_wide_the_pen_is():
    ink = written(12)
    expected = usual_pen(ink)
    squared = np.zeros_like(ink)
    squared[::30, :] = squared[:, ::30] = squared[1::30, :] = squared[:, 1::30] = 0.8
    assert usual_pen(np.maximum(ink, squared)) == pytest.approx(expected, abs=3)
    flecks = np.random.default_rng(0).random(ink.shape) < 0.1
    assert usual_pen(np.where(flecks, np.maximum(ink, 0.9) * (ink == 0), ink)) > 0.5 * expected
    corner = 0.4 * ink
    corner[190:, :70] = 1
    assert usual_pen(corner) == pytest.approx(expected, abs=1)


def test_a_board_beside_a_bright_thing_at_the_rim_is_no_dark_edge():
    board = np.full((200, 160), 100.0)
    board[30:100, 50:100] = 190  # a zero in chalk
    board[40:90, 60:90] = 100
    board[150:, :] = board[110:, :8] = board[110:, -8:] = 230
    assert without_edges(board) is board
