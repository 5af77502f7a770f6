"""Accuracies beside what guessing would reach, on an axis that shows 99.2 and 99.3 % apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mnist_core.evaluation.statistics import wilson
from mnist_core.figures.palette import Palette, dress

TICKS = (0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
ENDS = (0.005, 0.9998)  # what lies beyond is drawn at the end


@dataclass(frozen=True)
class Counted:
    """How many digits somebody read right: the name, right, of how many, and whether it is main."""

    name: str
    right: int
    count: int
    main: bool = True


def logit(share: ArrayLike) -> np.ndarray:
    """Where a share stands on the axis: log(p / (1 − p)), so that 90, 99, 99.9 % are far apart."""
    inside = np.clip(np.asarray(share), *ENDS)
    return np.log(inside / (1 - inside))


def accuracies(
    rows: Sequence[Counted],
    palette: Palette,
    *,
    baseline: float,
    majority: int,
    ceiling: float | None = None,
) -> go.Figure:
    """One row for each network: its accuracy with the 95 % interval, and the majority baseline.

    Parameters
    ----------
    rows : top to bottom
    palette : colours of the appearance
    baseline : the accuracy of always answering the most frequent digit, in [0, 1]
    majority : that digit
    ceiling : what a reader reaches who answers every digit of doubtful label as people do
    """
    figure = go.Figure()
    for main, colour in ((True, palette.accent), (False, palette.positive)):
        places = [k for k, row in enumerate(rows) if row.main == main]
        chosen = [rows[k] for k in places]
        shares = np.array([row.right / row.count for row in chosen])
        limits = np.array([wilson(row.right, row.count) for row in chosen]).reshape(-1, 2)
        figure.add_scatter(
            x=logit(shares),
            y=places,
            mode="markers",
            marker={"color": colour, "size": 9},
            error_x={
                "array": logit(limits[:, 1]) - logit(shares),
                "symmetric": False,
                "width": 3,
                "arrayminus": logit(shares) - logit(limits[:, 0]),
                "thickness": 1.5,
            },
            customdata=[
                (row.name, 100 * share, row.right, row.count, 100 * low, 100 * high)
                for row, share, (low, high) in zip(chosen, shares, limits, strict=True)
            ],
            hovertemplate="%{customdata[0]}: %{customdata[1]:.6g} %, %{customdata[2]:,} of "
            "%{customdata[3]:,}<br>95 % interval %{customdata[4]:.4g} to %{customdata[5]:.4g} %"
            "<extra></extra>",
        )
    _line(figure, palette, baseline, f"always {majority}", "left")
    if ceiling is not None:
        _line(figure, palette, ceiling, f"perfect {100 * ceiling:.4g}", "right")
    figure.update_xaxes(
        title={"text": "accuracy, %"},
        range=list(logit(np.array(ENDS))),
        tickvals=logit(np.array(TICKS)),
        ticktext=[f"{100 * tick:g}" for tick in TICKS],
        fixedrange=True,
        zeroline=False,
    )
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[row.name for row in rows],
        fixedrange=True,
        range=[len(rows) - 0.5, -0.8],
        showgrid=False,
        zeroline=False,
        ticks="",
    )
    figure.update_layout(dragmode=False, showlegend=False)
    return dress(figure, palette, 110 + 32 * len(rows)).update_layout(margin={"t": 28})


def _line(figure: go.Figure, palette: Palette, share: float, text: str, anchor: str) -> None:
    figure.add_vline(
        x=logit(share),
        line={"color": palette.muted, "dash": "dot", "width": 1},
        annotation={
            "text": text,
            "font": {"color": palette.muted},
            "yanchor": "bottom",
            "xanchor": anchor,
        },
    )
