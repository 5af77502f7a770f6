"""What the explorer is sent: weights that arrive bit for bit, and what is told of every layer."""

import json
import struct

import numpy as np
import pytest

from mnist_core.figures.palette import DARK
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.web.payload import message, pack


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
