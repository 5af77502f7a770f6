"""What the explorer is sent: weights that arrive bit for bit, and what is said of every layer."""

import json
import struct

import numpy as np
import pytest

from mnist_core.explain.activity import activity
from mnist_core.figures.palette import DARK
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Activation, Network
from mnist_core.network.layers import Conv2D, Flatten, ReLU, Softmax
from pages.ui.components.explorer.payload import brief, message, pack, silence


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_weights_arrive_bit_for_bit(id) -> None:
    network = Network.load(id)
    token, packed = pack(network)
    (length,) = struct.unpack_from("<I", packed)
    header = json.loads(packed[4 : 4 + length])
    assert header["token"] == token and header["start"] % 4 == 0
    assert [name for name, _, _ in header["arrays"]] == list(network.weights)
    for name, start, size in header["arrays"]:
        array = np.frombuffer(packed, "<f4", size, header["start"] + 4 * start)
        np.testing.assert_array_equal(array, network.weights[name].ravel())
    assert len(packed) < 4 * network.architecture.parameters + 2000


def test_the_token_follows_the_weights() -> None:
    first, again = (pack(Network.load("mlp"))[0] for _ in range(2))
    other = pack(Network.initialise(ARCHITECTURES["mlp"], 1))[0]
    assert first == again != other


def test_the_message_is_short_and_has_the_colours_of_the_appearance() -> None:
    network = Network.load("keras_cnn")
    sent = message(network, "t", np.zeros((28, 28), np.uint8), DARK, "digit = 1", "w.npz")
    assert len(json.dumps(sent)) < 30_000
    assert sent["colours"]["paper"] == DARK.paper
    pool = sent["layers"][2]
    assert pool["window"] == {"size": 2, "stride": 2, "pads": [0, 0]}
    assert pool["field"] == [(4, 2, 0), (4, 2, 0)]
    assert pool["about"] == (
        "It keeps the strongest response of each window, with no weights (26 / 2 = 13)."
    )


def said(layer, output, following="", say=silence) -> str:
    output = np.asarray(output, np.float32)
    activation, counted = Activation("it", layer, output, {}), activity(output)
    return say(activation, counted, following) if say is silence else say(activation, counted)


def test_convolution_says_what_the_relu_will_take() -> None:
    output = [[[1, -1, -1, 0]]]
    assert said(Conv2D(4, 1), output, "ReLU") == (
        "50.0 % of its 4 values are below 0, and the ReLU after it will set them to 0."
    )
    assert said(Conv2D(4, 1), output) == "50.0 % of its 4 values are below 0."
    assert said(Conv2D(4, 1), output, say=brief) == "50.0 % below 0"


@pytest.mark.parametrize(
    ("output", "ending", "short"),
    [
        ([[[1, 2, 3, 4]]], "No filter is dead: each has a value above 0 somewhere.", "0 % zeros"),
        (
            [[[1, 0, 3, 4]]],
            "1 of 4 filters (1) is dead for this digit: 0 everywhere.",
            "25.0 % zeros, 1 dead",
        ),
        (
            [[[0, 0, 3, 4]]],
            "2 of 4 filters (0, 1) are dead for this digit: 0 everywhere.",
            "50.0 % zeros, 2 dead",
        ),
        (
            [[[0] * 13]],
            "13 of 13 filters are dead for this digit: 0 everywhere.",
            "100 % zeros, 13 dead",
        ),
    ],
)
def test_dead_filters_are_named_or_counted(output, ending, short) -> None:
    assert said(ReLU(), output).endswith(ending)
    assert said(ReLU(), output, say=brief) == short


def test_vectors_have_no_filters() -> None:
    assert said(Flatten(), [0, 0, 1, 2]) == "50.0 % of its 4 values are 0. "
    assert said(Softmax(), [0.5, 0.5]) == "They add up to 1."
    assert said(Softmax(), [0.5, 0.5], say=brief) == "adds up to 1"
