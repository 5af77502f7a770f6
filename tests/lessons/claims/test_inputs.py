"""What layers take, against Keras."""

import keras
import numpy as np
import pytest

from mnist_core.lessons.claims.inputs import DenseInput, Reshaping, dense_input, reshaping


def test_what_a_dense_layer_and_a_convolution_take_is_what_keras_takes(evidence):
    maps = np.zeros((1, 5, 5, 64), np.float32)
    assert keras.layers.Dense(10)(maps).shape[1:] == (5, 5, 10)
    assert dense_input(evidence) == DenseInput(accepted=True, output_axes=3)
    with pytest.raises(ValueError, match="expected min_ndim=4, found ndim=2"):
        keras.layers.Conv2D(32, 3)(np.zeros((1, 784), np.float32))
    assert reshaping(evidence) == Reshaping(takes_vector=False, takes_map=True)
