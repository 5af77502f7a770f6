"""The Keras code a student copies: it is run, and builds the network it is shown beside."""

import keras
import pytest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.keras_code import keras_code, layer_code
from mnist_core.network.layers import AveragePooling2D, Conv2D, MaxPooling2D


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_code_runs_and_gives_the_network(name, keras_set_otherwise):
    namespace: dict = {}
    exec(keras_code(ARCHITECTURES[name]), namespace)
    model = namespace["model"]
    rows = ARCHITECTURES[name].rows
    assert [layer.name for layer in model.layers] == [row.layer.name for row in rows]
    assert [layer.output.shape[1:] for layer in model.layers] == [r.output_shape for r in rows]
    assert {weight.dtype for weight in model.weights} == {"float32"}
    assert model.count_params() == ARCHITECTURES[name].parameters
    optimizers = keras.optimizers
    kinds = {"adam": optimizers.Adam, "adamw": optimizers.AdamW, "sgd": optimizers.SGD}
    recipe = ARCHITECTURES[name].recipe
    assert type(model.optimizer) is kinds[recipe.optimizer]
    if recipe.optimizer == "adamw":
        assert float(model.optimizer.weight_decay) == recipe.weight_decay
    assert float(model.optimizer.learning_rate) == pytest.approx(recipe.learning_rate)


def test_only_what_differs_from_the_defaults_is_written():
    assert layer_code(Conv2D(32, 3, name="a")) == "keras.layers.Conv2D(32, 3, name='a')"
    assert (
        layer_code(Conv2D(8, 3, 2, "same", name="a"))
        == "keras.layers.Conv2D(8, 3, strides=2, padding='same', name='a')"
    )
    assert layer_code(MaxPooling2D(2, name="p")) == "keras.layers.MaxPooling2D(2, name='p')"
    assert (
        layer_code(AveragePooling2D(3, 1, name="p"))
        == "keras.layers.AveragePooling2D(3, strides=1, name='p')"
    )
