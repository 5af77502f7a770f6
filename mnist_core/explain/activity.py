"""How a layer answers to one digit: how much of it stays silent, and where it is loudest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Activity:
    """The values of one layer for one digit, counted.

    Attributes
    ----------
    cells : number of values
    zeros : how many of them are exactly 0
    negatives : how many are below 0
    parts : feature maps, or units where the layer has no maps
    dead : the parts whose values are all 0 for this digit, in order
    """

    cells: int
    zeros: int
    negatives: int
    parts: int
    dead: tuple[int, ...]

    @property
    def share_of_zeros(self) -> float:
        return self.zeros / self.cells

    @property
    def share_of_negatives(self) -> float:
        return self.negatives / self.cells


def activity(output: np.ndarray) -> Activity:
    """Count what is 0 and what is below 0 in the output of a layer.

    Parameters
    ----------
    output : float array of shape (height, width, maps) or (units,)
    """
    parts = output.reshape(-1, output.shape[-1])  # (cells of a map, maps)
    return Activity(
        cells=output.size,
        zeros=int((output == 0).sum()),
        negatives=int((output < 0).sum()),
        parts=parts.shape[1],
        dead=tuple(np.flatnonzero((parts == 0).all(axis=0)).tolist()),
    )


def most_active(output: np.ndarray) -> int:
    """The map or unit that holds the largest value of a layer; the first of them in a tie.

    Parameters
    ----------
    output : float array of shape (height, width, maps) or (units,)
    """
    return int(output.reshape(-1, output.shape[-1]).max(axis=0).argmax())


def most_active_parts(output: np.ndarray, count: int) -> np.ndarray:
    """The maps or units with the largest values of a layer, the largest first; at most `count`.

    Parameters
    ----------
    output : float array of shape (height, width, maps) or (units,)
    """
    largest = output.reshape(-1, output.shape[-1]).max(axis=0)
    return np.argsort(-largest, kind="stable")[:count]
