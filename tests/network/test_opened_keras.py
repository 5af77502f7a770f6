"""What Keras itself saves, in both of its formats, is read with Keras' own predictions."""

import keras
import numpy as np
import pytest

from mnist_core.network.opened_file import open_network

IMAGES = np.random.default_rng(0).integers(0, 256, (40, 28, 28), np.uint8)


def convolutional():
    """Everything that a chain may hold, from digits of 28 × 28 whole numbers to log-softmax."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Rescaling(1 / 255),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(4, 3, activation="relu", padding="same", use_bias=False),
            layers.BatchNormalization(scale=False),
            layers.AveragePooling2D(3, strides=2, padding="same"),
            layers.Conv2D(6, 3, strides=2),
            layers.BatchNormalization(center=False, epsilon=0.01),
            layers.ReLU(),
            layers.MaxPooling2D(2),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(16),
            layers.Activation("relu"),
            layers.Dense(10, activation="log_softmax"),
        ],
        name="chain",
    )


def residual():
    """A functional model with a sum, from (28, 28, 1) to a softmax of its own."""
    layers = keras.layers
    digit = keras.Input((28, 28, 1))
    first = layers.Conv2D(4, 3, strides=2, activation="relu")(digit)
    second = layers.Conv2D(4, 3, padding="same")(first)
    pooled = layers.GlobalAveragePooling2D()(layers.Add()([second, first]))
    return keras.Model(digit, layers.Softmax()(layers.Dense(10)(pooled)))


def flat():
    """From 784 numbers to scores."""
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((784,)), layers.Dense(12, activation="relu"), layers.Dense(10)]
    )


def probabilities(model, end):
    """What Keras says, from what the model takes, as probabilities."""
    shape = model.input_shape[1:]
    scaled = IMAGES if model.name == "chain" else IMAGES.astype(np.float32) / 255
    said = np.asarray(model(scaled.reshape(-1, *shape).astype(np.float32), training=False), float)
    if end == "softmax":
        return said
    shares = np.exp(said - said.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


@pytest.mark.trainer
@pytest.mark.parametrize(
    ("make", "end"), [(convolutional, "log-softmax"), (residual, "softmax"), (flat, "scores")]
)
@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
def test_keras_and_we_say_the_same(make, end, tmp_path):
    keras.utils.set_random_seed(1)
    model, random = make(), np.random.default_rng(1)
    for variable in model.variables:  # statistics and biases, too, are not what they begin as
        if variable.dtype == "float32":
            noise = random.normal(0, 0.1, variable.shape)
            variable.assign(np.abs(variable.numpy() + noise + 0.01))
    for name in ("model.keras", "model.h5"):
        model.save(tmp_path / name)
        opened = open_network((tmp_path / name).read_bytes(), name)
        found = opened.network.predict(IMAGES)
        np.testing.assert_allclose(found, probabilities(model, end), atol=1e-5)
        assert end in opened.said[1]
