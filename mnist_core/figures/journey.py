"""One digit on its way through a network: what every stage makes of it, in one picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette, mix, rgb
from mnist_core.figures.sprite import indexed_png_address
from mnist_core.figures.tiling import lay_out, lined
from mnist_core.network.forward import Activation

DIGIT = "digit"
SHOWN = ("ReLU", "MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "Softmax")
FULL_INK = 0.99  # the quantile of a stage's non-zero values that is drawn in full ink
ROWS = 16  # of feature maps under each other
UNIT_ROWS = 32  # of a dense layer's units under each other
MOST, LINE = 254, 255  # numbers of colours: the highest of the scale, and that of lines
HEIGHT = "clamp(270px, 40vw, 400px)"  # of a stop, on phones and on desks
DIGIT_HEIGHT = f"calc(0.42 * {HEIGHT})"
WAY = "flex:1;display:flex;align-items:center;gap:4px;height:62%;padding-right:3.2rem"


@dataclass(frozen=True, eq=False)
class Stop:
    """One stop of the journey.

    Attributes
    ----------
    name : the layer or layers it stands for, such as "conv1 + ReLU"
    shape : the output's shape in words, such as "26 × 26 × 32"
    maps : float32 array of shape (maps, rows, columns); a unit is a map of one cell
    down : how many maps stand under each other, in columns of equal length
    full : the size of a value that is drawn in full ink; 0 is paper
    """

    name: str
    shape: str
    maps: np.ndarray
    down: int
    full: float

    @property
    def signed(self) -> bool:
        """Whether a value is below 0, so that the colours have to tell both sides apart."""
        return float(self.maps.min()) < 0


def stops(image: np.ndarray, activations: Sequence[Activation]) -> tuple[Stop, ...]:
    """The digit, and the stops worth showing: after every activation function and every pooling.

    A layer and its ReLU are one stop, named after both.

    Parameters
    ----------
    image : uint8 array of shape (28, 28), 255 = ink
    activations : of this digit, from `Network.activations`; the last are the ten probabilities
    """
    found, weighted = [_stop(DIGIT, image)], ""
    for activation in activations:
        kind = activation.layer.kind
        weighted = activation.name if activation.weights or kind == "Add" else weighted
        if kind in SHOWN:
            name = f"{weighted} + {kind}" if kind == "ReLU" else activation.name
            found.append(_stop(name, activation.output))
    return tuple(found)


def _stop(name: str, output: np.ndarray) -> Stop:
    most = UNIT_ROWS if output.ndim == 1 else ROWS
    maps = np.atleast_3d(output).transpose(2, 0, 1) if output.ndim > 1 else output[:, None, None]
    sizes = np.abs(maps[maps != 0])
    return Stop(
        name=name,
        shape=" × ".join(map(str, output.shape)),
        maps=maps.astype(np.float32),
        down=math.ceil(len(maps) / math.ceil(len(maps) / most)),
        full=float(np.quantile(sizes, FULL_INK)) if len(sizes) else 1.0,
    )


def journey(found: Sequence[Stop], palette: Palette, alt: str) -> str:
    """The stops as HTML, left to right and on narrow screens in several rows, the last as bars.

    It is text and pictures, which a browser paints at once: a chart would wait for Plotly.

    Parameters
    ----------
    found : the stops; the last are the ten probabilities
    palette : colours of the appearance
    alt : the picture in words
    """
    *hidden, last = found
    figures = [_figure(stop, _image(stop, palette)) for stop in hidden]
    return (
        f'<div class="journey" role="img" tabindex="0" aria-label="{escape(alt)}" style="'
        "display:flex;flex-wrap:wrap;gap:1rem 0.6rem;padding:0.5rem 0 1rem;font-size:0.8rem;"
        f'line-height:1.3;color:{palette.muted};cursor:crosshair;touch-action:pan-y">'
        f"{''.join(figures)}{_figure(last, _bars(last, palette))}</div>"
    )


def picture(stop: Stop) -> np.ndarray:
    """A stop's values as numbers of colours, with a line of one pixel between maps.

    Returns uint8 of shape (height, width): 0 to MOST from paper to ink, or from -`full` to `full`
    where values are below 0; the lines are LINE.
    """
    one_cell = stop.maps[0].size == 1
    tiles = (stop.maps if one_cell else lined(stop.maps)).swapaxes(1, 2)
    values = lay_out(tiles, stop.down, np.nan).T
    values = values if one_cell else values[:-1, :-1]
    shares = values / stop.full / 2 + 0.5 if stop.signed else values / stop.full
    return np.nan_to_num(np.rint(MOST * shares.clip(0, 1)), nan=LINE).astype(np.uint8)


def colours(stop: Stop, palette: Palette) -> np.ndarray:
    """What the numbers of a stop's picture stand for: uint8 array of shape (256, 3)."""
    names = ("negative", "neutral", "positive") if stop.signed else ("paper", "ink")
    ends = np.array([rgb(getattr(palette, name)) for name in names])
    places = np.linspace(0, MOST, len(names))
    scale = np.stack([np.interp(np.arange(LINE), places, level) for level in ends.T], axis=-1)
    return np.rint(np.vstack([scale, rgb(palette.grid)])).astype(np.uint8)


def _figure(stop: Stop, shown: str) -> str:
    """A stop with its name and shape below it; what room is left is shared by all."""
    place = ";align-self:center" if stop.name == DIGIT else ""
    return (
        '<figure style="flex:1 1 auto;position:relative;display:flex;flex-direction:column;'
        f'align-items:center;margin:0{place}">{shown}<figcaption style="margin-top:6px;'
        f'text-align:center"><b>{escape(stop.name)}</b><br>{stop.shape}</figcaption></figure>'
    )


def _image(stop: Stop, palette: Palette) -> str:
    height = DIGIT_HEIGHT if stop.name == DIGIT else HEIGHT
    address = indexed_png_address(picture(stop), colours(stop, palette))
    return (
        f'<img alt="" src="{address}" style="height:{height};'
        f"max-width:none;object-fit:fill;border:1px solid {palette.grid};border-radius:0;"
        'image-rendering:pixelated"><span style="position:absolute;right:-0.3rem;'
        f'top:calc({height} / 2);translate:50% -50%;font-size:1rem">→</span>'
    )


def _bars(stop: Stop, palette: Palette) -> str:
    """The ten digits with their probabilities as bars, and the largest in numbers."""
    probabilities = stop.maps.ravel()
    winner, quiet = int(probabilities.argmax()), mix(palette.grid, palette.muted, 0.5)
    rows = []
    for digit, probability in enumerate(probabilities):
        won = digit == winner
        colour, look = (palette.accent, palette.text) if won else (quiet, palette.muted)
        number = f'<span style="margin-right:-3.2rem">{percent(probability)}</span>' if won else ""
        rows.append(
            f'<div style="flex:1;display:flex;align-items:center;gap:6px;font-size:0.9rem;'
            f'color:{look};font-weight:{600 if won else 400}"><span>{digit}</span>'
            f'<div style="{WAY};border-left:1px solid {palette.grid}">'
            f'<div style="flex:none;height:100%;width:{100 * probability:.3g}%;'
            f'background:{colour};forced-color-adjust:none"></div>{number}</div></div>'
        )
    style = f"display:flex;flex-direction:column;width:150px;height:{HEIGHT}"
    return f'<div class="bars" style="{style}">{"".join(rows)}</div>'
