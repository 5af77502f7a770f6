"""Recipes: bounds, each with its sentence."""

import pytest

from mnist_core.network.recipe import BOUNDS, Recipe


@pytest.mark.parametrize("name", BOUNDS)
def test_bounds_are_inclusive_and_enforced(name):
    for value in BOUNDS[name]:
        Recipe(**{name: value})
    low, high = BOUNDS[name]
    for value in (low - 1, high + 1):
        with pytest.raises(ValueError, match=name.replace("_", " ")):
            Recipe(**{name: value})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"optimizer": "magic"}, "'adam' or 'sgd', not 'magic'"),
        ({"epochs": 2.5}, "epochs must be a whole number"),
        ({"learning_rate": float("nan")}, "learning rate must lie between"),
        ({"batch_size": "many"}, "batch size must be a number"),
        ({"augmentation": "magic"}, "augmentation is one of .*, not 'magic'"),
        ({"epochs": True}, "epochs must be a number"),
    ],
)
def test_nonsense_gets_a_sentence(values, sentence):
    with pytest.raises(ValueError, match=sentence):
        Recipe(**values)
