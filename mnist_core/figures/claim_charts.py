"""The figures of a claim, drawn: what the document says beside what was found."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from mnist_core.figures.palette import Palette, dress
from mnist_core.lessons.claims.chart import Bar, Bars, Chart, Lines

SYMBOLS = ("circle", "diamond", "square", "triangle-up")
FORMS = (("count", ",.0f", ""), ("number", ".3~g", ""), ("percent", ".2f", " %"))


def claim_chart(chart: Chart, palette: Palette) -> go.Figure:
    """Draw what a claim's figures are.

    Parameters
    ----------
    chart : from `mnist_core.lessons.claims`; shares are drawn in percent
    palette : colours of the appearance
    """
    if isinstance(chart, Lines):
        return _lines(chart, palette)
    return _points(chart, palette) if chart.zoomed else _bars(chart, palette)


def in_words(chart: Chart) -> str:
    """What a chart shows, for those who do not see it."""
    if isinstance(chart, Lines):
        lines = ", ".join(
            f"{name} from {_text(y[0], chart.form)} to {_text(y[-1], chart.form)}"
            for name, y in chart.lines
        )
        return f"{chart.y_title} over {chart.x_title}: {lines}."
    bars = ", ".join(f"{bar.label} {_text(bar.value, chart.form)}" for bar in chart.bars)
    return f"{chart.quantity}: {bars}."


def _text(value: float, form: str) -> str:
    if value == float("inf"):
        return "never"
    _, pattern, unit = next(it for it in FORMS if it[0] == form)
    shown = format(100 * value if form == "percent" else value, pattern.replace("~", ""))
    return f"{shown}{unit}".replace("-", "−")


def _scaled(value: float, form: str) -> float:
    return 100 * value if form == "percent" else value


def _bars(chart: Bars, palette: Palette) -> go.Figure:
    """Bars from zero; hollow ones are what the document says, or what it is compared with."""
    finite = [bar for bar in chart.bars if bar.value != float("inf")]
    values = [_scaled(bar.value, chart.form) for bar in finite]
    figure = go.Figure(
        go.Bar(
            orientation="h",
            y=[bar.label for bar in finite],
            x=values,
            marker={
                "color": [palette.panel if bar.said else palette.accent for bar in finite],
                "line": {
                    "color": [palette.muted if bar.said else palette.accent for bar in finite],
                    "width": 1.5,
                },
            },
            text=[_text(bar.value, chart.form) for bar in finite],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:,.6~g}"
            + ("\u2009%" if chart.form == "percent" else "")
            + "<extra></extra>",
        )
    )
    largest, smallest = max([*values, 0]), min([*values, 0])
    room = 0.22 * ((largest - smallest) or 1)
    figure.update_xaxes(
        range=[smallest - room * (smallest < 0), largest + room],
        title=_title(chart.quantity),
        showticklabels=False,
        showgrid=False,
        ticks="",
        fixedrange=True,
        zeroline=smallest < 0,
    )
    figure.update_yaxes(
        range=[len(finite) - 0.5, -0.5], type="category", ticks="", showgrid=False, fixedrange=True
    )
    figure.update_layout(dragmode=False, bargap=0.35)
    return dress(figure, palette, 64 + 34 * len(finite))


def _points(chart: Bars, palette: Palette) -> go.Figure:
    """Points with their intervals, on an axis that shows the differences; the claim as a band."""
    figure = go.Figure()
    values = [_scaled(bar.value, chart.form) for bar in chart.bars]
    lows = [_scaled(_low(bar), chart.form) for bar in chart.bars]
    highs = [_scaled(_high(bar), chart.form) for bar in chart.bars]
    figure.add_scatter(
        x=values,
        y=[bar.label for bar in chart.bars],
        mode="markers",
        showlegend=False,
        marker={"color": palette.accent, "size": 10},
        error_x={
            "type": "data",
            "symmetric": False,
            "thickness": 2,
            "width": 5,
            "array": [high - value for high, value in zip(highs, values, strict=True)],
            "arrayminus": [value - low for low, value in zip(lows, values, strict=True)],
        },
        customdata=list(zip(lows, highs, strict=True)),
        hovertemplate="%{y}: %{x:.6g}<br>95 % interval %{customdata[0]:.4f} to "
        "%{customdata[1]:.4f}<extra></extra>",
    )
    ends = [*lows, *highs]
    if chart.claimed is not None:
        band = [_scaled(end, chart.form) for end in chart.claimed]
        ends += band
        figure.add_vrect(
            x0=band[0],
            x1=band[1],
            fillcolor=palette.positive,
            opacity=0.25,
            line_width=0,
            layer="below",
        )
        figure.add_vline(x=band[1], line={"color": palette.positive, "width": 1}, layer="below")
        figure.add_vline(x=band[0], line={"color": palette.positive, "width": 1}, layer="below")
    limit = 100.0 if chart.form == "percent" else float("inf")
    room = 0.06 * (max(ends) - min(ends) or 1)
    figure.update_xaxes(
        range=[min(ends) - room, min(max(ends) + room, limit + room)],
        title=_title(chart.quantity),
        fixedrange=True,
        zeroline=False,
        nticks=6,
    )
    figure.update_yaxes(
        range=[len(values) - 0.5, -0.5], type="category", ticks="", showgrid=False, fixedrange=True
    )
    figure.update_layout(dragmode=False)
    return dress(figure, palette, 72 + 34 * len(values))


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 14}}


def _low(bar: Bar) -> float:
    return bar.value if bar.low is None else bar.low


def _high(bar: Bar) -> float:
    return bar.value if bar.high is None else bar.high


def _lines(chart: Lines, palette: Palette) -> go.Figure:
    colours = (palette.accent, palette.positive, palette.negative, palette.muted)
    unit = "\u2009%" if chart.form == "percent" else ""
    figure = go.Figure(
        [
            go.Scatter(
                x=[f"{it:g}" for it in chart.x] if chart.categories else list(chart.x),
                y=[_scaled(value, chart.form) for value in y],
                name=name,
                mode="lines+markers" if len(chart.x) <= 15 else "lines",
                line={"color": colours[place], "width": 2.5},
                marker={"symbol": SYMBOLS[place], "size": 9},
                hovertemplate=f"%{{x}}: %{{y:,.6~g}}{unit}<extra>{name}</extra>",
            )
            for place, (name, y) in enumerate(chart.lines)
        ]
    )
    kind = "category" if chart.categories else "linear"
    figure.update_xaxes(
        title=_title(chart.x_title), type=kind, showgrid=False, zeroline=False, fixedrange=True
    )
    if not chart.categories and len(chart.x) <= 15:
        figure.update_xaxes(tickvals=list(chart.x))
    figure.update_yaxes(
        title=_title(f"{chart.y_title}{', %' if chart.form == 'percent' else ''}"),
        rangemode="tozero",
        fixedrange=True,
        zeroline=False,
    )
    figure.update_layout(dragmode=False, showlegend=True)
    return dress(figure, palette, 320).update_layout(margin={"t": 40})
