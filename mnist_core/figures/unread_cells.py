"""What no window reaches, drawn: the cells that floor() or a long stride leaves out."""

from __future__ import annotations

import numpy as np

from mnist_core.figures.palette import Palette, mix, rgb
from mnist_core.network.summary import Row

ABOUT = 92  # pixels across the picture
LIGHT, DARK = 0.16, 0.34  # how much ink a cell that is read has


def leftover(row: Row, palette: Palette) -> np.ndarray:
    """One map of a layer's input, cell by cell: read in two greys, left out in orange.

    The greys alternate from window to window where the windows do not overlap.

    Parameters
    ----------
    row : of a layer with a window
    palette : colours of the appearance

    Returns
    -------
    uint8 array of shape (height, width, 3), some 92 pixels across

    Raises
    ------
    ValueError
        If the layer has no window.
    """
    height, width, _ = row.input_shape
    window = row.layer.window
    if window is None:
        raise ValueError(f"{row.layer.kind} has no window and leaves nothing out.")
    tiled = window.stride >= window.size
    steps = [
        (np.arange(length) + window.padded(length)[0]) // window.stride
        if tiled
        else np.zeros(length, int)
        for length in (height, width)
    ]
    other = np.add.outer(*steps) % 2 == 1
    colours = np.empty((height, width, 3))
    colours[:] = rgb(mix(palette.paper, palette.ink, LIGHT))
    colours[other] = rgb(mix(palette.paper, palette.ink, DARK))
    rows, columns = map(list, row.unread)
    colours[rows] = colours[:, columns] = rgb(palette.positive)
    cell = max(ABOUT // max(height, width), 3)
    picture = colours.repeat(cell, axis=0).repeat(cell, axis=1)
    picture[cell - 1 :: cell] = picture[:, cell - 1 :: cell] = rgb(palette.paper)
    return np.rint(picture).astype(np.uint8)
