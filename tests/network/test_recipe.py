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


def test_what_was_stored_before_later_settings_is_read_and_stored_as_it_was():
    first = {
        **{"optimizer": "sgd", "learning_rate": 0.01, "momentum": 0.9, "batch_size": 64},
        **{"epochs": 10, "schedule": "constant", "precision": "float32"},
        **{"augmentation": "none", "assumed": "We took 10."},
    }
    assert Recipe(**first).to_dict() == first
    later = Recipe(**first, patience=3, rotation=10.0)
    assert later.to_dict() == first | {"patience": 3, "rotation": 10.0}
    assert Recipe(**later.to_dict()) == later


def test_every_setting_is_described_once_with_a_default_of_its_kind():
    recipe = Recipe()
    assert {*SETTINGS, "assumed"} == {*vars(recipe)}
    for name, setting in SETTINGS.items():
        assert getattr(recipe, name) == setting.default
        assert type(setting.default) is setting.kind and len(setting.help) > 20
        assert type(setting.step) is setting.kind or setting.choices
        setting.check(setting.default)
