"""Convolution and pooling as specs, held to windows that are slid by hand."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from mnist_core.network.layers import (
    AveragePooling2D,
    Conv2D,
    GlobalAveragePooling2D,
    LayerError,
    MaxPooling2D,
)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("shape", [(9, 9, 2), (7, 10, 3)])
def test_valid_output_is_the_number_of_windows(size, stride, shape):
    windows = sliding_window_view(np.zeros(shape), (size, size), axis=(0, 1))[::stride, ::stride]
    places = windows.shape[:2]
    assert Conv2D(4, size, stride).output_shape(shape) == (*places, 4)
    for pool in (MaxPooling2D, AveragePooling2D):
        assert pool(size, stride).output_shape(shape) == (*places, shape[2])


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_same_output_depends_on_the_stride_alone(stride):
    for size in (1, 2, 3, 5, 28):
        side = len(range(0, 13, stride))
        assert Conv2D(4, size, stride, "same").output_shape((13, 13, 2)) == (side, side, 4)
        assert MaxPooling2D(size, stride, "same").output_shape((13, 13, 2)) == (side, side, 2)


def test_pools_step_by_their_own_size_unless_told():
    assert MaxPooling2D(3).strides == 3 and AveragePooling2D(2, 1).strides == 1


def test_weights_of_a_convolution():
    layer = Conv2D(64, 3)
    assert layer.weight_shapes((13, 13, 32)) == {"kernel": (3, 3, 32, 64), "bias": (64,)}
    assert layer.parameters((13, 13, 32)) == 3 * 3 * 32 * 64 + 64
    assert MaxPooling2D(2).weight_shapes((13, 13, 32)) == {}


def test_arithmetic_names_both_sides_where_they_differ():
    assert MaxPooling2D(2).arithmetic((11, 11, 64)) == "⌊11 / 2⌋ = 5"
    assert MaxPooling2D(2).arithmetic((11, 8, 64)) == "⌊11 / 2⌋ = 5; 8 / 2 = 4"
    words = GlobalAveragePooling2D().arithmetic((5, 4, 64))
    assert words == "mean of 5 × 4 cells, for each of 64 maps"


@pytest.mark.parametrize("layer", [Conv2D(1, 6), MaxPooling2D(6), AveragePooling2D(6)])
def test_a_window_larger_than_its_input_is_refused_unless_padded(layer):
    with pytest.raises(LayerError, match="6×6 window but its input is only 5×9"):
        layer.output_shape((5, 9, 1))
    settings = {**layer.settings, "padding": "same"}
    assert type(layer)(**settings).output_shape((5, 9, 1))


@pytest.mark.parametrize("padding", ["full", "", None, 3, "Same"])
def test_unknown_padding_is_refused(padding):
    for build in (lambda p: Conv2D(1, 3, padding=p), lambda p: MaxPooling2D(2, padding=p)):
        with pytest.raises(LayerError, match="padding is 'valid' or 'same', not"):
            build(padding)
