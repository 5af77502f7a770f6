"""Charts of searches: what they draw is what the trials say."""

from math import log

import numpy as np
import pytest

from mnist_core.figures.palette import LIGHT
from mnist_core.figures.question_charts import tried_chart, values_chart
from mnist_core.figures.search_charts import (
    best_so_far_chart,
    importance_chart,
    learning_curves_chart,
    parallel_chart,
)
from mnist_core.search.space import Dimension
from mnist_core.search.trial import Trial, TrialState

FINISHED, PRUNED = TrialState.FINISHED, TrialState.PRUNED
TRIALS = (
    Trial(0, FINISHED, {"learning_rate": 0.01, "seed": 1}, (0.5, 0.8), 0.8),
    Trial(1, PRUNED, {"learning_rate": 0.001, "seed": 1}, (0.2,), None),
    Trial(2, FINISHED, {"learning_rate": 0.1, "seed": 2}, (0.4, 0.7), 0.7),
    Trial(3, FINISHED, {"learning_rate": 0.1, "seed": 1}, (0.6, 0.9), 0.9),
)
SPACE = (Dimension("learning_rate", low=0.001, high=0.1), Dimension("seed", (1, 2)))


def test_the_best_so_far_never_falls():
    dots, line = best_so_far_chart({"mine": TRIALS}, LIGHT).data
    assert list(dots.y) == pytest.approx([log(4), log(7 / 3), log(9)])  # right : wrong
    assert list(line.y) == pytest.approx([log(4), log(4), log(9)]) and line.line.shape == "hv"
    assert [(number, round(score, 6)) for number, score, _ in dots.customdata] == [
        (0, 80),
        (2, 70),
        (3, 90),
    ]


def test_the_best_curve_stands_out_and_is_drawn_last():
    figure = learning_curves_chart(TRIALS, LIGHT)
    assert [trace.name for trace in figure.data] == ["finished", "pruned", "finished", "best"]
    assert list(figure.data[-1].customdata) == pytest.approx([60, 90])
    assert list(figure.data[-1].y) == pytest.approx([log(1.5), log(9)])
    assert figure.data[-1].line.color == LIGHT.accent
    assert [trace.showlegend for trace in figure.data] == [True, True, False, True]


def test_parallel_axes_are_spaced_as_the_search_draws():
    rate, seed, score = parallel_chart(TRIALS, SPACE, LIGHT).data[0].dimensions
    assert list(rate["values"]) == pytest.approx([-2, -1, -1])  # by its logarithm
    assert list(rate.range) == pytest.approx([-3, -1])
    assert list(seed["values"]) == [0, 1, 0] and list(seed.ticktext) == ["1", "2"]
    assert list(score["values"]) == pytest.approx([80, 70, 90])


def test_what_matters_most_is_on_top():
    (bars,) = importance_chart({"a": 0.7, "b": 0.3}, {"a": "One", "b": "Two"}, LIGHT).data
    assert list(bars.y) == ["Two", "One"] and list(bars.text) == ["30%", "70%"]


def test_every_training_is_a_dot_and_the_mean_has_its_interval():
    dots, means = values_chart(TRIALS, "learning_rate", LIGHT).data
    assert list(zip(dots.x, np.round(dots.y, 6), strict=True)) == [(0, 80), (1, 70), (1, 90)]
    assert list(means.y) == pytest.approx([80, 80])
    half = 12.7062 * 20 / 2  # t of 97.5 % with one degree of freedom, times s / √2
    assert list(means.error_y.array) == pytest.approx([0, half], abs=0.01)


def test_a_line_for_each_value_and_larger_dots_for_better_ones():
    figure = values_chart(TRIALS, "learning_rate", LIGHT, "seed")
    assert [trace.name for trace in figure.data if trace.mode == "lines+markers"] == ["1", "2"]
    (tried,) = tried_chart({"mine": TRIALS}, "learning_rate", "seed", LIGHT).data
    assert list(tried.x) == [0.01, 0.1, 0.1] and list(np.argsort(tried.marker.size)) == [1, 0, 2]
