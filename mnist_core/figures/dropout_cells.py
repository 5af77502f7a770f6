"""Dropout made visible: what comes in, who survives, what goes on."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.palette import Palette, dress
from mnist_core.figures.unchecked import subplots
from mnist_core.lessons.training_step import Dropped

ACROSS = 16


def dropout_panels(dropped: Dropped, palette: Palette) -> go.Figure:
    """The values of a layer before and after dropout, and the mask between them.

    Parameters
    ----------
    dropped : from ``lessons.training_step.dropout``
    palette : colours of the appearance
    """
    titles = ("in", "survive", "out")
    figure = subplots(cols=3, subplot_titles=titles, horizontal_spacing=0.04)
    limit = max(float(dropped.after.max()), float(dropped.before.max()), 1e-6)
    panels = ((dropped.before, limit), (dropped.mask.astype(float), 1.0), (dropped.after, limit))
    for column, (values, most) in enumerate(panels, start=1):
        figure.add_trace(
            go.Heatmap(
                z=_rows(values),
                zmin=0,
                zmax=most,
                colorscale=palette.sequential,
                showscale=False,
                xgap=1,
                ygap=1,
                hovertemplate="unit %{customdata}: %{z:.3g}<extra></extra>",
                customdata=_rows(np.arange(len(values), dtype=float)),
            ),
            row=1,
            col=column,
        )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, autorange="reversed", fixedrange=True)
    return dress(figure, palette, 200).update_layout(margin={"t": 32}, dragmode=False)


def _rows(values: np.ndarray) -> np.ndarray:
    """The vector as rows of sixteen, the last one filled up with blanks."""
    padded = np.full(-(-len(values) // ACROSS) * ACROSS, np.nan)
    padded[: len(values)] = values
    return padded.reshape(-1, ACROSS)
