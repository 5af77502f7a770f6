"""Saliency maps beside their twins on random weights, with the digit's outline over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.palette import PICTURE_AXIS, Palette, dress

SIDE = 28
FIELD = (-0.5, SIDE - 0.5)  # the edges of the outermost pixels
HEIGHT = 232
SIDES = ("", "2")  # what Plotly adds to the names of axes
DOMAINS = (0.0, 0.475), (0.525, 1.0)  # of the width
MIDDLES = tuple(sum(domain) / 2 for domain in DOMAINS)
MARGIN = MappingProxyType({"t": 30, "l": 2, "r": 2, "b": 2})
AXIS = MappingProxyType({**PICTURE_AXIS, "showticklabels": False, "ticks": ""})
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
    traces: list[go.Heatmap | go.Scatter] = []
    for side, values in zip(SIDES, (trained, random), strict=True):
        axes = {"xaxis": f"x{side}", "yaxis": f"y{side}"}
        if values is not None:
            traces.append(_heatmap(values, signed, palette).update(axes))
        traces.append(_outline(image, palette).update(axes))
    notes = [_title(*it) for it in zip(titles, MIDDLES, strict=True)]
    if random is None:
        notes.append(
            {
                "text": "?",
                "x": 13.5,
                "y": 13.5,
                "xref": "x2",
                "yref": "y2",
                "showarrow": False,
                "font": {"size": 48, "color": palette.muted},
            }
        )
    layout: dict[str, Any] = {
        "annotations": notes,
        "dragmode": False,
        "showlegend": False,
        "margin": {**MARGIN},
    }
    for side, domain in zip(SIDES, DOMAINS, strict=True):
        layout[f"xaxis{side}"] = {**AXIS, "anchor": f"y{side}", "domain": domain, "range": FIELD}
        layout[f"yaxis{side}"] = {
            **AXIS,
            "anchor": f"x{side}",
            "domain": (0.0, 1.0),
            "range": FIELD[::-1],
            "scaleanchor": f"x{side}",
            "constraintoward": "top",
        }
    return dress(go.Figure(traces, layout), palette, HEIGHT)


def _title(text: str, middle: float) -> dict[str, Any]:
    return {
        "text": text,
        "x": middle,
        "y": 1.0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "center",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14},
    }


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
    x, y = np.array(outline_path(image), float)  # of lists, Plotly would copy every number
    return go.Scatter(
        x=x, y=y, mode="lines", hoverinfo="skip", line={"color": palette.accent, "width": 1.5}
    )


def _reach(values: np.ndarray, signed: bool) -> str:
    limit = float(np.abs(values).max())
    if not limit:
        return "0 everywhere"
    return f"±{limit:.3g}" if signed else f"0 to {limit:.3g}"
