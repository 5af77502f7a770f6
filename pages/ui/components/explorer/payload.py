"""What the explorer is sent: a network's weights once, and then every digit in a short message."""

from __future__ import annotations

import hashlib
import json
import struct
from base64 import b64encode
from dataclasses import asdict
from typing import Any

import numpy as np

from mnist_core.data.preprocessing import MEAN, STANDARD_DEVIATION, WHITE
from mnist_core.explain.activity import Activity, activity
from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette
from mnist_core.network.forward import Activation, Network
from mnist_core.network.keras_numbers import keras_numbers
from mnist_core.network.layers import BatchNormalization, Dropout
from mnist_core.network.summary import Row

NAMED = 12  # more dead filters than that are counted and not listed
PREPARED = "prepared"


def pack(network: Network) -> tuple[str, bytes]:
    """All weights in one message, and the token that names it: the same weights, the same token.

    The message is the length of its header (uint32), the header as JSON, and the arrays as
    little-endian float32, one after the other.
    """
    arrays, start = [], 0
    for name, array in network.weights.items():
        arrays.append((name, start, array.size))
        start += array.size
    body = b"".join(array.astype("<f4").tobytes() for array in network.weights.values())
    token = hashlib.sha256(body).hexdigest()[:16]
    header = {"token": token, "arrays": arrays, "start": 0}
    length = len(json.dumps(header)) + 8  # room for the number that says where the arrays start
    header["start"] = 4 + length + -length % 4
    text = json.dumps(header).encode("ascii").ljust(header["start"] - 4)
    return token, struct.pack("<I", len(text)) + text + body


def message(
    network: Network, token: str, image: np.ndarray, palette: Palette, digit: str, weights: str
) -> dict[str, Any]:
    """One digit and what is known of every layer; the browser computes the rest from the weights.

    Parameters
    ----------
    network, token : as packed
    image : array of shape (28, 28), uint8 from 0 to 255 or float32 from 0 to 1
    palette : colours of the appearance
    digit : code that defines the digit, for the lines of Keras
    weights : the name of the file with the weights in those lines
    """
    architecture = network.architecture
    image = image if image.dtype == np.uint8 else image.astype("<f4")
    codes = {
        name: keras_numbers(architecture, name, digit, weights)
        for name in ("pixels", PREPARED, *(layer.name for layer in architecture.layers))
    }
    return {
        "network": token,
        "size": image.shape,
        "type": str(image.dtype),
        "pixels": b64encode(np.ascontiguousarray(image).tobytes()).decode("ascii"),
        "standardise": architecture.preprocessing == "standardise",
        "white": WHITE,
        "mean": MEAN,
        "deviation": STANDARD_DEVIATION,
        "layers": _layers(network, image),
        "codes": codes,
        "colours": {name: value for name, value in asdict(palette).items() if name != "digits"},
    }


def _layers(network: Network, image: np.ndarray) -> list[dict[str, Any]]:
    activations = network.activations(image)
    kinds = [*(activation.layer.kind for activation in activations[1:]), ""]
    steps = zip(network.architecture.rows, activations, kinds, strict=True)
    return [_layer(row, activation, following) for row, activation, following in steps]


def _layer(row: Row, activation: Activation, following: str) -> dict[str, Any]:
    """What the browser has to know of one layer: its settings and what is said about it."""
    layer, counted = row.layer, activity(activation.output)
    spans = (row.receptive_field.rows, row.receptive_field.columns)
    facts: dict[str, Any] = {
        "name": layer.name,
        "kind": layer.kind,
        "shape": row.output_shape,
        "weights": list(activation.weights),
        "field": [(span.size, span.stride, span.start) for span in spans],
        "dead": counted.dead if activation.output.ndim == 3 else (),
        "about": about(row),
        "silence": silence(activation, counted, following),
        "brief": brief(activation, counted),
    }
    if layer.window is not None:
        window = layer.window
        pads = [window.padded(length)[0] for length in row.input_shape[:2]]
        facts["window"] = {"size": window.size, "stride": window.stride, "pads": pads}
    if isinstance(layer, BatchNormalization):
        facts["epsilon"] = layer.epsilon
    if isinstance(layer, Dropout):
        facts["rate"] = layer.rate
    return facts


def about(row: Row) -> str:
    """What a layer is for, and why its output has the shape it has."""
    arithmetic = "" if row.arithmetic.startswith("same") else f" ({row.arithmetic})"
    return f"It {row.layer.purpose}{arithmetic}."


def silence(activation: Activation, counted: Activity, following: str = "") -> str:
    """How much of a layer says nothing about this digit, in one or two sentences."""
    kind, maps = activation.layer.kind, activation.output.ndim == 3
    if kind == "Softmax":
        return "They add up to 1."
    if counted.negatives:
        text = f"{percent(counted.share_of_negatives)} of its {counted.cells:,} values "
        return text + (
            "are below 0, and the ReLU after it will set them to 0."
            if following == "ReLU"
            else "are below 0."
        )
    text = f"{percent(counted.share_of_zeros)} of its {counted.cells:,} values are 0. "
    if not maps:
        return text
    if not counted.dead:
        return text + "No filter is dead: each has a value above 0 somewhere."
    listed = "" if len(counted.dead) > NAMED else f" ({', '.join(map(str, counted.dead))})"
    return text + (
        f"{len(counted.dead)} of {counted.parts} filters{listed} "
        f"{'is' if len(counted.dead) == 1 else 'are'} dead for this digit: 0 everywhere."
    )


def brief(activation: Activation, counted: Activity) -> str:
    """The same in a few words, for the heading of a block."""
    if activation.layer.kind == "Softmax":
        return "adds up to 1"
    if counted.negatives:
        return f"{percent(counted.share_of_negatives)} below 0"
    dead = f", {len(counted.dead)} dead" if counted.dead and activation.output.ndim == 3 else ""
    return f"{percent(counted.share_of_zeros)} zeros{dead}"
