"""Charts of claims: the values drawn are the figures, and the words name them."""

import pytest

from mnist_core.figures.claim_charts import claim_chart, in_words
from mnist_core.figures.palette import DARK, LIGHT
from mnist_core.lessons.claims.chart import Bar, Bars, Lines

COUNTS = Bars("parameters", (Bar("said", 2304, said=True), Bar("counted", 1600)))
SHARES = Bars(
    "read right, %",
    (Bar("one", 0.98, 0.97, 0.985), Bar("other", 0.99, 0.98, 0.995)),
    form="percent",
    zoomed=True,
    claimed=(0.9898, 0.9898),
)
CURVES = Lines("pixels", "read right", (0, 1, 2), (("a", (1.0, 0.5, 0.25)),), form="percent")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_bars_from_zero_and_the_documents_are_hollow(palette):
    figure = claim_chart(COUNTS, palette)
    (bars,) = figure.data
    assert list(bars.x) == [2304, 1600] and list(bars.text) == ["2,304", "1,600"]
    assert figure.layout.xaxis.range[0] == 0
    assert bars.marker.color == (palette.panel, palette.accent)
    assert list(figure.layout.yaxis.range) == [1.5, -0.5]  # the first on top


def test_points_carry_intervals_in_percent_and_the_claim_is_a_band():
    figure = claim_chart(SHARES, LIGHT)
    (dots,) = figure.data
    assert dots.x == pytest.approx([98, 99])
    assert dots.error_x.arrayminus == pytest.approx([1, 1])
    assert dots.error_x.array == pytest.approx([0.5, 0.5])
    band = figure.layout.shapes[0]
    assert (band.x0, band.x1) == pytest.approx((98.98, 98.98))
    low, high = figure.layout.xaxis.range
    assert low < 97 and 99.5 < high <= 100.2


def test_lines_over_numbers_and_over_categories():
    figure = claim_chart(CURVES, LIGHT)
    (line,) = figure.data
    assert list(line.x) == [0, 1, 2] and line.y == pytest.approx([100, 50, 25])
    assert figure.layout.yaxis.title.text == "read right, %"
    kernels = claim_chart(Lines("side", "work", (3, 5), (("a", (1, 2)),), categories=True), LIGHT)
    assert list(kernels.data[0].x) == ["3", "5"] and kernels.layout.xaxis.type == "category"


def test_negative_values_keep_zero_in_view():
    figure = claim_chart(Bars("value", (Bar("a", -0.4), Bar("b", 2.8)), form="number"), LIGHT)
    low, high = figure.layout.xaxis.range
    assert low < -0.4 and high > 2.8 and figure.data[0].text[0] == "−0.4"


def test_what_never_ends_is_left_out_of_the_bars_and_said_in_words():
    chart = Bars("seconds", (Bar("a", 2.0), Bar("b", float("inf"))), form="number")
    assert list(claim_chart(chart, LIGHT).data[0].y) == ["a"]
    assert in_words(chart) == "seconds: a 2, b never."


def test_in_words():
    assert in_words(COUNTS) == "parameters: said 2,304, counted 1,600."
    assert in_words(SHARES) == "read right, %: one 98.00 %, other 99.00 %."
    assert in_words(CURVES) == "read right over pixels: a from 100.00 % to 25.00 %."
