import numpy as np
import pytest

from mnist_core.evaluation.statistics import wilson
from mnist_core.figures.accuracy_bars import ENDS, Counted, accuracies, logit
from mnist_core.figures.palette import LIGHT


def test_ten_times_fewer_errors_is_about_one_step() -> None:
    assert logit(0.5) == 0
    assert logit(0.99) - logit(0.9) == pytest.approx(np.log(99 / 9))
    assert logit(1.0) == logit(ENDS[1]) and logit(0.0) == logit(ENDS[0])


def test_every_row_has_its_interval_and_all_share_the_baseline() -> None:
    rows = [Counted("ours", 992, 1000), Counted("seed 1", 980, 1000, False)]
    figure = accuracies(rows, LIGHT, baseline=0.1135, majority=1)
    main, other = figure.data
    assert main.x[0] == pytest.approx(logit(0.992)) and other.y == (1,)
    low, high = wilson(992, 1000)
    assert main.x[0] + main.error_x.array[0] == pytest.approx(logit(high))
    assert main.x[0] - main.error_x.arrayminus[0] == pytest.approx(logit(low))
    assert figure.layout.shapes[0].x0 == pytest.approx(logit(0.1135))
    assert figure.layout.annotations[0].text == "always 1"
    assert figure.layout.yaxis.ticktext == ("ours", "seed 1")
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first at the top


@pytest.mark.parametrize("right", [0, 10])
def test_all_right_and_all_wrong_stay_on_the_axis(right: int) -> None:
    figure = accuracies([Counted("it", right, 10)], LIGHT, baseline=0.2, majority=3)
    low, high = figure.layout.xaxis.range
    assert low <= figure.data[0].x[0] <= high


def test_a_perfect_reader_ends_where_the_labels_do() -> None:
    rows = [Counted("it", 9_921, 10_000)]
    figure = accuracies(rows, LIGHT, baseline=0.1135, majority=1, ceiling=0.9985)
    assert [shape.x0 for shape in figure.layout.shapes] == list(logit([0.1135, 0.9985]))
    assert figure.layout.annotations[1].text == "perfect 99.85"
