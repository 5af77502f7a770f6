"""The figures behind an answer show the numbers they are given, the right way up."""

import numpy as np
import pytest

from mnist_core.figures.answer_charts import contribution_maps, nudge_curves, refusal
from mnist_core.figures.palette import DARK, LIGHT

SURE = np.eye(10)[7]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_ten_maps_on_one_scale(palette):
    maps = np.zeros((10, 28, 28), np.float32)
    maps[7, 0, 27] = -3  # top right of the third map in the second row
    figure = contribution_maps(maps, SURE, palette)
    heat = figure.data[0]
    assert (heat.zmin, heat.zmax) == (-3, 3)
    assert heat.z[35 + 7][2 * 30 + 27] == -3 and np.isnan(heat.z[0][0])
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # row 0 is on top
    assert [note.text for note in figure.layout.annotations][6:8] == ["6 · 0 %", "<b>7 · 100 %</b>"]


def test_nothing_speaks_for_nothing():
    assert contribution_maps(np.zeros((10, 28, 28)), SURE, LIGHT).data[0].zmax == 1


def test_curves_of_ten_digits_and_names_of_those_that_matter():
    levels = np.linspace(-2, 2, 5)
    probabilities = np.zeros((5, 10))
    probabilities[:, 3] = [0, 0.2, 0.4, 0.9, 1]
    probabilities[:, 5] = 1 - probabilities[:, 3]
    figure = nudge_curves(levels, probabilities, 1.5, "Rotation, degrees", LIGHT)
    assert len(figure.data) == 10
    assert list(figure.data[3].y) == probabilities[:, 3].tolist()
    assert {note.text for note in figure.layout.annotations} == {"<b>3</b>", "<b>5</b>"}
    assert figure.layout.shapes[0].x0 == 1.5
    assert figure.layout.xaxis.title.text == "Rotation, degrees"


def test_the_chosen_coverage_is_marked():
    figure = refusal([0.8, 0.9, 1.0], [1.0, 0.99, 0.95], 0.91, LIGHT)
    assert (figure.data[1].x, figure.data[1].y) == ((0.9,), (0.99,))
    low, high = figure.layout.yaxis.range
    assert low < 0.95 and high > 1
    assert max(figure.layout.yaxis.tickvals) == 1  # no label says more than 100 %
