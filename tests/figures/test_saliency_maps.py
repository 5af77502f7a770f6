"""Saliency figures: the outline by hand, signs by colour, what is not known left open."""

import numpy as np
import pytest

from mnist_core.figures.palette import DARK, LIGHT
from mnist_core.figures.saliency_maps import outline_path, saliency_pair, similarity_lines

IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[3, 5] = 200
RAMP = np.linspace(-2, 1, 784).reshape(28, 28).astype(np.float32)


def edges(image):
    x, y = outline_path(image)
    assert x[2::3] == y[2::3] == [None] * (len(x) // 3)
    ends = zip(x[::3], y[::3], x[1::3], y[1::3], strict=True)
    return {frozenset([(a, b), (c, d)]) for a, b, c, d in ends}


def test_the_outline_of_one_pixel_is_a_square_around_it():
    left, right, top, bottom = 4.5, 5.5, 2.5, 3.5
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    assert edges(IMAGE) == {frozenset(side) for side in sides}
    assert edges(IMAGE / 255) == edges(IMAGE)


def test_the_outline_closes_at_the_border_and_blank_paper_has_none():
    assert len(edges(np.ones((28, 28)))) == 4 * 28
    assert edges(np.zeros((28, 28), np.uint8)) == set()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_map_has_a_scale_of_its_own_centred_on_zero(palette):
    figure = saliency_pair(IMAGE, RAMP, RAMP / 10, True, palette)
    one, two = (trace for trace in figure.data if trace.type == "heatmap")
    assert (one.zmin, one.zmax) == (-2, 2) and two.zmax == pytest.approx(0.2)
    assert one.colorscale == two.colorscale == palette.diverging
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["trained · ±2", "random · ±0.2"]
    for axis in (figure.layout.yaxis, figure.layout.yaxis2):
        assert axis.range[0] > axis.range[1]  # row 0 at the top


def test_a_map_without_signs_goes_from_paper_to_ink():
    figure = saliency_pair(IMAGE, np.abs(RAMP), np.zeros((28, 28)), False, LIGHT)
    one, two = (trace for trace in figure.data if trace.type == "heatmap")
    assert (one.zmin, one.zmax, two.zmax) == (0, 2, 1) and one.colorscale == LIGHT.sequential
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["trained · 0 to 2", "random · 0 everywhere"]


def test_before_the_guess_the_twin_is_an_open_question():
    figure = saliency_pair(IMAGE, RAMP, None, True, LIGHT)
    assert [trace.type for trace in figure.data] == ["heatmap", "scatter", "scatter"]
    assert [note.text for note in figure.layout.annotations][1:] == ["random weights", "?"]


def test_lines_begin_at_one_and_methods_differ_in_more_than_colour():
    figure = similarity_lines(["dense", "conv"], {"A": [0.5, 0.1], "B": [0.9, 0.8]}, LIGHT)
    assert [list(line.y) for line in figure.data] == [[1, 0.5, 0.1], [1, 0.9, 0.8]]
    assert list(figure.data[0].x) == ["trained", "+ dense", "+ conv"]
    assert len({(line.line.dash, line.marker.symbol) for line in figure.data}) == 2
