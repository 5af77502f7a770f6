"""The stops of a journey as images that need nothing else: a page shows them within its text.

A browser paints Markdown with the page's heading. A stage is therefore a bare PNG file: a PNG file
inside an SVG image is painted only when the browser has nothing better to do.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from mnist_core.figures.journey import DIGIT, LINE, Stop, colours, picture
from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette, mix, rgb
from mnist_core.figures.sprite import indexed_png_address

HEIGHT, DIGIT_HEIGHT = 280, 108  # pixels, so that three stops stand beside each other on a phone
FINE = 1.3  # pixels of an image, at least, for each of the page's
ARROW, MARGIN = 11, 2  # pixels before a stop, and before the digit
MARK, PAPER = LINE + 1, LINE + 2  # numbers of two more colours: an arrow's, the page's
LETTER, SPACE = 8.8, 4.0  # pixels that a stop's name takes, at most, for each
BARS = 162  # pixels across: the ten probabilities with their arrow
ROW, THICK = HEIGHT / 10, 18  # of one of them
FROM, REACH = 32, 78  # where bars begin and how long they can be; beside the longest its number

Box = tuple[float, float, float, float]
"""Left, top, width and height, as shares of an image."""


@dataclass(frozen=True)
class StopImage:
    """One stop as an image.

    Attributes
    ----------
    alt : it in words
    address : the image itself, a "data:" address
    width : of the image on the page, in pixels, with room for the stop's name
    box : where the values are in it
    """

    alt: str
    address: str
    width: int
    box: Box


def drawings(found: Sequence[Stop], palette: Palette) -> tuple[StopImage, ...]:
    """The stops, the last as bars.

    Parameters
    ----------
    found : the stops; the last are the ten probabilities
    palette : colours of the appearance
    """
    *hidden, last = found
    return (*(_image(stop, palette) for stop in hidden), _bars(last, palette))


def _image(stop: Stop, palette: Palette) -> StopImage:
    """The maps, as high as the others' and framed, an arrow before them, on the page's paper."""
    levels = picture(stop)
    height, before = (DIGIT_HEIGHT, MARGIN) if stop.name == DIGIT else (HEIGHT, ARROW)
    times = math.ceil(FINE * height / len(levels))
    maps = np.pad(levels.repeat(times, axis=0).repeat(times, axis=1), 2, constant_values=LINE)
    scale = len(maps) / height
    width = max(math.ceil(maps.shape[1] / scale) + 2 * before, _letters(stop))
    canvas = np.full((len(maps), round(width * scale)), PAPER, np.uint8)
    left = (canvas.shape[1] - maps.shape[1]) // 2
    if stop.name != DIGIT:
        canvas[_arrow(canvas.shape, left - ARROW * scale, scale)] = MARK
    canvas[:, left : left + maps.shape[1]] = maps
    more = np.vstack([colours(stop, palette), rgb(palette.muted), rgb(palette.paper)])
    return StopImage(
        alt=f"{stop.name}, {stop.shape}",
        address=indexed_png_address(canvas, more.astype(np.uint8)),
        width=width,
        box=_shares(canvas.shape, (left + 2, 2, maps.shape[1] - 4, len(maps) - 4)),
    )


def _bars(stop: Stop, palette: Palette) -> StopImage:
    """The ten digits with their probabilities as bars, and the largest in numbers."""
    probabilities = stop.maps.ravel()
    winner, quiet = int(probabilities.argmax()), mix(palette.grid, palette.muted, 0.5)
    middle = HEIGHT / 2
    shown = f"<path d='M2 {middle}h8m-3 -3l3 3l-3 3' fill='none' stroke='{palette.muted}'/>"
    for digit, probability in enumerate(probabilities):
        won = digit == winner
        colour, look = (palette.accent, palette.text) if won else (quiet, palette.muted)
        middle, length = (digit + 0.5) * ROW, REACH * float(probability)
        words = f"<text y='{middle + 5:.1f}' fill='{look}' font-weight='{600 if won else 400}'"
        shown += (
            f"<path d='M{FROM} {middle - THICK / 2:.1f}v{THICK}' stroke='{palette.grid}'/>"
            f"<rect class='bar' x='{FROM}' y='{middle - THICK / 2:.1f}' width='{length:.4g}' "
            f"height='{THICK}' fill='{colour}'/>"
            f"{words} x='{FROM - 6}' text-anchor='end'>{digit}</text>"
        )
        if won:
            shown += f"{words} x='{FROM + length + 4:.1f}'>{percent(probability)}</text>"
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{BARS}' height='{HEIGHT}' font-size='13' "
        f"font-family='Arial, sans-serif' viewBox='0 0 {BARS} {HEIGHT}'>"
        f"<rect width='100%' height='100%' fill='{palette.paper}'/>{shown}</svg>"
    )
    return StopImage(
        alt=f"{winner} with {percent(probabilities[winner])}",
        address="data:image/svg+xml," + quote(svg, safe="/=:;,'"),
        width=BARS,
        box=_shares((HEIGHT, BARS), (ARROW, 0, BARS - ARROW, HEIGHT)),
    )


def _arrow(shape: tuple[int, ...], left: float, scale: float) -> np.ndarray:
    """Where an arrow to the right is, in half the height: bool array of this shape."""
    down, across = np.ogrid[: shape[0], : shape[1]]
    off, tip = np.abs(down - shape[0] / 2), left + 10 * scale
    shaft = (off < 0.5 * scale) & (across > left + 2 * scale) & (across < tip)
    head = (np.abs(tip - across - off) < 0.7 * scale) & (off < 3 * scale)
    return shaft | head


def _letters(stop: Stop) -> int:
    """How many pixels a stop's name and shape take at most."""
    lines = (stop.name, stop.shape)
    return max(math.ceil(LETTER * len(it) - (LETTER - SPACE) * it.count(" ")) for it in lines)


def _shares(shape: tuple[int, ...], box: tuple[int, int, int, int]) -> Box:
    left, top, width, height = box
    down, across = shape
    return left / across, top / down, width / across, height / down
