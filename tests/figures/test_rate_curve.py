"""The learning rate as drawn: the numbers that train."""

from dataclasses import replace

import numpy as np

from mnist_core.figures.learning_curves import loss_curve, mark_events
from mnist_core.figures.palette import PALETTES
from mnist_core.figures.rate_curve import planned_rates, rate_curve
from mnist_core.network.recipe import Recipe
from mnist_core.training.learning_rate import learning_rates
from tests.figures.test_learning_curves import history

LIGHT = PALETTES["light"]
RATES = learning_rates(Recipe(epochs=4, schedule="cosine"), 40)


def test_what_is_planned_is_drawn_over_its_epochs():
    (line,) = planned_rates(RATES, 4, LIGHT).data
    np.testing.assert_array_equal(line.y, RATES)
    np.testing.assert_allclose(line.x, np.arange(40) / 10)


def test_what_was_is_drawn_over_what_was_planned_and_changes_are_marked():
    had = replace(history(15, 10), batch_rate=RATES[:15] * 2, rate_changes=((5, 2.0),))
    planned, real = rate_curve(had, RATES, 4, LIGHT).data
    np.testing.assert_array_equal(planned.y, RATES)
    np.testing.assert_array_equal(real.y, RATES[:15] * 2)
    figure = mark_events(loss_curve(had, 4, LIGHT), replace(had, best_epoch=1), LIGHT)
    assert [line.x0 for line in figure.layout.shapes] == [0.5, 1]
    assert [note.text for note in figure.layout.annotations] == ["rate × 2", "best epoch"]
    late = mark_events(loss_curve(had, 4, LIGHT), replace(had, best_epoch=4), LIGHT)
    assert [note.xanchor for note in late.layout.annotations] == ["left", "right"]  # none is cut
