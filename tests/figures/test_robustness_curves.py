import numpy as np
import pytest

from mnist_core.evaluation.robustness import Curve
from mnist_core.evaluation.sweeps import FARTHEST, Sweep
from mnist_core.figures.palette import DARK, LIGHT, rgb
from mnist_core.figures.robustness_curves import (
    CELL,
    accuracy_curves,
    level_name,
    place_map,
    samples,
    sweep_lines,
)

CURVES = {
    "One": Curve("rotate", (-30, 0, 30), (40, 98, 60), 100),
    "Other": Curve("rotate", (-30, 0, 30), (70, 99, 80), 100),
}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_curves_with_intervals_and_the_line_to_beat(palette) -> None:
    figure = accuracy_curves(CURVES, 0.1135, palette)
    one, other = figure.data
    assert list(one.x) == [-30, 0, 30] and list(one.y) == pytest.approx([40, 98, 60])
    low, high = one.y[0] - one.error_y.arrayminus[0], one.y[0] + one.error_y.array[0]
    assert (low, high) == pytest.approx((30.94, 49.80), abs=0.01)  # Wilson, from a table
    assert one.line.color != other.line.color and one.marker.symbol != other.marker.symbol
    baseline, neutral = figure.layout.shapes
    assert (baseline.y0, baseline.y1) == (11.35, 11.35) and neutral.x0 == 0
    assert figure.layout.xaxis.title.text == "rotation, degrees"
    assert figure.layout.yaxis.title.text == "accuracy, %"
    assert figure.layout.yaxis.range[0] == 0  # no curve is made steeper than it is


def test_sweep_marks_the_flips_and_the_level_in_view() -> None:
    sweep = Sweep(np.array([-10.0, -5, 0, 5]), 2, np.eye(10)[[1, 7, 7, 2]])
    figure = sweep_lines({"One": sweep}, "rotate", 7, -5.0, LIGHT)
    line, flips = figure.data
    assert list(line.y) == [0, 1, 1, 0]
    assert list(flips.x) == [-10, 5] and list(flips.customdata) == [1, 2]
    assert figure.layout.shapes[0].x0 == -5
    assert figure.layout.yaxis.title.text == "probability of 7"


def test_place_map_is_ink_where_the_answer_holds_and_orange_elsewhere() -> None:
    said = np.zeros((25, 25, 10))
    said[..., 4] = 1
    said[0, 20] = np.eye(10)[9] * 0.5  # up and to the right: unsure, and another answer
    picture = place_map(said, 3, -2, LIGHT)
    assert picture.shape == (25 * CELL, 25 * CELL, 3) and picture.dtype == np.uint8
    assert (picture[-1, 0] == rgb(LIGHT.ink)).all()
    half = (rgb(LIGHT.paper) + rgb(LIGHT.positive)) / 2
    assert picture[1, 20 * CELL + 1] == pytest.approx(half, abs=0.6)
    middle = CELL // 2
    row, column = (FARTHEST - 2) * CELL + middle, (FARTHEST + 3) * CELL + middle
    assert (picture[row, column] == rgb(LIGHT.accent)).all()  # where the digit is now


def test_samples_of_the_levels() -> None:
    assert samples(range(5)) == (0, 1, 2, 3, 4)
    chosen = samples(range(-180, 181, 15))
    assert len(chosen) == 9 and chosen[0] == -180 and chosen[4] == 0 and chosen[-1] == 180


def test_level_names() -> None:
    assert [level_name(level) for level in (-0.5, 0, 1.0, 0.05)] == ["−0.5", "0", "1", "0.05"]
