"""Where a layer is loudest for one digit."""

from __future__ import annotations

import numpy as np


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
