"""The .keras file a student takes home: an older Keras 3 must know every setting in it."""

import json
from zipfile import ZipFile

import keras
import numpy as np

from mnist_core.training.older_keras import leave_out_new_settings

# What the constructors of Keras 3.6.0 take, looked up in it by hand. It read all our networks, and
# one with every kind of layer, and answered as 3.15.1 does.
WHOLE = {"name", "trainable", "dtype", "autocast", "activity_regularizer"}
CURVED = {"activation", "use_bias"} | {
    f"{of}_{what}"
    for of in ("kernel", "bias")
    for what in ("initializer", "regularizer", "constraint")
}
KNOWN = {
    "Conv2D": WHOLE
    | CURVED
    | set("filters kernel_size strides padding data_format".split())
    | {"dilation_rate", "groups"},
    "Dense": WHOLE | CURVED | {"units", "lora_rank"},
    "BatchNormalization": WHOLE
    | {
        "axis",
        "momentum",
        "epsilon",
        "center",
        "scale",
        "synchronized",
        "moving_mean_initializer",
        "moving_variance_initializer",
        *(
            f"{of}_{what}"
            for of in ("beta", "gamma")
            for what in ("initializer", "regularizer", "constraint")
        ),
    },
    "GlorotUniform": {"seed"},
}


def test_keras_3_6_knows_every_setting_and_the_network_is_the_same(tmp_path):
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(3, 5, 2),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    path = tmp_path / "network.keras"
    model.save(path)
    leave_out_new_settings(path)
    with ZipFile(path) as file:
        found = list(_settings(json.loads(file.read("config.json"))))
    assert {name for name, _ in found} == set(KNOWN)
    for name, settings in found:
        assert settings <= KNOWN[name], name
    digits = np.random.default_rng(0).random((3, 28, 28, 1), np.float32)
    again = keras.models.load_model(path, compile=False)
    np.testing.assert_array_equal(np.asarray(again(digits)), np.asarray(model(digits)))


def _settings(values):
    """The class and the names of the settings of everything in a configuration that we look at."""
    if isinstance(values, dict):
        if values.get("class_name") in KNOWN:
            yield values["class_name"], set(values["config"])
        values = list(values.values())
    if isinstance(values, list):
        for value in values:
            yield from _settings(value)
