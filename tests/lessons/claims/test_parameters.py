"""Parameters by hand, and against Keras."""

import keras

from mnist_core.lessons.claims import parameters


def test_parameters_by_hand(evidence):
    found = parameters.parameters(evidence)
    assert (found.mlp, found.cnns["keras_cnn"]) == (109_386, 225_034)
    assert parameters.sharing(evidence).without_sharing == 784 * 21_632 + 21_632
    pooling = parameters.pooling(evidence)
    assert pooling.conv2_with_pools == pooling.conv2_without == 18_496
    assert pooling.dense_without == 24 * 24 * 64 * 128 + 128


def test_a_network_without_pools_is_kerass():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3),
            keras.layers.Conv2D(64, 3),
            keras.layers.Flatten(),
            keras.layers.Dense(128),
            keras.layers.Dense(10),
        ]
    )
    bare = parameters.without_pools("keras_cnn")
    assert sum(it.parameters for it in bare) == model.count_params()
