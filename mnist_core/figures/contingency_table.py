"""Two networks on the same digits: who is right where, as a table of two by two."""

import plotly.graph_objects as go

from mnist_core.evaluation.comparison import Comparison
from mnist_core.figures.palette import Palette, dress


def disputed(found: Comparison, first: str, second: str, palette: Palette) -> go.Figure:
    """The digits that only one of the two reads right: one bar, split where the networks part.

    Parameters
    ----------
    found : the comparison
    first, second : the networks' names
    palette : colours of the appearance
    """
    figure = go.Figure()
    for name, indices, colour in (
        (first, found.only_first, palette.accent),
        (second, found.only_second, palette.positive),
    ):
        figure.add_bar(
            x=[len(indices)],
            y=[""],
            name=f"only {name}",
            orientation="h",
            marker={"color": colour},
            text=[f"{len(indices):,}"],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"only {name} is right: %{{x:,}} digits<extra></extra>",
        )
    total = max(1, len(found.only_first) + len(found.only_second))
    figure.add_vline(x=total / 2, line={"color": palette.text, "dash": "dot", "width": 1})
    figure.update_xaxes(
        range=[0, total],
        title={"text": "digits that only one of them reads right"},
        fixedrange=True,
        zeroline=False,
    )
    figure.update_yaxes(visible=False, fixedrange=True)
    figure.update_layout(
        dragmode=False,
        barmode="stack",
        showlegend=True,
        legend_traceorder="normal",  # as the bars lie, from left to right
    )
    return dress(figure, palette, 150).update_layout(margin={"t": 32})
