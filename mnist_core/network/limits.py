"""How large a network may be, so that one person's idea does not take everybody's machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import NamedTuple

from mnist_core.network.layers import Conv2D, Softmax
from mnist_core.network.summary import Row

CLASSES = 10
MAX_LAYERS = 40
MAX_PARAMETERS = 1_000_000
"""A run keeps some thirty copies of its weights on disk, and a page some in memory."""
MAX_MACS = 30_000_000
"""Eleven times the work of keras_cnn: an epoch on 54,000 digits then takes minutes."""
MAX_OUTPUTS = 150_000
"""Training keeps the output of every layer for every digit of a batch."""
MAX_COVERED = 300_000
"""Convolution in NumPy copies what its windows cover, for 100 digits at a time."""


class Fault(NamedTuple):
    """What is wrong with a network: the place of the layer to change, from 0, and a sentence."""

    place: int
    sentence: str


def covered(row: Row) -> int:
    """Numbers under the windows of a convolution for one digit, overlaps counted every time."""
    if not isinstance(row.layer, Conv2D):
        return 0
    height, width, _ = row.output_shape
    return height * width * row.layer.kernel_size**2 * row.input_shape[2]


def excess(rows: Sequence[Row]) -> Fault | None:
    """The first bound that a network breaks, named at the layer with most of the matter."""
    total = sum(row.parameters for row in rows)
    if total > MAX_PARAMETERS:
        return _largest(
            rows,
            lambda row: row.parameters,
            f"The network has {total:,} parameters, the most of them here; the limit is "
            f"{MAX_PARAMETERS:,}: use fewer filters or units, or pool more.",
        )
    total = sum(row.macs for row in rows)
    if total > MAX_MACS:
        return _largest(
            rows,
            lambda row: row.macs,
            f"One digit takes {total:,} multiply–accumulates, the most of them here; the limit is "
            f"{MAX_MACS:,}: use fewer filters, a smaller kernel or a larger stride.",
        )
    total = sum(prod(row.output_shape) for row in rows)
    if total > MAX_OUTPUTS:
        return _largest(
            rows,
            lambda row: prod(row.output_shape),
            f"All layers together put out {total:,} numbers for a digit, the most of them here; "
            f"the limit is {MAX_OUTPUTS:,}: use fewer filters or pool earlier.",
        )
    total = max(map(covered, rows), default=0)
    if total > MAX_COVERED:
        return _largest(
            rows,
            covered,
            f"The windows of this layer cover {total:,} numbers for a digit; the limit is "
            f"{MAX_COVERED:,}: use a smaller kernel, a larger stride or fewer maps before it.",
        )
    return None


def end(rows: Sequence[Row]) -> Fault | None:
    """What is wrong with how a network ends, if it does not end in ten probabilities."""
    last = rows[-1]
    if last.output_shape == (CLASSES,) and isinstance(last.layer, Softmax):
        return None
    return Fault(
        len(rows) - 1,
        f"The network ends in shape {last.output_shape} from {last.layer.kind}: "
        f"end it with Dense({CLASSES}) and Softmax, one probability for each digit.",
    )


def unread(rows: Sequence[Row]) -> Fault | None:
    """The first layer whose output no other reads, though it is not the last."""
    read = {place for row in rows for place in row.inputs}
    for place, row in enumerate(rows[:-1]):
        if place not in read:
            return Fault(
                place,
                f"No layer reads what {row.layer.name or row.layer.kind} gives: remove it, or let "
                "a layer below read it.",
            )
    return None


def _largest(rows: Sequence[Row], size: Callable[[Row], int], sentence: str) -> Fault:
    sizes = [size(row) for row in rows]
    return Fault(sizes.index(max(sizes)), sentence)
