"""Many digits as one picture below one another, for components that show its parts."""

import io
from base64 import b64encode

import numpy as np
from PIL import Image

from mnist_core.figures.palette import Palette


def sheet(images: np.ndarray, palette: Palette, columns: int = 1) -> str:
    """The digits in the palette's ink, row by row, as the address of a PNG.

    Parameters
    ----------
    images : uint8 array of shape (n, 28, 28), 0 = paper, 255 = ink
    palette : its paper is 0 and its ink is 255
    columns : digits in a row; with 1 they stand one below the other

    Returns
    -------
    "data:image/png;base64,…", 28 · columns pixels wide; what is missing in the last row is paper

    Raises
    ------
    ValueError
        If there are no digits.
    """
    if not len(images):
        raise ValueError("There is nothing to show: give at least one digit.")
    count, height, width = images.shape
    rows = -(-count // columns)
    grid = np.zeros((rows * columns, height, width), np.uint8)
    grid[:count] = images
    grid = grid.reshape(rows, columns, height, width).swapaxes(1, 2)
    picture = Image.fromarray(grid.reshape(rows * height, columns * width), "L")
    picture.putpalette(palette.ink_levels().tobytes())
    file = io.BytesIO()
    picture.save(file, "PNG")
    return "data:image/png;base64," + b64encode(file.getvalue()).decode("ascii")
