"""Strokes prepared and read in Node, beside Python's: what tests and a benchmark compare."""

from base64 import b64decode, b64encode
from pathlib import Path

import numpy as np

from mnist_core.data.drawing import Step
from mnist_core.network.forward import Network
from mnist_core.network.layers import (
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture
from mnist_core.web.packed_network import pack_network
from tests.js.node import ask
from tests.js.small_networks import random_network

NAMES = {
    Step.CROP: "crop",
    Step.SIZE: "size",
    Step.ASPECT: "aspect",
    Step.CENTRE: "centre",
    Step.FULL_INK: "ink",
}


def in_node(drawings, folder: Path, networks=(), without=(), pad=None):
    """Prepare drawings, and have them read.

    Parameters
    ----------
    drawings : each a sequence of strokes, arrays of shape (n, 2)
    folder : for the strokes on their way
    networks : pairs of a network and how many digits it goes on after each that it reads
    without : steps of the protocol that are left out
    pad : its width and height

    Returns
    -------
    the digits, float32 (n, 28, 28), and for each network float64 (digits it read, 10)
    """
    file = folder / "strokes"
    points = [np.asarray(stroke, "<f8") for strokes in drawings for stroke in strokes]
    file.write_bytes(np.concatenate(points).tobytes())
    lengths = [[len(stroke) for stroke in strokes] for strokes in drawings]
    packed = [
        {"packed": b64encode(pack_network(network)[1]).decode("ascii"), "every": every}
        for network, every in networks
    ]
    told = ask(
        "prepare_strokes.js",
        {
            "strokes": {"file": str(file), "lengths": lengths},
            "without": [NAMES[step] for step in without],
            "pad": pad,
            "networks": packed,
        },
    )
    digits = np.frombuffer(b64decode(told["digits"]), "<f4").reshape(-1, 28, 28)
    found = [np.frombuffer(b64decode(it), "<f8").reshape(-1, 10) for it in told["probabilities"]]
    return digits, found


def every_kind() -> Network:
    """A network with every kind of layer, and weights of every sign."""
    body = Conv2D(6, 3, 2, "same"), BatchNormalization(), ReLU(), AveragePooling2D(3, 1, "same")
    maps = Conv2D(9, 4), MaxPooling2D(2, 2, "same"), Dropout(0.5), Dense(5), Softmax()
    first = Architecture(
        "every",
        "Every kind",
        (*body, *maps, Flatten(), Dense(12), ReLU(), Dense(10), Softmax()),
        preprocessing="standardise",
    )
    return random_network(first, seed=1)


def averaging() -> Network:
    layers = Conv2D(11, 5, 2), ReLU(), GlobalAveragePooling2D(), Dense(10), Softmax()
    return random_network(Architecture("averaging", "Averaging", layers), seed=2)
