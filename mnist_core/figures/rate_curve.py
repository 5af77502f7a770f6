"""The learning rate over a run: as its schedule plans it, and as it was."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.palette import Palette, dress
from mnist_core.training.history import History

POINTS = 500
"""Most points a curve is drawn with; a screen shows no more."""
HEIGHT = 210


def planned_rates(rates: np.ndarray, epochs: int, palette: Palette) -> go.Figure:
    """The learning rate of every step, before there is a run.

    Parameters
    ----------
    rates : float array of shape (steps,), as ``learning_rates`` returns it
    epochs : how many epochs these steps are
    palette : colours of the appearance
    """
    figure = go.Figure(_line(rates, len(rates) / epochs, "planned", palette.positive))
    return _dressed(figure, epochs, palette)


def rate_curve(history: History, rates: np.ndarray, epochs: int, palette: Palette) -> go.Figure:
    """The learning rate of every batch of a run, over what its schedule plans.

    Parameters
    ----------
    history : what the training has reported so far
    rates : float array of shape (steps,), as planned
    epochs : how many epochs are planned
    palette : colours of the appearance
    """
    per_epoch = len(rates) / epochs
    planned = _line(rates, per_epoch, "planned", palette.muted)
    planned.line.dash = "dot"
    figure = go.Figure([planned, _line(history.batch_rate, per_epoch, "so far", palette.positive)])
    figure.update_layout(showlegend=True, uirevision="training", hovermode="closest")
    return _dressed(figure, epochs, palette)


def _line(rates: np.ndarray, per_epoch: float, name: str, colour: str) -> go.Scatter:
    chosen = np.unique(np.linspace(0, max(len(rates) - 1, 0), POINTS).astype(int))[: len(rates)]
    return go.Scatter(
        x=chosen / per_epoch,
        y=rates[chosen],
        name=name,
        mode="lines",
        line={"color": colour, "width": 2.5},
        hovertemplate="epoch %{x:.2f}: learning rate %{y:.3g}<extra>%{fullData.name}</extra>",
    )


def _dressed(figure: go.Figure, epochs: int, palette: Palette) -> go.Figure:
    figure.update_xaxes(title={"text": "epochs"}, range=[0, 1.02 * epochs], showgrid=False)
    figure.update_yaxes(title={"text": "learning rate"}, rangemode="tozero", tickformat=".2~g")
    return dress(figure, palette, HEIGHT)
