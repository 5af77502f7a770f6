"""The confusion matrix: its shares, texts and colours, as cells of a table and as a heat map.

Right answers are in ink, errors in orange; each of the two has a scale of its own, up to its
largest cell, because there are a hundred times as many right answers.
"""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import PICTURE_AXIS, Palette, dress, mix, rgb

FIELD = (-0.5, 9.5)  # the edges of the outermost cells


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes
    ----------
    true, read : the digit, and what it was read as
    text : what stands in it; empty for none
    words : the same for a pointer or a screen reader
    fill, ink : the colours of ground and text, as #rrggbb
    """

    true: int
    read: int
    text: str
    words: str
    fill: str
    ink: str


@dataclass(frozen=True, eq=False)
class Scale:
    """The colours of one kind of cell, the errors or the right answers: paper is 0.

    Attributes
    ----------
    right : whether it is the right answers
    cells : bool array of shape (10, 10), which cells these are
    most : the value in full colour
    colour : the full colour, as #rrggbb
    """

    right: bool
    cells: np.ndarray
    most: float
    colour: str


def cells(
    matrix: np.ndarray, palette: Palette, *, rates: bool = False, errors_only: bool = False
) -> tuple[Cell, ...]:
    """The hundred cells, row by row: one row for each true digit, 0 at the top.

    They are for a table whose cells can be pressed.

    Parameters
    ----------
    matrix : int array of shape (10, 10), rows true, columns predicted
    palette : colours of the appearance
    rates : whether to show shares of the row instead of counts
    errors_only : whether to leave the right answers out
    """
    shares = row_shares(matrix)
    values = shares if rates else matrix
    found = []
    for scale in scales(values, palette):
        hidden = errors_only and scale.right
        for true, read in np.argwhere(scale.cells).tolist():
            count, value = int(matrix[true, read]), float(values[true, read])
            fill = mix(palette.paper, scale.colour, 0 if hidden else value / scale.most)
            text = "" if hidden else _text(count, float(shares[true, read]), rates)
            words = _words(true, read, count, int(matrix[true].sum()))
            found.append(Cell(true, read, text, words, fill, _readable(palette, fill)))
    return tuple(sorted(found, key=lambda cell: (cell.true, cell.read)))


def confusion_matrix(matrix: np.ndarray, palette: Palette) -> go.Figure:
    """What each digit was read as, as a heat map: one row for each true digit, 0 at the top.

    Parameters
    ----------
    matrix : int array of shape (10, 10), rows true, columns predicted
    palette : colours of the appearance
    """
    shares = row_shares(matrix)
    text = np.array([_text(count, 0.0, False) for count in matrix.ravel()]).reshape(matrix.shape)
    figure = go.Figure()
    for scale in scales(matrix, palette):
        figure.add_heatmap(
            z=np.where(scale.cells, matrix, np.nan),
            zmin=0,
            zmax=scale.most,
            colorscale=[[0, palette.paper], [1, scale.colour]],
            showscale=False,
            hoverongaps=False,
            xgap=1,
            ygap=1,
            text=np.where(scale.cells, text, ""),
            texttemplate="%{text}",
            textfont={"size": 12},
            customdata=np.dstack([matrix, shares * 100]),
            hovertemplate="a %{y}, read as %{x}: %{customdata[0]:,} digits, "
            "%{customdata[1]:.4g} % of the %{y}s<extra></extra>",
        )
    axis = {**PICTURE_AXIS, "tickvals": list(range(10)), "ticks": ""}
    figure.update_xaxes(title={"text": "read as"}, range=FIELD, side="top", **axis)
    figure.update_yaxes(title={"text": "true digit"}, range=FIELD[::-1], scaleanchor="x", **axis)
    figure.update_layout(dragmode=False, showlegend=False)
    return dress(figure, palette, 500)


def row_shares(matrix: np.ndarray) -> np.ndarray:
    """Every count as a share of its row, float array of shape (10, 10); 0 in an empty row."""
    totals = matrix.sum(axis=1, keepdims=True)
    return np.divide(matrix, totals, out=np.zeros(matrix.shape), where=totals > 0)


def scales(values: np.ndarray, palette: Palette) -> tuple[Scale, Scale]:
    """The colours of the errors and of the right answers, for counts or shares (10, 10)."""
    same = np.eye(len(values), dtype=bool)
    return (
        Scale(False, ~same, float(values[~same].max()) or 1.0, palette.positive),
        Scale(True, same, float(values[same].max()) or 1.0, palette.ink),
    )


def _text(count: int, share: float, rates: bool) -> str:
    if count == 0:
        return ""
    return percent(share).removesuffix(" %") if rates else f"{count:,}"


def _readable(palette: Palette, fill: str) -> str:
    """The colour for text on `fill`: the page's text or its paper, whichever is further away."""
    ground = _lightness(fill)
    return max(palette.text, palette.paper, key=lambda ink: _contrast(_lightness(ink), ground))


def _contrast(first: float, second: float) -> float:
    """The contrast ratio of the Web Content Accessibility Guidelines, 1 to 21."""
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def _lightness(colour: str) -> float:
    """Relative luminance, by the same guidelines: 0 to 1."""
    share = rgb(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _words(true: int, read: int, count: int, total: int) -> str:
    digits = "1 digit" if count == 1 else f"{count:,} digits"
    share = f", {percent(count / total)} of the {true}s" if total else ""
    return f"{true} read as {read}: {digits}{share}"
