import numpy as np
import pytest

from mnist_core.evaluation.pairs import most_and_named, pairs
from mnist_core.evaluation.scores import digit_scores, macro
from mnist_core.evaluation.statistics import Interval
from mnist_core.figures.digit_scores import confused_pairs, scores_by_digit
from mnist_core.figures.palette import LIGHT

MATRIX = np.diag([50] * 10)
MATRIX[4, 9], MATRIX[9, 4], MATRIX[7, 2], MATRIX[3, 3] = 5, 2, 1, 0


def scores_figure(score: str = "recall", **named):
    scores = digit_scores(MATRIX)
    average = getattr(macro(scores), score)
    return scores_by_digit(scores, score, LIGHT, average=average, **named)


@pytest.mark.parametrize("score", ["recall", "precision", "f1"])
def test_scores_carry_their_intervals(score: str) -> None:
    (points,) = scores_figure(score).data
    four = digit_scores(MATRIX)[4]
    place = list(points.x).index(4)
    assert points.y[place] == pytest.approx(100 * getattr(four, score))
    low = points.y[place] - points.error_y.arrayminus[place]
    high = points.y[place] + points.error_y.array[place]
    interval = getattr(four, f"{score}_interval")
    assert (low, high) == pytest.approx(tuple(100 * edge for edge in interval))
    assert points.customdata[place][:2] == pytest.approx((low, high))


def test_what_is_unknown_is_left_out() -> None:
    (points,) = scores_figure().data
    assert list(points.x) == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    nothing = digit_scores(np.zeros((10, 10), int))
    (points,) = scores_by_digit(nothing, "f1", LIGHT, average=float("nan")).data
    assert len(points.x) == 0


def test_the_axis_holds_every_interval_and_the_seeds() -> None:
    spread = [(0.4, 0.9)] * 9 + [(float("nan"),) * 2]
    figure = scores_figure(spread=spread)
    low, high = figure.layout.yaxis.range
    assert low < 40 and high > 100
    seeds, _ = figure.data
    assert list(seeds.y[:3]) == [40, 90, None] and len(seeds.x) == 3 * 9  # the last is unknown


def test_the_average_is_a_line_and_its_interval_a_band() -> None:
    figure = scores_figure(average_interval=Interval(0.8, 0.9))
    band, line = figure.layout.shapes
    assert (band.y0, band.y1) == (80, 90)
    assert line.y0 == pytest.approx(100 * macro(digit_scores(MATRIX)).recall)


def test_pairs_most_frequent_at_the_top_the_named_ones_set_off() -> None:
    found = most_and_named(pairs(MATRIX), most=2)
    named, others = confused_pairs(found, LIGHT).data
    assert named.y[0] == "4–9" and named.x[0] == 7 and len(named.y) == 4
    assert (others.x, others.y) == ((1,), ("2–7",))
    axis = confused_pairs(found, LIGHT).layout.yaxis
    assert axis.categoryarray[:2] == ("4–9", "2–7") and tuple(axis.range) == (4.5, -0.5)


def test_no_pairs() -> None:
    assert all(len(bars.x) == 0 for bars in confused_pairs([], LIGHT).data)
