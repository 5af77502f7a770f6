"""Learning rates against Keras' schedules; one cycle, which Keras lacks, against its formula."""

from math import cos, pi

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.network.recipe import SETTINGS, Recipe
from mnist_core.training.learning_rate import learning_rates


def test_a_constant_rate_is_constant():
    np.testing.assert_array_equal(learning_rates(Recipe(learning_rate=0.02), 5), [0.02] * 5)


def test_one_cycle_begins_peaks_and_ends_where_it_should():
    rates = learning_rates(Recipe(learning_rate=0.1, schedule="one_cycle"), 100)
    assert rates[0] == pytest.approx(0.1 / 25)
    assert rates.argmax() in (29, 30) and rates.max() == pytest.approx(0.1)
    assert rates[-1] == pytest.approx(0.1 * 1e-4)
    assert (np.diff(rates[:30]) > 0).all() and (np.diff(rates[30:]) < 0).all()


@pytest.mark.parametrize("steps", [10, 63, 1_689])
def test_one_cycle_is_its_formula_at_every_step(steps):
    """Half a cosine between two rates a and b: a + (b - a) (1 - cos pi s) / 2, s from 0 to 1."""
    rising = round(0.3 * steps)
    expected = []
    for step in range(steps):
        if step < rising:
            first, last, share = 0.1 / 25, 0.1, step / (rising - 1)
        else:
            first, last, share = 0.1, 0.1 / 10_000, (step - rising) / (steps - rising - 1)
        expected.append(first + (last - first) * (1 - cos(pi * share)) / 2)
    rates = learning_rates(Recipe(learning_rate=0.1, schedule="one_cycle"), steps)
    np.testing.assert_allclose(rates, expected, rtol=1e-9)


PER_EPOCH, EPOCHS = 7, 9


def test_a_cosine_is_keras_cosine_decay():
    rates = learning_rates(Recipe(learning_rate=0.1, epochs=EPOCHS, schedule="cosine"), 63)
    keras_rates = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=63)
    np.testing.assert_allclose(rates, [float(keras_rates(n)) for n in range(63)], atol=1e-8)


@pytest.mark.parametrize(("drop", "every"), [(0.1, 1), (0.5, 2), (0.3, 20)])
def test_steps_are_keras_exponential_decay_on_a_staircase(drop, every):
    recipe = Recipe(learning_rate=0.1, epochs=EPOCHS, schedule="step", drop=drop, drop_every=every)
    staircase = keras.optimizers.schedules.ExponentialDecay(0.1, every * PER_EPOCH, drop, True)
    expected = [float(staircase(n)) for n in range(EPOCHS * PER_EPOCH)]
    np.testing.assert_allclose(learning_rates(recipe, EPOCHS * PER_EPOCH), expected, rtol=1e-5)


@given(st.integers(1, 3_000))
def test_one_rate_a_step_and_never_zero(steps):
    for schedule in SETTINGS["schedule"].choices:
        _one_rate_a_step(learning_rates(Recipe(schedule=schedule), steps), steps)


def _one_rate_a_step(rates, steps):
    assert rates.shape == (steps,)
    assert (rates > 0).all() and (rates <= 0.001 + 1e-12).all()
