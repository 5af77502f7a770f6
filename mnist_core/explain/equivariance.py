"""Does a layer's answer move along when the digit moves? Measured, layer by layer.

Convolution is equivariant: shift the digit, and its maps shift. A layer that looks at every second
cell only can follow whole cells only, and a dense layer cannot follow at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import ceil, floor

import numpy as np

from mnist_core.data.geometry import shift
from mnist_core.data.preprocessing import as_ink
from mnist_core.network.forward import Network


@dataclass(frozen=True)
class Following:
    """How one layer's values change when the digit is shifted.

    Changes are relative: the length of the difference over the length of what it is compared with.

    Attributes
    ----------
    name : the layer
    cells : how many cells right and down its maps ought to move; None where it has no maps
    in_place : change when every cell is compared with itself
    moved : change when the first maps are moved along, on the cells that both have; None where
        there are no maps, or no such cells
    """

    name: str
    cells: tuple[float, float] | None
    in_place: float
    moved: float | None


def following(network: Network, image: np.ndarray, right: int, down: int) -> tuple[Following, ...]:
    """Compare what every layer makes of a digit and of the same digit, shifted.

    Where the shift is no whole number of cells, the nearest whole numbers are tried and the best
    one counts.

    Parameters
    ----------
    network : the one that reads
    image : the digit, array of shape (28, 28), uint8 or float in [0, 1]
    right, down : the shift in whole pixels, negative is left and up
    """
    ink = as_ink(image)
    before = network.activations(ink)
    after = network.activations(shift(ink[np.newaxis], right, down)[0])
    found = []
    for first, second, row in zip(before, after, network.architecture.rows, strict=True):
        cells = moved = None
        if first.output.ndim == 3:
            field = row.receptive_field
            cells = (right / field.columns.stride, down / field.rows.stride)
            tries = [change(*pair) for pair in _aligned(first.output, second.output, cells)]
            moved = min(tries, default=None)
        found.append(Following(first.name, cells, change(first.output, second.output), moved))
    return tuple(found)


def change(first: np.ndarray, second: np.ndarray) -> float:
    """The length of the difference over the length of the first; 0 where both are 0 everywhere."""
    size = float(np.linalg.norm(first))
    difference = float(np.linalg.norm(second - first))
    return difference / size if size else float("inf") if difference else 0.0


def _aligned(
    first: np.ndarray, second: np.ndarray, cells: tuple[float, float]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The cells that both have after the first maps were moved by the nearest whole numbers."""
    height, width, _ = first.shape
    for right, down in product(*({floor(number), ceil(number)} for number in cells)):
        if abs(right) < width and abs(down) < height:
            old_rows, new_rows = _overlap(down, height)
            old_columns, new_columns = _overlap(right, width)
            yield first[old_rows, old_columns], second[new_rows, new_columns]


def _overlap(cells: int, length: int) -> tuple[slice, slice]:
    """What is left of one side after a move: where it was, and where it is now."""
    return (
        slice(max(-cells, 0), length - max(cells, 0)),
        slice(max(cells, 0), length + min(cells, 0)),
    )
