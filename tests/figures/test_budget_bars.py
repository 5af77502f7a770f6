"""The bars of a network's budget: the layers that cost something, with their shares."""

import pytest

from mnist_core.editing.budget import shares
from mnist_core.figures.budget_bars import budget_bars
from mnist_core.figures.palette import LIGHT
from mnist_core.network.architectures import ARCHITECTURES


def test_bars_show_the_shares_of_layers_that_cost_something() -> None:
    figure = budget_bars(shares(ARCHITECTURES["keras_cnn"].rows), LIGHT)
    parameters, work = figure.data
    assert list(parameters.y) == list(work.y) == ["conv1", "conv2", "dense1", "dense2"]
    assert parameters.x[1] == pytest.approx(8.219, abs=1e-3) and parameters.text[1] == "8.22 %"
    assert work.x[1] == pytest.approx(84.77, abs=1e-2) and work.text[1] == "84.8 %"
    assert work.text[3] == "< 0.05 %"
    assert figure.layout.yaxis.autorange == "reversed"
