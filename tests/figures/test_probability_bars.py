import numpy as np
import pytest

from mnist_core.figures.palette import DARK, LIGHT, Palette
from mnist_core.figures.probability_bars import probability_bars

PROBABILITIES = np.array([0.01, 0.0, 0.125, 0.8, 0.05, 0.0, 0.0, 0.01, 0.005, 0.0], np.float32)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_ten_bars_zero_at_the_top(palette: Palette) -> None:
    figure = probability_bars(PROBABILITIES, palette)
    (bars,) = figure.data
    assert np.array_equal(bars.x, PROBABILITIES)
    assert list(bars.y) == list(range(10))
    assert tuple(figure.layout.yaxis.range) == (9.5, -0.5)


def test_the_answer_alone_is_highlighted() -> None:
    (bars,) = probability_bars(PROBABILITIES, LIGHT).data
    assert [c == LIGHT.accent for c in bars.marker.color] == [digit == 3 for digit in range(10)]


def test_three_significant_digits_in_sight_and_all_under_the_pointer() -> None:
    (bars,) = probability_bars(PROBABILITIES, LIGHT).data
    assert bars.text[2:4] == ("12.5 %", "80.0 %")
    assert bars.text[1] == "0 %"
    assert "%{x:.9g}" in bars.hovertemplate


def test_answer_and_truth_are_set_in_bold() -> None:
    names = probability_bars(PROBABILITIES, LIGHT, truth=8).layout.yaxis.ticktext
    assert [name for name in names if "<b>" in name] == ["<b>3</b>", "<b>8</b>"]
