"""Noticing a browser that hides the pixels of a canvas: does its picture show what was drawn?

Browsers can keep a canvas from being read back, as it tells computers apart: they hand out one
colour, noise, or an empty picture in its place (Firefox with privacy.resistFingerprinting). A few
pixels changed a little (Brave) do no harm to a digit.
"""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from mnist_core.data.drawing.ink import FAINTEST, brightness
from mnist_core.data.preprocessing import WHITE

REACH = 24  # pixels; beyond it no pen of the pad, at most 40 wide, leaves ink
ALIKE = 0.9  # share of the pixels on the pen's way, and of those off it, that must look so


def shows(picture: np.ndarray, strokes: Sequence[np.ndarray], size: tuple[int, int]) -> bool:
    """Whether a picture of the pad shows the strokes that were drawn on it.

    Where the pen went, the pixels are to be on one side of a brightness, and out of the pen's
    reach on the other, whichever of the two is the darker.

    Parameters
    ----------
    picture : uint8 array of shape (h, w) or (h, w, 4), of the whole pad, at any scale
    strokes : float arrays of shape (n, 2), x to the right and y down, in the pad's pixels
    size : width and height of the pad in its pixels

    Returns
    -------
    True as well where there is nothing to compare: no stroke on the pad, or no place without one
    """
    seen = np.asarray(Image.fromarray(brightness(picture)).resize(size, Image.Resampling.NEAREST))
    on, off = seen[_drawn(strokes, size, 1)], seen[~_drawn(strokes, size, 2 * REACH)]
    if not on.size or not off.size:
        return True
    ink, paper = np.median(on), np.median(off)
    if abs(ink - paper) * WHITE < FAINTEST:
        return False
    middle, dark = (ink + paper) / 2, ink < paper
    return bool(min(((on < middle) == dark).mean(), ((off > middle) == dark).mean()) >= ALIKE)


def _drawn(strokes: Sequence[np.ndarray], size: tuple[int, int], pen: int) -> np.ndarray:
    """Where a round pen leaves ink on the pad: bool array of shape (height, width)."""
    image = Image.new("1", size)
    canvas, reach = ImageDraw.Draw(image), pen / 2
    for stroke in strokes:
        places = [tuple(place) for place in np.clip(stroke, -max(size), 2 * max(size)).tolist()]
        canvas.line(places, 1, pen)
        for x, y in places:  # round ends and joints
            canvas.ellipse((x - reach, y - reach, x + reach, y + reach), 1)
    return np.asarray(image)
