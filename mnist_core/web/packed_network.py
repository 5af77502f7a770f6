"""A whole network as bytes for the browser: what its layers are, and their weights, compressed.

Every float32 is cut into its four bytes, and all first bytes come first, then all second ones: the
bytes that hold sign and exponent are alike, which `deflate` makes use of. 100 kB less a network.
"""

import hashlib
import json
import struct
import zlib
from typing import Any

import numpy as np

from mnist_core.data.preprocessing import MEAN, STANDARD_DEVIATION, WHITE
from mnist_core.network.forward import Network
from mnist_core.network.layers import BatchNormalization, Dropout
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row


def pack_network(network: Network) -> tuple[str, bytes]:
    """A network in one message, and the token that names it: the same network, the same token.

    The message is compressed as zlib does it. Inside are the length of a header (uint32), the
    header as JSON, and the bytes of all weights, little-endian float32, in the order told above.
    """
    architecture = network.architecture
    arrays, start = [], 0
    for name, array in network.weights.items():
        arrays.append((name, start, array.size))
        start += array.size
    layers = [layer_facts(row) for row in architecture.rows]
    facts = {**preparation_facts(architecture), "layers": layers, "arrays": arrays}
    header = json.dumps(facts).encode("ascii")
    weights = [array.astype("<f4").ravel() for array in network.weights.values()]
    planes = np.concatenate(weights).view(np.uint8).reshape(-1, 4).T.tobytes()
    message = struct.pack("<I", len(header)) + header + planes
    return hashlib.sha256(message).hexdigest()[:16], zlib.compress(message, 9)


def preparation_facts(architecture: Architecture) -> dict[str, Any]:
    """How a pixel becomes what the first layer reads."""
    return {
        "standardise": architecture.preprocessing == "standardise",
        "white": WHITE,
        "mean": MEAN,
        "deviation": STANDARD_DEVIATION,
    }


def layer_facts(row: Row) -> dict[str, Any]:
    """What has to be known of a layer to compute it: its settings, and the names of its weights."""
    layer = row.layer
    facts: dict[str, Any] = {
        "name": layer.name,
        "kind": layer.kind,
        "shape": row.output_shape,
        "weights": list(row.weight_shapes),
        "inputs": row.inputs,
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
