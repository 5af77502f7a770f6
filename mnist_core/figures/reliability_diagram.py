"""The reliability diagram: how often a network is right, by how sure it says it is."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from mnist_core.evaluation.calibration import Bin
from mnist_core.figures.palette import Palette, dress
from mnist_core.figures.unchecked import subplots


def reliability_diagram(
    sets: Mapping[str, Sequence[Bin]], palette: Palette, *, baseline: float, majority: int
) -> go.Figure:
    """Accuracy against confidence with 95 % intervals, and below it how many digits that is.

    Parameters
    ----------
    sets : bins by name, such as "as trained" and "with temperature"; at most two
    palette : colours of the appearance
    baseline, majority : the most frequent digit, and the accuracy of always answering it
    """
    figure = subplots(2, 1, shared_xaxes=True, row_heights=[0.72, 0.28], vertical_spacing=0.06)
    figure.add_scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        name="honest",
        hoverinfo="skip",
        line={"color": palette.muted, "dash": "dot", "width": 1},
        row=1,
        col=1,
    )
    looks = ((palette.positive, "diamond", -1.0), (palette.accent, "circle", 1.0))
    for (name, bins), (colour, symbol, shift) in zip(sets.items(), looks, strict=False):
        known = [bin for bin in bins if bin.count]
        figure.add_scatter(
            x=[100 * bin.confidence for bin in known],
            y=[100 * bin.accuracy for bin in known],
            mode="markers",
            name=name,
            marker={"color": colour, "symbol": symbol, "size": 9},
            error_y={
                "array": [100 * (bin.interval.high - bin.accuracy) for bin in known],
                "arrayminus": [100 * (bin.accuracy - bin.interval.low) for bin in known],
                "symmetric": False,
                "thickness": 1.5,
                "width": 3,
            },
            customdata=[
                (b.right, b.count, 100 * b.interval.low, 100 * b.interval.high) for b in known
            ],
            hovertemplate="said %{x:.4g} %, right %{y:.4g} %: %{customdata[0]:,} of "
            "%{customdata[1]:,}<br>95 % interval %{customdata[2]:.4g} to %{customdata[3]:.4g} %"
            "<extra></extra>",
            row=1,
            col=1,
        )
        figure.add_bar(
            x=[50 * (bin.low + bin.high) + 2 * shift for bin in known],
            width=3.6,
            y=[bin.count for bin in known],
            marker={"color": colour},
            showlegend=False,
            customdata=[(100 * bin.low, 100 * bin.high) for bin in known],
            hovertemplate="said %{customdata[0]:.3g} to %{customdata[1]:.3g} %: %{y:,} digits"
            "<extra></extra>",
            row=2,
            col=1,
        )
    figure.add_hline(
        y=100 * baseline,
        line={"color": palette.muted, "dash": "dash", "width": 1},
        row=1,
        col=1,
        annotation={"text": f"always {majority}", "font": {"color": palette.muted}},
        annotation_position="top right",
    )
    most = max((bin.count for bins in sets.values() for bin in bins), default=1)
    figure.update_xaxes(range=[0, 101], fixedrange=True, zeroline=False)
    figure.update_xaxes(title={"text": "confidence: the largest probability, %"}, row=2, col=1)
    figure.update_yaxes(
        title={"text": "read right, %"},
        range=[0, 102],
        fixedrange=True,
        zeroline=False,
        row=1,
        col=1,
    )
    figure.update_yaxes(
        title={"text": "digits"},
        type="log",
        range=[-0.3, len(str(most))],
        fixedrange=True,
        tickvals=[1, 10, 100, 1_000, 10_000],
        row=2,
        col=1,
    )
    figure.update_layout(dragmode=False, barmode="overlay", showlegend=True)
    return dress(figure, palette, 480).update_layout(margin={"t": 34})
