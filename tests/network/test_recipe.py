"""Recipes: bounds, each with its sentence."""

import pytest

from mnist_core.network.recipe import SETTINGS, Recipe

NUMBERS = [setting for setting in SETTINGS.values() if not setting.choices]


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
def test_bounds_are_inclusive_and_enforced(setting):
    name, low, high = setting.name, setting.low, setting.high
    for value in (low, high):
        Recipe(**{name: value})
    for value in (low - 1, high + 1):
        with pytest.raises(ValueError, match=name.replace("_", " ")):
            Recipe(**{name: value})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"optimizer": "magic"}, "optimizer is one of 'sgd', .*, not 'magic'"),
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
