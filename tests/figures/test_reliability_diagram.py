import pytest

from mnist_core.evaluation.calibration import Bin
from mnist_core.figures.palette import LIGHT
from mnist_core.figures.reliability_diagram import reliability_diagram

EMPTY = Bin(0.0, 0.5, 0, 0, float("nan"))
FULL = Bin(0.5, 1.0, 100, 80, 0.9)


def test_points_have_intervals_and_counts_and_empty_bins_none() -> None:
    figure = reliability_diagram(
        {"before": [EMPTY, FULL], "after": [EMPTY, FULL]}, LIGHT, baseline=0.11, majority=1
    )
    honest, before, counts, after, _ = figure.data
    assert honest.x == honest.y == (0, 100)
    assert (before.name, before.x, before.y) == ("before", (90,), (80,))
    assert before.y[0] + before.error_y.array[0] == pytest.approx(100 * FULL.interval.high)
    assert before.y[0] - before.error_y.arrayminus[0] == pytest.approx(100 * FULL.interval.low)
    assert counts.y == (100,) and after.name == "after"
    assert figure.layout.yaxis2.type == "log"
    assert any(shape.y0 == pytest.approx(11) for shape in figure.layout.shapes)


def test_no_digits_in_any_bin() -> None:
    figure = reliability_diagram({"before": [EMPTY]}, LIGHT, baseline=0.1, majority=0)
    assert len(figure.data[1].x) == 0
