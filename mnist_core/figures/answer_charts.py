"""Figures behind one answer: what speaks for each digit, nudging it, refusing to answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mnist_core.data.digits import CLASSES, SIDE
from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette, dress

COLUMNS = 5
GAP = 2  # pixels between two maps
ABOVE = 7  # pixels over a map, for its name
LEAST = 0.05  # a digit that never gets more than this is drawn, and not named


def contribution_maps(maps: np.ndarray, probabilities: np.ndarray, palette: Palette) -> go.Figure:
    """Ten maps in two rows on one scale: orange ink speaks for the digit, blue ink against it.

    Parameters
    ----------
    maps : float array of shape (10, 28, 28)
    probabilities : float array of shape (10,), named over each map
    palette : colours of the appearance
    """
    rows, down, cell = CLASSES // COLUMNS, ABOVE + SIDE, SIDE + GAP
    tiled = np.full((rows * down, COLUMNS * cell), np.nan, np.float32)
    answer, names = int(probabilities.argmax()), []
    for digit in range(CLASSES):
        top, left = down * (digit // COLUMNS) + ABOVE, cell * (digit % COLUMNS)
        tiled[top : top + SIDE, left : left + SIDE] = maps[digit]
        text = f"{digit} · {percent(probabilities[digit])}"
        names.append(
            {
                "x": left + SIDE / 2 - 0.5,
                "y": top - 1,
                "showarrow": False,
                "yanchor": "bottom",
                "text": f"<b>{text}</b>" if digit == answer else text,
                "font": {"color": palette.text if digit == answer else palette.muted},
            }
        )
    limit = float(np.abs(maps).max()) or 1.0
    heatmap = go.Heatmap(
        z=tiled,
        zmin=-limit,
        zmax=limit,
        colorscale=palette.diverging,
        showscale=False,
        hoverongaps=False,
        hovertemplate="%{z:+.3g}<extra></extra>",
    )
    hidden = {"visible": False, "fixedrange": True}
    layout = {
        "annotations": names,
        "xaxis": {"range": (-1, COLUMNS * cell - GAP), **hidden},
        "yaxis": {
            "range": (rows * down, -1),
            "scaleanchor": "x",
            "constrain": "domain",
            "constraintoward": "top",
            **hidden,
        },
        "dragmode": False,
        "margin": {"l": 0, "r": 0, "t": 4, "b": 0},
    }
    return dress(go.Figure(heatmap, layout), palette, 320)


def nudge_curves(
    levels: np.ndarray, probabilities: np.ndarray, level: float, axis: str, palette: Palette
) -> go.Figure:
    """Ten probabilities while one dial is turned from end to end.

    Parameters
    ----------
    levels : float array of shape (n,), rising
    probabilities : float array of shape (n, 10)
    level : where the dial stands
    axis : what it turns, with its unit
    palette : colours of the appearance
    """
    lines, names = [], []
    for digit in range(CLASSES):
        line, place = probabilities[:, digit], int(probabilities[:, digit].argmax())
        lines.append(
            go.Scatter(
                x=levels,
                y=line,
                mode="lines",
                name=str(digit),
                line={"color": palette.digits[digit]},
                hovertemplate=f"{digit}: %{{y:.4g}} at %{{x:.3g}}<extra></extra>",
                showlegend=False,
            )
        )
        if line[place] > LEAST:
            names.append(
                {
                    "x": levels[place],
                    "y": line[place],
                    "text": f"<b>{digit}</b>",
                    "showarrow": False,
                    "yshift": 10,
                    "font": {"color": palette.text},
                }
            )
    here = {"type": "line", "x0": level, "x1": level, "y0": 0, "y1": 1, "yref": "y domain"}
    layout = {
        "annotations": names,
        "shapes": [{**here, "line": {"color": palette.muted, "dash": "dot", "width": 1}}],
        "xaxis": {"title": {"text": axis}, "range": (levels[0], levels[-1]), "fixedrange": True},
        "yaxis": {
            "title": {"text": "probability"},
            "range": (-0.02, 1.14),
            "tickvals": (0, 0.5, 1),
            "fixedrange": True,
        },
        "dragmode": False,
    }
    return dress(go.Figure(lines, layout), palette, 280)


def refusal(
    coverages: Sequence[float] | np.ndarray,
    accuracies: Sequence[float],
    coverage: float,
    palette: Palette,
) -> go.Figure:
    """What refusing the least likely digits brings: accuracy of the answers against coverage.

    Parameters
    ----------
    coverages : shares of the digits that are answered, in (0, 1]
    accuracies : of the answers, as many
    coverage : the one that is chosen
    palette : colours of the appearance
    """
    chosen = int(np.abs(np.asarray(coverages) - coverage).argmin())
    figure = go.Figure(
        go.Scatter(
            x=coverages,
            y=accuracies,
            mode="lines",
            line={"color": palette.text},
            hovertemplate="answers %{x:.1%}, right %{y:.2%}<extra></extra>",
        )
    )
    figure.add_scatter(
        x=[coverages[chosen]],
        y=[accuracies[chosen]],
        mode="markers",
        hoverinfo="skip",
        marker={"color": palette.accent, "size": 12},
    )
    low = min(accuracies)
    figure.update_xaxes(
        title={"text": "share of the digits that is answered"}, tickformat=".0%", fixedrange=True
    )
    figure.update_yaxes(
        title={"text": "answers that are right"},
        tickformat=".2%",
        tickvals=np.unique(np.linspace(low, 1, 5)),  # none above 100 %
        fixedrange=True,
        range=[low - 0.1 * (1 - low) - 1e-3, 1 + 0.1 * (1 - low) + 1e-3],
    )
    figure.update_layout(dragmode=False, showlegend=False)
    return dress(figure, palette, 260)
