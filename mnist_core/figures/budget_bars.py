"""Where the weights of a network are, and where its work is."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from mnist_core.editing.budget import Share
from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette, dress


def budget_bars(shares: Sequence[Share], palette: Palette) -> go.Figure:
    """Each layer's share of the parameters beside its share of the work.

    Layers that have neither are left out.

    Parameters
    ----------
    shares : from `mnist_core.editing.budget.shares`
    palette : colours of the appearance
    """
    shown = [share for share in shares if share.parameters or share.work]
    names = [share.name for share in shown]
    figure = go.Figure()
    for title, field, colour in (
        ("of the parameters", "parameters", palette.accent),
        ("of the work", "work", palette.positive),
    ):
        values = [getattr(share, field) for share in shown]
        figure.add_bar(
            orientation="h",
            y=names,
            x=[100 * value for value in values],
            name=title,
            marker={"color": colour},
            text=[percent(value) for value in values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=f"%{{y}}: %{{x:.6g}} % {title}<extra></extra>",
        )
    figure.update_xaxes(range=[0, 118], visible=False, fixedrange=True)
    figure.update_yaxes(autorange="reversed", ticks="", showgrid=False, fixedrange=True)
    figure.update_layout(dragmode=False, bargap=0.3, bargroupgap=0.05)
    return dress(figure, palette, 56 + 58 * len(shown)).update_layout(margin={"t": 36})
