"""Saliency maps beside their twins on random weights, with the digit's outline over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.palette import Palette, dress
from mnist_core.figures.unchecked import subplots

SIDE = 28
FIELD = (-0.5, SIDE - 0.5)  # the edges of the outermost pixels
HEIGHT = 232
DASHES = ("solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "x")


def saliency_pair(
    image: np.ndarray,
    trained: np.ndarray,
    random: np.ndarray | None,
    signed: bool,
    palette: Palette,
) -> go.Figure:
    """One map on the left, the same on random weights on the right, each on a scale of its own.

    Parameters
    ----------
    image : the digit, array of shape (28, 28), whose outline is drawn over both
    trained, random : float arrays of shape (28, 28); None leaves the right side open
    signed : blue below zero and orange above, or else from paper (0) to ink
    palette : colours of the appearance
    """
    titles = [f"trained · {_reach(trained, signed)}", "random weights"]
    if random is not None:
        titles[1] = f"random · {_reach(random, signed)}"
    figure = subplots(1, 2, subplot_titles=titles, horizontal_spacing=0.05)
    for column, values in enumerate((trained, random), start=1):
        if values is not None:
            figure.add_trace(_heatmap(values, signed, palette), row=1, col=column)
        figure.add_trace(_outline(image, palette), row=1, col=column)
        anchor = "x" if column == 1 else f"x{column}"
        figure.update_yaxes(scaleanchor=anchor, constraintoward="top", row=1, col=column)
    if random is None:
        figure.add_annotation(
            text="?",
            x=13.5,
            y=13.5,
            row=1,
            col=2,
            showarrow=False,
            font={"size": 48, "color": palette.muted},
        )
    axis = {
        "showticklabels": False,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "constrain": "domain",
        "showline": True,
        "mirror": True,
        "ticks": "",
    }
    figure.update_xaxes(range=FIELD, **axis)
    figure.update_yaxes(range=FIELD[::-1], **axis)
    figure.update_layout(dragmode=False, showlegend=False)
    figure.update_annotations(font={"size": 14} if random is not None else None)
    return dress(figure, palette, HEIGHT).update_layout(margin={"t": 30, "l": 2, "r": 2, "b": 2})


def similarity_lines(
    names: Sequence[str], similarities: Mapping[str, Sequence[float]], palette: Palette
) -> go.Figure:
    """How alike a map stays while the layers forget one after another, from the output down.

    Parameters
    ----------
    names : the layers, in the order in which they forget
    similarities : for each method a rank correlation per layer; NaN leaves a gap
    palette : colours of the appearance
    """
    figure = go.Figure()
    steps = ["trained", *(f"+ {name}" for name in names)]
    for number, (method, values) in enumerate(similarities.items()):
        figure.add_scatter(
            x=steps,
            y=[1.0, *values],
            name=method,
            mode="lines+markers",
            line={"dash": DASHES[number % 4], "color": palette.digits[(0, 1, 2, 4)[number % 4]]},
            marker={"symbol": SYMBOLS[number % 4], "size": 9},
            hovertemplate=f"{method}, %{{x}}: %{{y:.4f}}<extra></extra>",
        )
    figure.update_xaxes(
        title={"text": "layers with random weights"}, fixedrange=True, showgrid=False
    )
    figure.update_yaxes(
        title={"text": "rank correlation of sizes"}, range=[-0.3, 1.05], fixedrange=True
    )
    figure.update_layout(dragmode=False)
    return dress(figure, palette, 320).update_layout(margin={"t": 40})


def outline_path(image: np.ndarray) -> tuple[list[float | None], list[float | None]]:
    """The edges between pixels that are more ink than paper and the others, as one broken line.

    Parameters
    ----------
    image : the digit, array of shape (28, 28), uint8 or float in [0, 1]

    Returns
    -------
    x and y of the ends of every edge, each edge followed by None
    """
    half = 128 if image.dtype == np.uint8 else 0.5
    inked = np.pad(image >= half, 1)
    x: list[float | None] = []
    y: list[float | None] = []
    for row, column in np.argwhere(inked[1:, :] != inked[:-1, :]):  # edges that lie flat
        x += [column - 1.5, column - 0.5, None]
        y += [row - 0.5, row - 0.5, None]
    for row, column in np.argwhere(inked[:, 1:] != inked[:, :-1]):  # edges that stand upright
        x += [column - 0.5, column - 0.5, None]
        y += [row - 1.5, row - 0.5, None]
    return x, y


def _heatmap(values: np.ndarray, signed: bool, palette: Palette) -> go.Heatmap:
    limit = float(np.abs(values).max()) or 1.0
    return go.Heatmap(
        z=values,
        zmin=-limit if signed else 0,
        zmax=limit,
        showscale=False,
        colorscale=palette.diverging if signed else palette.sequential,
        hovertemplate="row %{y}, column %{x}: %{z:.6g}<extra></extra>",
    )


def _outline(image: np.ndarray, palette: Palette) -> go.Scatter:
    x, y = outline_path(image)
    return go.Scatter(
        x=x, y=y, mode="lines", hoverinfo="skip", line={"color": palette.accent, "width": 1.5}
    )


def _reach(values: np.ndarray, signed: bool) -> str:
    limit = float(np.abs(values).max())
    if not limit:
        return "0 everywhere"
    return f"±{limit:.3g}" if signed else f"0 to {limit:.3g}"
