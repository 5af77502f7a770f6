"""One digit on its way through a network: what every stage makes of it, in one picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette, Part, dress, mix
from mnist_core.figures.tiling import lay_out, lined
from mnist_core.network.forward import Activation

SHOWN = ("ReLU", "MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "Softmax")
HEIGHT = 1.0  # of every stage, in the figure's own units
DIGIT_HEIGHT = 0.42
BARS_WIDTH = 0.3
GAP = 0.08
FULL_INK = 0.99  # the quantile of a stage's non-zero values that is drawn in full ink
ROWS = 16  # of feature maps under each other
UNIT_ROWS = 32  # of a dense layer's units under each other
PIXELS = 440


@dataclass(frozen=True, eq=False)
class JourneyPicture:
    """One stop of the journey.

    Attributes
    ----------
    name : the layer or layers it stands for, such as "conv1 + ReLU"
    shape : the output's shape in words, such as "26 × 26 × 32"
    output : float32 array of the layer's output shape
    """

    name: str
    shape: str
    output: np.ndarray


def stages(activations: Sequence[Activation]) -> tuple[JourneyPicture, ...]:
    """The stops worth showing: after every activation function and every pooling.

    A layer and its ReLU are one stop, named after both.
    """
    chosen, weighted = [], ""
    for activation in activations:
        weighted = activation.name if activation.weights else weighted
        kind = activation.layer.kind
        if kind in SHOWN:
            name = f"{weighted} + {kind}" if kind == "ReLU" else activation.name
            shape = " × ".join(map(str, activation.output.shape))
            chosen.append(JourneyPicture(name, shape, activation.output))
    return tuple(chosen)


def tile(output: np.ndarray) -> np.ndarray:
    """Lay the maps or the units of one layer out in columns, a line of NaN between maps.

    Parameters
    ----------
    output : array of shape (height, width, maps) or (units,)

    Returns
    -------
    float array of shape (rows, columns); maps follow each other down the columns
    """
    if output.ndim == 1:
        return _columns(output.astype(np.float32).reshape(-1, 1, 1), UNIT_ROWS)
    return _columns(lined(output.transpose(2, 0, 1)), ROWS)[:-1, :-1]


def _columns(tiles: np.ndarray, most: int) -> np.ndarray:
    """Tiles (n, height, width) under each other, at most so many, in columns of equal length."""
    columns = math.ceil(len(tiles) / most)
    rows = math.ceil(len(tiles) / columns)
    return lay_out(tiles.swapaxes(1, 2), rows, np.nan).T


def journey(image: np.ndarray, activations: Sequence[Activation], palette: Palette) -> go.Figure:
    """Draw one digit and what each stage of a network makes of it, left to right.

    Within a stage all maps share one scale: paper is 0, and the largest hundredth of what is not
    0 is full ink.

    Parameters
    ----------
    image : uint8 array of shape (28, 28), 255 = ink
    activations : of this digit, from `Network.activations`; the last are the ten probabilities
    palette : colours of the appearance
    """
    *hidden, last = stages(activations)
    size = " × ".join(map(str, image.shape))
    blocks = [(JourneyPicture("digit", size, image), image, DIGIT_HEIGHT)]
    blocks += [(stage, tile(stage.output), HEIGHT) for stage in hidden]
    traces, shapes, words, left = [], [], [], 0.0
    for number, (stage, values, height) in enumerate(blocks):
        width = height * values.shape[1] / values.shape[0]
        place = (left, width, height)
        shapes.append(_frame(place, palette))
        traces.append(_block(stage, values, place, palette))
        words.append(_label(stage, left + width / 2, height, number % 2 == 1, palette))
        words.append(_arrow(left + width + GAP / 2, palette))
        left += width + GAP
    traces.append(_bars(last.output, left + 0.05, palette))
    words.append(_label(last, left + 0.05 + BARS_WIDTH / 2, HEIGHT, len(blocks) % 2 == 1, palette))
    words += _numbers(last.output, left + 0.05, palette)
    fixed = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = {
        "shapes": shapes,
        "annotations": words,  # at once: one by one takes Plotly far longer
        "xaxis": fixed | {"range": [-0.02, left + BARS_WIDTH + 0.34]},
        "yaxis": fixed | {"range": [1.14, -0.14], "scaleanchor": "x", "scaleratio": 1},
        "showlegend": False,
        "dragmode": False,
        "bargap": 0,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    }
    return dress(go.Figure(traces, layout), palette, PIXELS)


def _frame(place: tuple[float, float, float], palette: Palette) -> Part:
    left, width, height = place
    top = (HEIGHT - height) / 2
    return {
        "type": "rect",
        "x0": left,
        "x1": left + width,
        "y0": top,
        "y1": top + height,
        "layer": "below",
        "fillcolor": palette.grid,
        "line": {"color": palette.grid, "width": 1},
    }


def _block(
    stage: JourneyPicture, values: np.ndarray, place: tuple[float, float, float], palette: Palette
) -> Part:
    left, width, height = place
    rows, columns = values.shape
    signed = float(np.nanmin(values)) < 0
    sizes = np.abs(values[~np.isnan(values)])
    limit = float(np.quantile(sizes[sizes > 0], FULL_INK)) if sizes.any() else 1.0
    return {
        "type": "heatmap",
        "z": values,
        "x0": left + width / columns / 2,
        "dx": width / columns,
        "y0": (HEIGHT - height) / 2 + height / rows / 2,
        "dy": height / rows,
        "zmin": -limit if signed else 0,
        "zmax": limit,
        "colorscale": palette.diverging if signed else palette.sequential,
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": f"{stage.name}: %{{z:.3g}}<extra></extra>",
    }


def _label(
    stage: JourneyPicture, middle: float, height: float, below: bool, palette: Palette
) -> Part:
    """The name and shape of a stage; above and below in turn, so that neighbours do not meet."""
    return {
        "x": middle,
        "y": (HEIGHT + height) / 2 if below else (HEIGHT - height) / 2,
        "text": f"<b>{stage.name}</b><br>{stage.shape}",
        "showarrow": False,
        "yanchor": "top" if below else "bottom",
        "font": {"size": 12, "color": palette.muted},
    }


def _arrow(middle: float, palette: Palette) -> Part:
    return {
        "x": middle,
        "y": HEIGHT / 2,
        "text": "→",
        "showarrow": False,
        "font": {"size": 16, "color": palette.muted},
    }


def _bars(probabilities: np.ndarray, left: float, palette: Palette) -> Part:
    pitch = HEIGHT / len(probabilities)
    digits = np.arange(len(probabilities))
    quiet = mix(palette.grid, palette.muted, 0.5)
    winner = int(probabilities.argmax())
    return {
        "type": "bar",
        "orientation": "h",
        "base": left,
        "x": probabilities * BARS_WIDTH,
        "y": (digits + 0.5) * pitch,
        "width": pitch * 0.62,
        "marker": {"color": [palette.accent if d == winner else quiet for d in digits]},
        "customdata": np.stack([digits, 100 * probabilities], axis=1),
        "hovertemplate": "%{customdata[0]}: %{customdata[1]:.4g} %<extra></extra>",
    }


def _numbers(probabilities: np.ndarray, left: float, palette: Palette) -> list[Part]:
    """The ten digits beside their bars, and the largest probability in numbers."""
    winner = int(probabilities.argmax())
    middles = (np.arange(len(probabilities)) + 0.5) * HEIGHT / len(probabilities)
    parts: list[Part] = [
        {
            "x": left + probabilities[winner] * BARS_WIDTH + 0.012,
            "y": middles[winner],
            "text": percent(float(probabilities[winner])),
            "showarrow": False,
            "xanchor": "left",
            "font": {"size": 13, "color": palette.text},
        }
    ]
    for digit, middle in enumerate(middles):
        won = digit == winner
        parts.append(
            {
                "x": left - 0.012,
                "y": middle,
                "text": f"<b>{digit}</b>" if won else str(digit),
                "showarrow": False,
                "xanchor": "right",
                "font": {"size": 14, "color": palette.text if won else palette.muted},
            }
        )
    return parts
