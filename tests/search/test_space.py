"""Search spaces: values, ranges and their cells, and what comes of them in a training."""

import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import SETTINGS, Recipe
from mnist_core.search.command import dimension
from mnist_core.search.network_variant import variant
from mnist_core.search.search_plan import SearchPlan
from mnist_core.search.space import SEARCHED, Dimension, applied
from mnist_core.training.config import TrainingConfig

CNN, MLP = ARCHITECTURES["keras_cnn"], ARCHITECTURES["mlp"]
BASE = TrainingConfig(MLP, Recipe(), 0, 200)


def test_everything_in_a_recipe_can_be_searched():
    assert set(SETTINGS) < set(SEARCHED)


def test_cells_of_a_range_are_spaced_as_values_are_drawn():
    """Learning rates by equal ratios, dropout by equal steps, whole numbers each once."""
    assert Dimension("learning_rate", low=0.001, high=0.1).cut(3).values == (0.001, 0.01, 0.1)
    assert Dimension("dropout", low=0.0, high=0.5).cut(3).values == (0.0, 0.25, 0.5)
    assert Dimension("depth", low=1, high=2).cut(5).values == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"name": "colour", "values": (1,)}, "cannot vary 'colour'"),
        ({"name": "learning_rate", "low": 0.1, "high": 0.1}, "from a smaller value to a larger"),
        ({"name": "learning_rate", "low": 0.1, "high": 7.0}, "must lie between"),
        ({"name": "batch_size", "values": (32, 32)}, "each once"),
        ({"name": "batch_size", "values": (32.5,)}, "whole number"),
        ({"name": "optimizer", "values": ("magic",)}, "not 'magic'"),
    ],
)
def test_what_cannot_be_searched_is_one_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        Dimension(**arguments)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"space": ()}, "at least one setting"),
        ({"space": (Dimension("seed", (1, 2)),) * 2}, "once only"),
        ({"trials": 0}, "from 1 to 100 trials"),
        ({"sampler": "grid", "space": (Dimension("dropout", low=0, high=1 / 2),)}, "not only its"),
        ({"sampler": "luck"}, "one of grid, random, tpe"),
    ],
)
def test_a_plan_that_cannot_be_is_one_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        SearchPlan(BASE, **{"space": (Dimension("seed", (1, 2)),), **arguments})


def test_a_plan_is_read_as_it_was_written():
    space = (Dimension("optimizer", ("sgd", "adam")), Dimension("learning_rate", low=0.01, high=1))
    asked = SearchPlan(BASE, space, "random", 7, 3, False)
    assert SearchPlan.from_dict(asked.to_dict()) == asked
    with pytest.raises(ValueError, match="not a search"):
        SearchPlan.from_dict({})


def test_values_go_where_they_belong():
    values = {"learning_rate": 0.05, "seed": 4, "examples": 300, "width": 0.5}
    config = applied(BASE, values)
    assert (config.recipe.learning_rate, config.seed, config.examples) == (0.05, 4, 300)
    assert [layer.units for layer in config.architecture.layers if layer.kind == "Dense"] == (
        [64, 32, 10]
    )


def test_parameters_of_variants_by_hand():
    half = 784 * 64 + 64 + 64 * 32 + 32 + 32 * 10 + 10
    assert variant(MLP, {"width": 0.5}).parameters == half
    twice = MLP.parameters + 128 * 128 + 128 + 64 * 64 + 64
    assert variant(MLP, {"depth": 2}).parameters == twice
    fives = 25 * 32 + 32 + 25 * 32 * 64 + 64 + 4 * 4 * 64 * 128 + 128 + 1290
    assert variant(CNN, {"kernel_size": 5}).parameters == fives
    deeper = CNN.parameters + 9 * 32 * 32 + 32 + 9 * 64 * 64 + 64 + 128 * 128 + 128
    assert variant(CNN, {"depth": 2}).parameters == deeper


def test_dropout_is_taken_out_where_it_is_0_and_missed_where_there_is_none():
    kinds = [layer.kind for layer in variant(CNN, {"dropout": 0.0}).layers]
    assert "Dropout" not in kinds and len(kinds) == len(CNN.layers) - 1
    rates = [it.rate for it in variant(CNN, {"dropout": 0.2}).layers if it.kind == "Dropout"]
    assert rates == [0.2]
    with pytest.raises(ValueError, match="no dropout layer"):
        variant(MLP, {"dropout": 0.2})
    assert variant(CNN, {"width": 1.0}) is CNN


def test_what_is_typed_in_a_shell():
    assert dimension("batch_size=32,64") == Dimension("batch_size", (32, 64))
    assert dimension("learning_rate=1e-3..0.1") == Dimension("learning_rate", low=1e-3, high=0.1)
    assert dimension("optimizer=sgd,adam").values == ("sgd", "adam")
    with pytest.raises(ValueError, match="SETTING=VALUES"):
        dimension("batch_size")
    with pytest.raises(ValueError, match="from one number to another"):
        dimension("learning_rate=a..b")
