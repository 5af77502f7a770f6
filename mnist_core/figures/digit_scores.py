"""How well a network reads: the scores of each digit, and the pairs it confuses."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mnist_core.evaluation.pairs import Pair
from mnist_core.evaluation.scores import DigitScores
from mnist_core.evaluation.statistics import Interval
from mnist_core.figures.palette import Palette, dress

FIELD = (-0.5, 9.5)  # the edges of the outermost cells


def scores_by_digit(
    digits: Sequence[DigitScores],
    score: str,
    palette: Palette,
    *,
    average: float,
    average_interval: Interval | None = None,
    spread: Sequence[tuple[float, float]] = (),
) -> go.Figure:
    """Precision, recall or F1 of each digit with its interval, the spread over seeds, the mean.

    Parameters
    ----------
    digits : the scores of the digits 0 to 9; what cannot be known is left out
    score : "precision", "recall" or "f1"
    palette : colours of the appearance
    average : the macro average, as a line
    average_interval : its interval, as a band; None where it is not known
    spread : for each digit the least and the largest score over the seeds; empty if unknown
    """
    figure = go.Figure()
    known = [digit for digit in digits if not np.isnan(getattr(digit, score))]
    shares = np.array([getattr(digit, score) for digit in known])
    intervals = np.array([getattr(digit, f"{score}_interval") for digit in known]).reshape(-1, 2)
    spans = [(k, low, high) for k, (low, high) in enumerate(spread) if low == low]
    lowest = min([1.0, *intervals[:, 0], *(low for _, low, _ in spans)])
    if average_interval is not None:
        figure.add_hrect(
            y0=100 * average_interval.low,
            y1=100 * average_interval.high,
            fillcolor=palette.muted,
            opacity=0.18,
            line_width=0,
        )
    if average == average:
        figure.add_hline(y=100 * average, line={"color": palette.muted, "dash": "dot", "width": 1})
    if spans:
        xs, ys = [], []
        for digit, low, high in spans:
            xs += [digit + 0.22, digit + 0.22, None]
            ys += [100 * low, 100 * high, None]
        figure.add_scatter(
            x=xs,
            y=ys,
            mode="lines+markers",
            name="over the seeds",
            line={"color": palette.positive, "width": 3},
            hoverinfo="skip",
            marker={"size": 5, "symbol": "line-ew-open"},
        )
    figure.add_scatter(
        x=[digit.digit for digit in known],
        y=100 * shares,
        mode="markers",
        name="this network, 95 % interval",
        marker={"color": palette.accent, "size": 9},
        error_y={
            "array": 100 * (intervals[:, 1] - shares),
            "symmetric": False,
            "width": 3,
            "arrayminus": 100 * (shares - intervals[:, 0]),
            "thickness": 1.5,
        },
        customdata=[
            (100 * low, 100 * high, _counts(digit, score))
            for digit, (low, high) in zip(known, intervals, strict=True)
        ],
        hovertemplate="%{x}: %{y:.6g} %, %{customdata[2]}<br>"
        "95 % interval %{customdata[0]:.4g} to %{customdata[1]:.4g} %<extra></extra>",
    )
    room = (1 - lowest) * 4
    figure.update_xaxes(
        title={"text": "digit"},
        tickvals=list(range(10)),
        showgrid=False,
        zeroline=False,
        range=FIELD,
        fixedrange=True,
    )
    figure.update_yaxes(
        title={"text": "%"},
        range=[100 * lowest - room - 0.1, 100 + room + 0.1],
        fixedrange=True,
        zeroline=False,
    )
    figure.update_layout(dragmode=False, showlegend=True)
    return dress(figure, palette, 340).update_layout(margin={"t": 32})


def confused_pairs(pairs: Sequence[Pair], palette: Palette) -> go.Figure:
    """Pairs of digits by how often they are confused; those that documents name stand out.

    Parameters
    ----------
    pairs : the most frequent first
    palette : colours of the appearance
    """
    figure = go.Figure()
    for named, name, colour in (
        (True, "named by the documents", palette.accent),
        (False, "others", palette.positive),
    ):
        shown = [pair for pair in pairs if pair.named == named]
        figure.add_bar(
            x=[pair.count for pair in shown],
            y=[pair.text for pair in shown],
            name=name,
            text=[f"{pair.count:,}" for pair in shown],
            textposition="outside",
            cliponaxis=False,
            orientation="h",
            marker={"color": colour},
            customdata=[(p.first, p.second, p.forth, p.back, p.rank) for p in shown],
            hovertemplate="%{customdata[0]} as %{customdata[1]}: %{customdata[2]:,}, "
            "%{customdata[1]} as %{customdata[0]}: %{customdata[3]:,}<br>"
            "place %{customdata[4]} of 45<extra></extra>",
        )
    largest = max((pair.count for pair in pairs), default=0) or 1
    figure.update_xaxes(range=[0, 1.15 * largest], visible=False, fixedrange=True)
    figure.update_yaxes(
        range=[len(pairs) - 0.5, -0.5],
        type="category",
        ticks="",
        showgrid=False,
        categoryorder="array",
        categoryarray=[pair.text for pair in pairs],
        fixedrange=True,
    )
    figure.update_layout(dragmode=False, bargap=0.3, barmode="overlay", showlegend=True)
    return dress(figure, palette, 80 + 30 * max(len(pairs), 1)).update_layout(margin={"t": 36})


def _counts(digit: DigitScores, score: str) -> str:
    """What a share was counted from; F1 has no such counts of its own."""
    if score == "f1":
        return f"{digit.right:,} right, {digit.support:,} to find, {digit.answered:,} answers"
    return f"{digit.right:,} of {digit.support if score == 'recall' else digit.answered:,}"
