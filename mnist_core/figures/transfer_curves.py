"""Learning curves of several arms of an experiment, each trained with several seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.palette import Palette, dress

SYMBOLS = ("circle", "square", "diamond")


def transfer_curves(
    curves: Mapping[str, Sequence[np.ndarray]],
    means: Mapping[str, np.ndarray],
    epochs: int,
    palette: Palette,
) -> go.Figure:
    """The share of validation digits read right after every epoch: means thick, seeds thin.

    Parameters
    ----------
    curves : for every arm by its name, the curve of each seed
    means : for every arm the mean over its seeds
    epochs : how many are planned, the end of the axis
    palette : colours of the appearance
    """
    figure = go.Figure()
    colours = (palette.accent, palette.positive, palette.negative)
    for (name, seeds), colour, symbol in zip(curves.items(), colours, SYMBOLS, strict=True):
        for curve in seeds:
            figure.add_scatter(
                x=np.arange(1, len(curve) + 1),
                y=curve,
                mode="lines",
                line={"color": colour, "width": 1},
                opacity=0.4,
                showlegend=False,
                hoverinfo="skip",
            )
        figure.add_scatter(
            x=np.arange(1, len(means[name]) + 1),
            y=means[name],
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 2.5},
            marker={"symbol": symbol, "size": 8},
            hovertemplate="epoch %{x}: %{y:.2%}<extra>%{fullData.name}</extra>",
        )
    figure.update_xaxes(
        title={"text": "epochs on 5 to 9"},
        range=[0.5, epochs + 0.5],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(
        title={"text": "validation digits read right"}, tickformat=".0%", fixedrange=True
    )
    figure.update_layout(dragmode=False, showlegend=True)
    return dress(figure, palette, 360)
