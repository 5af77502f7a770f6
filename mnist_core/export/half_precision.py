"""LiteRT in float16 whose small arrays stay float32. On the trainer's side.

TensorFlow's converter writes every weight with 16 bits. The first filters, the last layer and the
biases are some hundreds of some hundred thousand numbers, and more than half of what rounding
changes in an answer: as they are, they take one or two in a hundred bytes more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

SMALL = 1_500  # numbers in an array that stays as it is
FLOAT32, WIDENS = 0, 6  # a type of numbers and an operation, as the format numbers them


def keep_small(half: bytes, whole: bytes) -> bytes:
    """A model in float16 whose small constants are those of the same model in float32.

    Parameters
    ----------
    half : as the converter writes it: constants, each with an operation that widens it
    whole : what was rounded
    """
    from tensorflow.lite.tools import flatbuffer_utils as models  # before it, tf.lite is another

    model: Any = models.read_model_from_bytearray(bytearray(half))
    exact = _constants(models.read_model_from_bytearray(bytearray(whole)))
    [graph] = model.subgraphs
    kept = []
    for operation in graph.operators:
        found = None
        if model.operatorCodes[operation.opcodeIndex].builtinCode == WIDENS:
            rounded = graph.tensors[operation.inputs[0]]
            found = _unrounded(rounded, model.buffers[rounded.buffer], exact)
        if found is None:
            kept.append(operation)
        else:  # what was widened is a constant now; what was rounded stays, and nobody asks for it
            wide = graph.tensors[operation.outputs[0]]
            model.buffers[wide.buffer].data = np.frombuffer(found.tobytes(), np.uint8)
    graph.operators = kept
    return bytes(models.convert_object_to_bytearray(model))


def _constants(model: Any) -> list[np.ndarray]:
    """The small float32 constants of a model, in their shapes."""
    [graph] = model.subgraphs
    found = []
    for tensor in graph.tensors:
        data = model.buffers[tensor.buffer].data
        if tensor.type == FLOAT32 and data is not None:
            values = np.frombuffer(bytes(data), np.float32)
            if 0 < values.size <= SMALL:
                found.append(values.reshape(tensor.shape))
    return found


def _unrounded(tensor: Any, buffer: Any, exact: list[np.ndarray]) -> np.ndarray | None:
    """What became this float16 constant; None where it is no small one."""
    if buffer.data is None:
        return None
    data, shape = bytes(buffer.data), tuple(tensor.shape)
    return next(
        (it for it in exact if it.shape == shape and it.astype(np.float16).tobytes() == data), None
    )
