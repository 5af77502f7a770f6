"""Charts of a search: the best so far, all learning curves, which values did well, what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.accuracy_bars import logit
from mnist_core.figures.palette import Palette, dress
from mnist_core.search.space import Dimension
from mnist_core.search.trial import Trial, TrialState, best, best_so_far, finished

LINES = (0, 6, 4, 5)  # of the palette's digit colours
SYMBOLS = ("circle", "diamond", "square", "x")
TICKS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)


def best_so_far_chart(searches: Mapping[str, Sequence[Trial]], palette: Palette) -> go.Figure:
    """The score of every finished trial, and as a line the highest up to it.

    Parameters
    ----------
    searches : trials by the search's name
    palette : colours of the appearance
    """
    figure = go.Figure()
    for place, (name, trials) in enumerate(searches.items()):
        ended, top = finished(trials), best_so_far(trials)
        colour = palette.digits[LINES[place % len(LINES)]]
        order = np.arange(1, len(ended) + 1)
        figure.add_scatter(
            x=order,
            y=logit([it.score or 0.0 for it in ended]),
            mode="markers",
            name=name,
            legendgroup=name,
            showlegend=False,
            marker={"color": colour, "size": 8, "symbol": SYMBOLS[place % 4], "opacity": 0.7},
            customdata=[(it.number, 100 * (it.score or 0.0), it.values_in_words) for it in ended],
            hovertemplate="trial %{customdata[0]}: %{customdata[1]:.2f} %<br>%{customdata[2]}"
            "<extra>%{fullData.name}</extra>",
        )
        figure.add_scatter(
            x=order,
            y=logit(top),
            mode="lines",
            name=name,
            legendgroup=name,
            line={"color": colour, "width": 2.5, "shape": "hv"},
            hoverinfo="skip",
        )
    figure.update_xaxes(title={"text": "finished trials"}, rangemode="tozero", zeroline=False)
    _accuracy_axis(figure)
    figure.update_layout(showlegend=len(searches) > 1, uirevision="best", hovermode="closest")
    return dress(figure, palette, 300)


def learning_curves_chart(trials: Sequence[Trial], palette: Palette) -> go.Figure:
    """The validation accuracy of all trials after every epoch; the best stands out."""
    figure, winner = go.Figure(), best(trials)
    looks: Mapping[TrialState, dict[str, Any]] = {
        TrialState.FINISHED: {"color": palette.negative, "width": 1.5},
        TrialState.PRUNED: {"color": palette.muted, "width": 1.5, "dash": "dot"},
        TrialState.TRAINING: {"color": palette.positive, "width": 2.5},
        TrialState.FAILED: {"color": palette.grid, "width": 1.5, "dash": "dash"},
    }
    shown: set[str] = set()
    drawn = sorted((it for it in trials if it.curve), key=lambda it: it == winner)
    for trial in drawn:
        name = "best" if trial == winner else str(trial.state)
        look = {"color": palette.accent, "width": 3.5} if trial == winner else looks[trial.state]
        figure.add_scatter(
            x=np.arange(1, len(trial.curve) + 1),
            y=logit(trial.curve),
            mode="lines+markers",
            name=name,
            legendgroup=name,
            showlegend=name not in shown,
            line=look,
            marker={"size": 5},
            customdata=100 * np.array(trial.curve),
            hovertemplate=f"trial {trial.number}, epoch %{{x}}: %{{customdata:.2f}} %<br>"
            f"{trial.values_in_words}<extra></extra>",
        )
        shown.add(name)
    figure.update_xaxes(title={"text": "epochs"}, dtick=1, showgrid=False, zeroline=False)
    _accuracy_axis(figure)
    figure.update_layout(uirevision="curves", hovermode="closest", showlegend=True)
    return dress(figure, palette, 320)


def parallel_chart(
    trials: Sequence[Trial], space: Sequence[Dimension], palette: Palette
) -> go.Figure:
    """Every finished trial as a line through the values it tried, coloured by its score."""
    ended = finished(trials)
    scores = 100 * np.array([it.score or 0.0 for it in ended])
    axes = [_axis(it, [trial.values[it.name] for trial in ended]) for it in space]
    axes.append({"label": "accuracy, %", "values": scores})
    figure = go.Figure(
        go.Parcoords(
            dimensions=axes,
            line={
                "color": scores,
                "colorscale": [(0.0, palette.grid), (0.5, palette.negative), (1.0, palette.accent)],
            },
            labelfont={"color": palette.muted, "size": 13},
            tickfont={"color": palette.text, "size": 12, "shadow": _halo(palette.paper)},
            rangefont={"color": "rgba(0,0,0,0)"},
        )
    )
    return dress(figure, palette, 320).update_layout(margin={"l": 56, "r": 48, "t": 44, "b": 24})


def _halo(colour: str) -> str:
    """Around letters, so that lines end before them."""
    return ", ".join(f"{x}px {y}px 2px {colour}" for x in (-1, 1) for y in (-1, 1))


def _accuracy_axis(figure: go.Figure) -> None:
    """An axis on which 98 and 99 % lie as far apart as 50 and 67: one failure hides no winner."""
    figure.update_yaxes(
        title={"text": "validation accuracy, %"},
        tickvals=logit(TICKS),
        ticktext=[f"{100 * tick:g}" for tick in TICKS],
        zeroline=False,
    )


def _axis(dimension: Dimension, values: Sequence[Any]) -> dict[str, Any]:
    """One axis: numbers as they are or by their logarithm, choices side by side."""
    label = dimension.setting.title
    if dimension.values:
        places = list(dimension.values)
        return {
            "label": label,
            "values": [places.index(value) for value in values],
            "tickvals": list(range(len(places))),
            "ticktext": [f"{it:g}" if isinstance(it, (int, float)) else it for it in places],
            "range": [0, max(len(places) - 1, 1)],
        }
    if dimension.setting.logarithmic and dimension.low > 0:
        ticks = np.geomspace(dimension.low, dimension.high, 4)
        return {
            "label": label,
            "values": np.log10(values),
            "range": np.log10([dimension.low, dimension.high]),
            "tickvals": np.log10(ticks),
            "ticktext": [f"{it:.2g}" for it in ticks],
        }
    return {"label": label, "values": values, "range": [dimension.low, dimension.high]}


def importance_chart(shares: Mapping[str, float], titles: Mapping[str, str], palette: Palette):
    """How much each setting decides, as bars; the largest on top.

    Parameters
    ----------
    shares : by the setting's name, sum 1
    titles : in words, by the setting's name
    """
    names = sorted(shares, key=lambda name: shares[name])
    figure = go.Figure(
        go.Bar(
            x=[shares[name] for name in names],
            y=[titles[name] for name in names],
            orientation="h",
            marker={"color": palette.accent},
            text=[f"{shares[name]:.0%}" for name in names],
            textposition="auto",
            hovertemplate="%{y}: %{x:.1%}<extra></extra>",
        )
    )
    figure.update_xaxes(title={"text": "share of what decides"}, tickformat=".0%", range=[0, 1])
    figure.update_yaxes(showgrid=False, ticks="")
    figure.update_layout(margin={"r": 24})  # for "100%"
    return dress(figure, palette, 110 + 30 * len(names))
