"""Training configurations: bounds, and the way to JSON and back."""

import dataclasses
import json

import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Conv2D, Dense, GlobalAveragePooling2D, Softmax
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.training.config import (
    MAX_BATCH_OUTPUTS,
    MAX_MULTIPLICATIONS,
    MAX_WORK,
    TrainingConfig,
)

KERAS_CNN = ARCHITECTURES["keras_cnn"]


def test_a_config_survives_json():
    provenance = load_dataset().provenance
    config = TrainingConfig(KERAS_CNN, Recipe(epochs=3), 7, examples=500, provenance=provenance)
    copy = TrainingConfig.from_dict(json.loads(json.dumps(config.to_dict())))
    assert copy.recipe == config.recipe
    assert copy.architecture.layers == KERAS_CNN.layers
    assert (copy.seed, copy.examples) == (7, 500)
    assert copy.provenance == provenance and copy.provenance.same_digits(provenance)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"seed": -1}, "seed must lie between 0"),
        ({"seed": 2**31}, "seed must lie between 0"),
        ({"seed": 1.5}, "seed must be a whole number"),
        ({"examples": 99}, "at least 100 digits, not 99"),
        ({"examples": "all"}, "number of digits must be whole"),
    ],
)
def test_out_of_bounds_gets_a_sentence(values, sentence):
    with pytest.raises(ValueError, match=sentence):
        TrainingConfig(KERAS_CNN, Recipe(), **values)


def test_work_is_epochs_times_digits_times_parameters():
    config = TrainingConfig(KERAS_CNN, Recipe(epochs=2), examples=1_000)
    assert config.work(54_000) == 2 * 1_000 * 225_034
    assert config.digits(500) == 500  # no more than there are
    again = dataclasses.replace(config, recipe=Recipe(epochs=2, hardest_again=3))  # 100 each
    assert again.work(54_000) == 2 * 1_300 * 225_034
    assert (config.batches(54_000), again.batches(54_000)) == (8, 11)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_published_recipe_may_be_trained_on_the_full_mnist(name):
    TrainingConfig(ARCHITECTURES[name], ARCHITECTURES[name].recipe).check_work(60_000)


def test_too_much_work_is_refused_with_a_number_of_epochs_that_is_allowed():
    config = TrainingConfig(KERAS_CNN, Recipe(epochs=50))
    with pytest.raises(ValueError, match="train at most 37 epochs"):
        config.check_work(60_000)
    recipe = dataclasses.replace(config.recipe, epochs=37)
    assert dataclasses.replace(config, recipe=recipe).work(60_000) <= MAX_WORK


DEEP = Architecture(
    id="own",
    title="Few parameters, much work",
    layers=(
        Conv2D(48, 3),
        Conv2D(48, 3),
        Conv2D(48, 3),
        GlobalAveragePooling2D(),
        Dense(10),
        Softmax(),
    ),
)


def test_much_work_with_few_parameters_is_refused_too():
    config = TrainingConfig(DEEP, Recipe(epochs=50))
    assert config.work(54_000) < MAX_WORK / 2
    with pytest.raises(ValueError, match="train at most (\\d+) epochs") as error:
        config.check_work(54_000)
    epochs = int(str(error.value).partition("at most ")[2].split()[0])
    for number, allowed in ((epochs, True), (epochs + 1, False)):
        asked = dataclasses.replace(config, recipe=Recipe(epochs=number))
        assert (asked.multiplications(54_000) <= MAX_MULTIPLICATIONS) is allowed


def test_batches_whose_outputs_fill_the_memory_are_refused():
    with pytest.raises(ValueError, match="use batches of at most (\\d+)") as error:
        TrainingConfig(DEEP, Recipe(epochs=1, batch_size=1024), examples=500).check_work(54_000)
    size = int(str(error.value).rpartition(" ")[2].rstrip("."))
    assert size * DEEP.outputs <= MAX_BATCH_OUTPUTS < (size + 1) * DEEP.outputs
    TrainingConfig(DEEP, Recipe(epochs=1, batch_size=size), examples=500).check_work(54_000)


@pytest.mark.parametrize("values", [{}, {"architecture": 3}, {"architecture": {}, "recipe": {}}])
def test_what_is_no_config_is_refused(values):
    with pytest.raises(ValueError, match=r"^This is not a .*\.$"):
        TrainingConfig.from_dict(values)
