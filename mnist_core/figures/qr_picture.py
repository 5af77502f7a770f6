"""A QR picture of an address: dark on light in every appearance, or phones do not read it."""

import numpy as np
import segno

from mnist_core.figures.sprite import indexed_png_address

ZOOM = 8  # pixels to a module's side
LIGHT, DARK = (255, 255, 255), (0, 0, 0)


def modules(address: str) -> np.ndarray:
    """The modules of the picture with its quiet zone of four: uint8 array (n, n), 1 = dark."""
    made = segno.make_qr(address, error="m")
    return np.array([list(row) for row in made.matrix_iter(border=4)], np.uint8)


def qr_picture(address: str) -> str:
    """The picture as a PNG in an address of its own, for st.image."""
    levels = modules(address).repeat(ZOOM, axis=0).repeat(ZOOM, axis=1)
    colours = np.array([LIGHT, DARK] + [DARK] * 254, np.uint8)
    return indexed_png_address(levels, colours)
