"""One digit on its way through a network: what every stage makes of it, in colours."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnist_core.figures.palette import Palette, rgb
from mnist_core.figures.tiling import lay_out, lined
from mnist_core.network.forward import Activation

DIGIT = "digit"
SHOWN = ("ReLU", "MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "Softmax")
FULL_INK = 0.99  # the quantile of a stage's non-zero values that is drawn in full ink
ROWS = 16  # of feature maps under each other
UNIT_ROWS = 32  # of a dense layer's units under each other
MOST, LINE = 12, 13  # numbers of colours: the scale's highest, and that of lines


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
    """What the numbers of a stop's picture stand for: uint8 array of shape (LINE + 1, 3)."""
    names = ("negative", "neutral", "positive") if stop.signed else ("paper", "ink")
    ends = np.array([rgb(getattr(palette, name)) for name in names])
    places = np.linspace(0, MOST, len(names))
    scale = np.stack([np.interp(np.arange(LINE), places, level) for level in ends.T], axis=-1)
    return np.rint(np.vstack([scale, rgb(palette.grid)])).astype(np.uint8)
