"""Charts of the ready experiments: scores by value with every seed, and what two searches tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.palette import Palette, dress
from mnist_core.search.answers import ScoresOfValue, by_value
from mnist_core.search.space import SEARCHED
from mnist_core.search.trial import Trial, finished

LINES = (0, 6)  # of the palette's digit colours
APART = 0.16  # between two lines, of the distance between two values


def values_chart(
    trials: Sequence[Trial], varied: str, palette: Palette, lines: str = ""
) -> go.Figure:
    """A dot for every training, by the value of one setting; the mean with its 95 % interval.

    Parameters
    ----------
    varied : the setting on the axis; its values stand side by side
    palette : colours of the appearance
    lines : another setting, each value of which gets a line of its own; none where empty
    """
    figure = go.Figure()
    kinds = list(dict.fromkeys(it.values.get(lines) for it in finished(trials)))
    for place, kind in enumerate(kinds):
        chosen = [it for it in trials if it.values.get(lines) == kind]
        rows = sorted(by_value(chosen, varied), key=lambda row: row.value)
        shift = APART * (place - (len(kinds) - 1) / 2)
        colour = palette.digits[LINES[place % len(LINES)]] if lines else palette.accent
        figure.add_traces(_dots_and_means(rows, str(kind) if lines else "mean", shift, colour))
    values = sorted({it.values[varied] for it in finished(trials)})
    figure.update_xaxes(
        title={"text": SEARCHED[varied].title},
        tickvals=list(range(len(values))),
        ticktext=[f"{it:g}" if isinstance(it, (int, float)) else it for it in values],
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(title={"text": "validation accuracy, %"}, zeroline=False)
    figure.update_layout(uirevision="values", hovermode="closest", showlegend=True)
    return dress(figure, palette, 340)


def _dots_and_means(
    rows: Sequence[ScoresOfValue], name: str, shift: float, colour: str
) -> list[go.Scatter]:
    """Every score as a dot, and the means as a line with their intervals."""
    dots = [(place + shift, 100 * score) for place, row in enumerate(rows) for score in row.scores]
    limits = [row.interval or (row.mean, row.mean) for row in rows]
    texts = [
        f"{row.value}: mean {row.mean:.2%}, 95 % interval {low:.2%} to {high:.2%}"
        for row, (low, high) in zip(rows, limits, strict=True)
    ]
    reach = [100 * (high - row.mean) for row, (_, high) in zip(rows, limits, strict=True)]
    bar = {"size": 13, "symbol": "line-ew", "line": {"width": 3, "color": colour}}
    return [
        go.Scatter(
            x=[x for x, _ in dots],
            y=[y for _, y in dots],
            mode="markers",
            showlegend=False,
            marker={"color": colour, "size": 9, "opacity": 0.45},
            hovertemplate="one training: %{y:.2f} %<extra></extra>",
        ),
        go.Scatter(
            x=[place + shift for place in range(len(rows))],
            y=[100 * row.mean for row in rows],
            mode="lines+markers",
            name=name,
            line={"color": colour, "width": 1.5},
            marker={"color": colour} | bar,
            error_y={"array": reach, "thickness": 1.2, "width": 4},
            text=texts,
            hovertemplate="%{text}<extra></extra>",
        ),
    ]


def tried_chart(
    searches: Mapping[str, Sequence[Trial]], x: str, y: str, palette: Palette
) -> go.Figure:
    """Where each search has tried: a dot for a training, the larger the better it was.

    Parameters
    ----------
    searches : trials by the search's name
    x, y : the two settings on the axes
    """
    figure = go.Figure()
    scores = [it.score or 0.0 for trials in searches.values() for it in finished(trials)]
    low, high = (min(scores), max(scores)) if scores else (0.0, 1.0)
    for place, (name, trials) in enumerate(searches.items()):
        ended = finished(trials)
        shares = [((it.score or 0.0) - low) / max(high - low, 1e-9) for it in ended]
        figure.add_scatter(
            x=[it.values[x] for it in ended],
            y=[it.values[y] for it in ended],
            mode="markers",
            name=name,
            marker={
                "color": palette.digits[LINES[place % len(LINES)]],
                "symbol": ("circle", "diamond")[place % 2],
                "size": 8 + 16 * np.array(shares) ** 2,
                "opacity": 0.75,
            },
            customdata=[100 * (it.score or 0.0) for it in ended],
            hovertemplate=f"{SEARCHED[x].label} %{{x:.3g}}, {SEARCHED[y].label} %{{y:.2g}}: "
            "%{customdata:.2f} %<extra>%{fullData.name}</extra>",
        )
    figure.update_xaxes(title={"text": SEARCHED[x].title}, zeroline=False)
    if SEARCHED[x].logarithmic:
        figure.update_xaxes(type="log", dtick=1, tickformat="~g")  # 0.0001, and not 100µ
    figure.update_yaxes(title={"text": SEARCHED[y].title}, zeroline=False)
    figure.update_layout(uirevision="tried", hovermode="closest", showlegend=True)
    return dress(figure, palette, 340)
