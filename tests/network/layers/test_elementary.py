"""Layer specs: literals of the documents, and sentences for what cannot be."""

import pytest

from mnist_core.network.layers import (
    LAYERS,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    LayerError,
    MaxPooling2D,
    ReLU,
    Softmax,
)


@pytest.mark.parametrize(
    ("layer", "input_shape", "output_shape", "parameters", "macs"),
    [
        (Conv2D(32, 3), (28, 28, 1), (26, 26, 32), 320, 194_688),
        (Conv2D(64, 3), (13, 13, 32), (11, 11, 64), 18_496, 2_230_272),
        (Conv2D(32, 5), (28, 28, 1), (24, 24, 32), 832, 460_800),
        (Conv2D(8, 3, strides=2, padding="same"), (13, 13, 4), (7, 7, 8), 296, 14_112),
        (MaxPooling2D(2), (11, 11, 64), (5, 5, 64), 0, 0),
        (MaxPooling2D(2, padding="same"), (11, 11, 64), (6, 6, 64), 0, 0),
        (AveragePooling2D(3, strides=1), (9, 8, 2), (7, 6, 2), 0, 0),
        (GlobalAveragePooling2D(), (5, 5, 64), (64,), 0, 0),
        (BatchNormalization(), (5, 5, 64), (5, 5, 64), 256, 1_600),
        (Dropout(0.5), (128,), (128,), 0, 0),
        (Flatten(), (5, 5, 64), (1_600,), 0, 0),
        (Dense(128), (1_600,), (128,), 204_928, 204_800),
        (Dense(10), (5, 5, 64), (5, 5, 10), 650, 16_000),
        (ReLU(), (26, 26, 32), (26, 26, 32), 0, 0),
        (Softmax(), (10,), (10,), 0, 0),
    ],
)
def test_arithmetic(layer, input_shape, output_shape, parameters, macs):
    assert layer.output_shape(input_shape) == output_shape
    assert layer.parameters(input_shape) == parameters
    assert layer.macs(input_shape) == macs


def test_every_layer_kind_is_tested_above_and_explained():
    assert len(LAYERS) == 11
    for kind in LAYERS.values():
        assert kind.purpose and kind.__doc__


def test_words():
    conv = Conv2D(64, 3)
    assert conv.parameter_formula((13, 13, 32)) == "3 × 3 × 32 × 64 weights + 64 biases"
    assert conv.mac_formula((13, 13, 32)) == "11 × 11 × 3 × 3 × 32 × 64"
    assert conv.arithmetic((13, 9, 32)) == "13 − 3 + 1 = 11; 9 − 3 + 1 = 7"
    assert Flatten().arithmetic((5, 5, 64)) == "5 × 5 × 64 = 1,600"
    assert Dense(128).mac_formula((1_600,)) == "1,600 × 128"
    assert BatchNormalization().parameter_formula((5, 5, 64)).startswith("4 × 64")


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Conv2D(0, 3), "Conv2D needs a whole number of filters from 1 to 1,024, not 0."),
        (lambda: Conv2D(32, 3.5), "needs a whole kernel size from 1 to 28, not 3.5."),
        (lambda: Conv2D(True, 3), "whole number of filters"),
        (lambda: Conv2D(32, 3, padding="full"), "padding is 'valid' or 'same', not 'full'"),
        (lambda: MaxPooling2D(0), "needs a whole pool size from 1 to 28, not 0."),
        (lambda: MaxPooling2D(2, strides=0), "needs a whole stride from 1 to 28, not 0."),
        (lambda: Dense(10**9), "from 1 to 4,096"),
        (lambda: Dropout(1.0), "rate from 0 to below 1, not 1.0"),
        (lambda: Dropout("much"), "rate from 0 to below 1"),
        (lambda: BatchNormalization(epsilon=0), "0 < epsilon < 1"),
    ],
)
def test_impossible_settings_are_refused_in_a_sentence(build, sentence):
    with pytest.raises(LayerError, match="^[A-Z].*\\.$") as error:
        build()
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("layer", "input_shape", "sentence"),
    [
        (Conv2D(8, 5), (4, 4, 3), "5×5 window but its input is only 4×4"),
        (MaxPooling2D(2), (1, 1, 3), "2×2 window but its input is only 1×1"),
        (Conv2D(8, 3), (128,), "needs feature maps (height, width, channels), but gets a vector"),
        (GlobalAveragePooling2D(), (128,), "move it before Flatten"),
    ],
)
def test_impossible_places_are_refused_in_a_sentence(layer, input_shape, sentence):
    with pytest.raises(LayerError) as error:
        layer.output_shape(input_shape)
    assert sentence in str(error.value)
