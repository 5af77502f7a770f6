"""The bounds: what breaks each is named where it is, and what we ship keeps well inside."""

from math import prod

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Conv2D, Dense, Flatten, LayerError, MaxPooling2D, Softmax
from mnist_core.network.limits import (
    MAX_COVERED,
    MAX_MACS,
    MAX_OUTPUTS,
    MAX_PARAMETERS,
    covered,
    end,
    excess,
)
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import summary

END = (Dense(10), Softmax())


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_the_networks_that_ship_keep_within_every_bound_those_of_the_documents_within_half(id):
    rows = ARCHITECTURES[id].rows
    assert excess(rows) is None and end(rows) is None
    if ARCHITECTURES[id].claim is None:
        return
    assert 2 * sum(row.parameters for row in rows) < MAX_PARAMETERS
    assert 2 * sum(row.macs for row in rows) < MAX_MACS
    assert 2 * sum(prod(row.output_shape) for row in rows) < MAX_OUTPUTS
    assert 2 * max(map(covered, rows)) < MAX_COVERED


@pytest.mark.parametrize(
    ("layers", "place", "sentence"),
    [
        ((Flatten(), Dense(2000), *END), 1, "The network has 1,590,010 parameters"),
        (
            (Conv2D(64, 3), Conv2D(96, 3), MaxPooling2D(8), Flatten(), *END),
            1,
            "One digit takes 32,",
        ),
        (
            (Conv2D(120, 3), MaxPooling2D(1), Conv2D(1, 1), Flatten(), *END),
            0,
            "All layers together put out 163,612",
        ),
        (
            (Conv2D(40, 1), Conv2D(2, 5), Flatten(), *END),
            1,
            "The windows of this layer cover 576,000 numbers",
        ),
    ],
)
def test_every_bound_is_named_at_the_layer_with_the_most(layers, place, sentence):
    fault = excess(summary(layers))
    assert fault.place == place
    assert fault.sentence.startswith(sentence)
    assert fault.sentence.endswith(".") and "the limit is" in fault.sentence
    with pytest.raises(LayerError) as error:
        Architecture(id="a", title="A", layers=layers)
    assert str(error.value) == fault.sentence


def test_covered_is_what_numpy_copies():
    layer, x = Conv2D(3, 4, 2, "same"), np.zeros((1, 9, 9, 5), np.float32)
    (row,) = summary((layer,), (9, 9, 5))
    before, after = layer.window.padded(9)
    padded = np.pad(x, ((0, 0), (before, after), (before, after), (0, 0)))
    assert covered(row) == sliding_window_view(padded, (4, 4), axis=(1, 2))[:, ::2, ::2].size


def test_a_wrong_end_is_named_at_the_last_layer():
    fault = end(summary((Flatten(), Dense(10))))
    assert fault.place == 1 and "end it with Dense(10) and Softmax" in fault.sentence
