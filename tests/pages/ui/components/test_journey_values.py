"""What says the journey's values is sent: every value bit for bit, and the page's colours."""

import json
from base64 import b64decode

import numpy as np

from mnist_core.figures.journey import stops
from mnist_core.figures.journey_drawing import drawings
from mnist_core.figures.palette import DARK
from mnist_core.network.forward import Network
from pages.ui.components.journey_values.journey_values import message

IMAGE = np.tril(np.full((28, 28), 200, np.uint8))


def test_values_arrive_bit_for_bit_and_in_order() -> None:
    shown = stops(IMAGE, Network.load("classic_cnn").activations(IMAGE))
    drawn = drawings(shown, DARK)
    sent = json.loads(json.dumps(message(shown, drawn, "in words", DARK)))
    assert [it["name"] for it in sent["stops"]] == [stop.name for stop in shown]
    for stop, it in zip(shown, sent["stops"], strict=True):
        values = np.frombuffer(b64decode(it["values"]), "<f4").reshape(it["sides"])
        np.testing.assert_array_equal(values, stop.maps)
    assert [tuple(it["box"]) for it in sent["stops"]] == [it.box for it in drawn]
    assert sent["label"] == "in words" and sent["colours"]["panel"] == DARK.panel
