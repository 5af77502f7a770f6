"""Where a network spends: which layer holds the weights, which does the work, what goes unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mnist_core.network.layers import Conv2D, Layer, Shape
from mnist_core.network.summary import Row, summary
from mnist_core.network.wiring import DIGIT


@dataclass(frozen=True)
class Share:
    """The part of one layer in the whole network, each from 0 to 1."""

    name: str
    parameters: float
    work: float


def shares(rows: Sequence[Row]) -> tuple[Share, ...]:
    """Every layer's share of the parameters and of the multiply–accumulates, in order."""
    parameters = sum(row.parameters for row in rows) or 1
    macs = sum(row.macs for row in rows) or 1
    return tuple(
        Share(row.layer.name, row.parameters / parameters, row.macs / macs) for row in rows
    )


def unread_pixels(rows: Sequence[Row]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Rows and columns of the digit that no later layer ever sees, numbered from 0.

    Walks back from the cells that reach the vector part to the pixels that they are made of.
    """
    return _unread(rows, 0), _unread(rows, 1)


def _unread(rows: Sequence[Row], axis: int) -> tuple[int, ...]:
    read: dict[int, set[int]] = {}  # the cells of a place's output that somebody reads
    for place, row in reversed(list(enumerate(rows))):
        if len(row.input_shape) != 3:
            continue
        window, length = row.layer.window, row.input_shape[axis]
        cells = read.get(place, set(range(length)))
        if window is not None:
            before, _ = window.padded(length)
            starts = [cell * window.stride - before for cell in cells]
            cells = {start + tap for start in starts for tap in range(window.size)}
            cells &= set(range(length))
        for place_read in row.inputs:
            read[place_read] = read.get(place_read, set()) | cells
    pixels = range(rows[0].input_shape[axis])
    return tuple(pixel for pixel in pixels if pixel not in read.get(DIGIT, pixels))


def shapes_from(rows: Sequence[Row], name: str) -> tuple[Shape, ...]:
    """The shapes a digit takes from the layer called `name` to the first vector, each once."""
    start = [row.layer.name for row in rows].index(name)
    path: list[Shape] = []
    for row in rows[start:]:
        if not path or row.output_shape != path[-1]:
            path.append(row.output_shape)
        if len(row.output_shape) == 1:
            break
    return tuple(path)


def with_same_padding(
    layers: Sequence[Layer], name: str, input_shape: Shape = (28, 28, 1)
) -> tuple[Row, ...]:
    """The summary of the same network if the convolution called `name` had same padding."""
    return summary(
        [
            replace(layer, padding="same")
            if isinstance(layer, Conv2D) and layer.name == name
            else layer
            for layer in layers
        ],
        input_shape,
    )


def same_paddings_that_give(rows: Sequence[Row], length: int) -> tuple[str, ...]:
    """The valid convolutions of which one alone, with same padding, leads to a vector this long."""
    layers, shape = [row.layer for row in rows], rows[0].input_shape
    return tuple(
        layer.name
        for layer in layers
        if isinstance(layer, Conv2D)
        and layer.padding == "valid"
        and shapes_from(with_same_padding(layers, layer.name, shape), layer.name)[-1] == (length,)
    )
