"""Learning rates against their defining points and PyTorch's published curve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.network.recipe import Recipe
from mnist_core.training.learning_rate import learning_rates


def test_a_constant_rate_is_constant():
    np.testing.assert_array_equal(learning_rates(Recipe(learning_rate=0.02), 5), [0.02] * 5)


def test_one_cycle_begins_peaks_and_ends_where_it_should():
    rates = learning_rates(Recipe(learning_rate=0.1, schedule="one_cycle"), 100)
    assert rates[0] == pytest.approx(0.1 / 25)
    assert rates.argmax() in (29, 30) and rates.max() == pytest.approx(0.1)
    assert rates[-1] == pytest.approx(0.1 * 1e-4)
    assert (np.diff(rates[:30]) > 0).all() and (np.diff(rates[30:]) < 0).all()


@given(st.integers(1, 3_000))
def test_one_rate_a_step_and_never_zero(steps):
    rates = learning_rates(Recipe(schedule="one_cycle"), steps)
    assert rates.shape == (steps,)
    assert (rates > 0).all() and (rates <= 0.001 + 1e-12).all()
