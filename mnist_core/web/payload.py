"""What the explorer is sent: a network's weights once, and then every digit in a short message."""

from __future__ import annotations

import hashlib
import json
import struct
from base64 import b64encode
from dataclasses import fields
from typing import Any

import numpy as np

from mnist_core.figures.palette import Palette
from mnist_core.network.forward import Network
from mnist_core.network.keras_numbers import keras_numbers
from mnist_core.network.summary import Row
from mnist_core.web.packed_network import layer_facts, preparation_facts

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
    digit, weights : code that defines the digit and the weights, for the lines of Keras
    """
    known = facts(network, token, digit, weights)
    return known | pixels(image) | {"colours": colours(palette)}


def facts(network: Network, token: str, digit: str, weights: str) -> dict[str, Any]:
    """What is the same for every digit; see message."""
    architecture = network.architecture
    codes = {
        name: keras_numbers(architecture, name, digit, weights)
        for name in ("pixels", PREPARED, *(layer.name for layer in architecture.layers))
    }
    return {
        "network": token,
        **preparation_facts(architecture),
        "layers": [_layer(row) for row in architecture.rows],
        "codes": codes,
    }


def pixels(image: np.ndarray) -> dict[str, Any]:
    """A digit, row by row; see message."""
    image = image if image.dtype == np.uint8 else image.astype("<f4")
    return {
        "size": image.shape,
        "type": str(image.dtype),
        "pixels": b64encode(np.ascontiguousarray(image).tobytes()).decode("ascii"),
    }


def colours(palette: Palette) -> dict[str, str]:
    """The colours of an appearance by their names, without those of the ten digits."""
    return {it.name: getattr(palette, it.name) for it in fields(palette) if it.name != "digits"}


def _layer(row: Row) -> dict[str, Any]:
    """What the browser has to know of one layer: its settings, what a cell sees, what it is for."""
    spans = (row.receptive_field.rows, row.receptive_field.columns)
    return {
        **layer_facts(row),
        "field": [(span.size, span.stride, span.start) for span in spans],
        "about": about(row),
    }


def about(row: Row) -> str:
    """What a layer is for, and why its output has the shape it has."""
    arithmetic = "" if row.arithmetic.startswith("same") else f" ({row.arithmetic})"
    reads = f" It reads {row.layer.reads}, a way around." if row.layer.reads else ""
    return f"It {row.layer.purpose}{arithmetic}.{reads}"
