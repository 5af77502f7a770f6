"""Pictures of digits: upright, on fixed scales, and true to the numbers they are given."""

import numpy as np
import pytest

from mnist_core.data.preprocessing import stages
from mnist_core.figures import digit_charts
from mnist_core.figures.palette import DARK, LIGHT

IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[5, 9], IMAGE[20, 3] = 200, 17


def test_pixels_are_upright_on_a_fixed_scale() -> None:
    figure = digit_charts.pixels(IMAGE, LIGHT)
    (trace,) = figure.data
    assert (np.asarray(trace.z) == IMAGE).all() and (trace.zmin, trace.zmax) == (0, 255)
    assert figure.layout.yaxis.range == (27.5, -0.5) and figure.layout.xaxis.range == (-0.5, 27.5)
    assert trace.texttemplate is None


def test_pixels_print_values_where_there_is_ink() -> None:
    text = np.asarray(digit_charts.pixels(IMAGE, LIGHT, numbers=True).data[0].text)
    assert text[5, 9] == "200" and text[20, 3] == "17" and (text != "").sum() == 2


def test_class_counts_are_labelled_and_compared_with_an_equal_share() -> None:
    counts = np.array([5, 1, 2, 3, 4, 1_500, 6, 7, 8, 9])
    figure = digit_charts.class_counts(counts, DARK)
    assert list(figure.data[0].y) == counts.tolist()
    assert figure.data[0].text[5] == "1,500"
    assert tuple(figure.data[0].marker.color) == DARK.digits
    assert figure.layout.shapes[0].y0 == pytest.approx(154.5)


def test_preparation_shows_each_stage_on_its_scale() -> None:
    pictures = stages(IMAGE, 7)[:3]
    figure = digit_charts.preparation(pictures, LIGHT)
    assert [annotation.text for annotation in figure.layout.annotations] == [
        "Reshape<br>0 to 200",
        "Scale<br>0 to 0.784",
        "Standardise<br>−0.424 to 2.12",
    ]
    stored, scaled, standardised = figure.data
    assert (stored.zmin, scaled.zmin) == (0, 0)
    assert standardised.zmin == -standardised.zmax
    assert stored.colorscale[0][1] == LIGHT.paper
    assert standardised.colorscale[0][1] == LIGHT.negative
    for axis in (figure.layout.yaxis, figure.layout.yaxis2, figure.layout.yaxis3):
        assert axis.range == (27.5, -0.5)


def test_strip_is_one_row() -> None:
    values = np.array([0.0, -1.0, 2.0])
    (trace,) = digit_charts.strip(values, LIGHT, "input").data
    assert np.asarray(trace.z).tolist() == [[0, -1, 2]]
    assert (trace.zmin, trace.zmax) == (-2, 2)
    assert digit_charts.strip(np.array([0.0, 1.0]), LIGHT, "place").data[0].zmin == 0


def test_larger_sides_by_hand() -> None:
    bars = digit_charts.larger_sides(np.array([18, 20, 20, 20]), LIGHT).data[0]
    assert dict(zip(bars.x, bars.y, strict=True)) == {18: 25.0, 19: 0.0, 20: 75.0}


def test_centres_count_where_they_fall() -> None:
    mass = np.array([[14.0, 14.0], [14.0, 14.0], [13.5, 14.5], [np.nan, np.nan]])
    box = np.array([[10.0, 18.0], [14.0, 14.0], [14.0, 14.0], [14.0, 14.0]])
    left, right = digit_charts.centres(mass, box, LIGHT).data
    row = list(left.y).index(14.0)
    column = list(left.x).index(14.0)
    assert left.z[row][column] == pytest.approx(200 / 3)  # two of the three that are known
    assert right.z[list(right.y).index(10.0)][list(right.x).index(18.0)] == pytest.approx(25)
    assert np.sum(left.z) == pytest.approx(100)
