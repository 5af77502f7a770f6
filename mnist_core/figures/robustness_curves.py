"""How accuracy and answers change with a digit: curves, sweeps, and maps of places."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnist_core.data.perturbations import PERTURBATIONS, Perturbation
from mnist_core.evaluation.robustness import Curve
from mnist_core.evaluation.sweeps import FARTHEST, Sweep
from mnist_core.figures.palette import Palette, dress, rgb

LINES = (0, 6, 4, 5, 8, 2, 9)  # of the palette's digit colours, the ones that make good lines
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star", "cross")
CELL = 6  # pixels of a place in a map: five maps stand side by side


def accuracy_curves(curves: Mapping[str, Curve], majority: float, palette: Palette) -> go.Figure:
    """Accuracy against the level of one perturbation, a line a network, each with its intervals.

    Parameters
    ----------
    curves : by the network's name, all of the same perturbation
    majority : share of the most frequent digit, drawn as the line to beat
    palette : colours of the appearance
    """
    perturbation = PERTURBATIONS[next(iter(curves.values())).perturbation]
    figure = go.Figure()
    for place, (name, curve) in enumerate(curves.items()):
        shares, intervals = np.array(curve.accuracies), np.array(curve.intervals)
        figure.add_scatter(
            x=curve.levels,
            y=100 * shares,
            name=name,
            **_line(place, palette),
            error_y={
                "array": 100 * (intervals[:, 1] - shares),
                "symmetric": False,
                "width": 2,
                "arrayminus": 100 * (shares - intervals[:, 0]),
                "thickness": 1.2,
            },
            customdata=np.column_stack([curve.right, 100 * intervals]),
            hovertemplate=f"%{{x}} {perturbation.unit}: %{{y:.6g}} %, %{{customdata[0]:,}} of "
            f"{curve.digits:,}<br>95 % interval %{{customdata[1]:.4g}} to %{{customdata[2]:.4g}} %"
            "<extra>%{fullData.name}</extra>",
        )
    figure.add_hline(
        y=100 * majority,
        line={"color": palette.muted, "dash": "dot", "width": 1},
        annotation_text="always answering the commonest digit",
        annotation_position="bottom left",
        annotation_font={"color": palette.muted, "size": 12},
    )
    _mark(figure, perturbation.neutral, "unchanged", palette.muted)
    axis = {"title": {"text": "accuracy, %"}, "range": (0, 103), "zeroline": False}
    figure.update_layout(_layout(perturbation) | {"yaxis": axis})
    return dress(figure, palette, 420)


def sweep_lines(
    sweeps: Mapping[str, Sweep], perturbation_id: str, digit: int, level: float, palette: Palette
) -> go.Figure:
    """The probability each network gives to one answer as a digit is changed; flips are marked.

    Parameters
    ----------
    sweeps : by the network's name
    perturbation_id : what is changed
    digit : the answer whose probability is drawn
    level : where the digit in view stands
    palette : colours of the appearance
    """
    perturbation = PERTURBATIONS[perturbation_id]
    traces = []
    for place, (name, sweep) in enumerate(sweeps.items()):
        chance = sweep.probabilities[:, digit]
        line = _line(place, palette)
        traces.append(
            go.Scatter(
                x=sweep.levels,
                y=chance,
                name=name,
                **line | {"mode": "lines"},
                customdata=sweep.answers,
                hovertemplate="%{x}: %{y:.9g}, read as %{customdata}"
                "<extra>%{fullData.name}</extra>",
            )
        )
        flips = [flip for flip in sweep.flips if flip is not None]
        where = np.searchsorted(sweep.levels, flips)
        traces.append(
            go.Scatter(
                x=flips,
                y=chance[where],
                mode="markers",
                showlegend=False,
                marker=line["marker"] | {"size": 13},
                name=name,
                customdata=sweep.answers[where],
                hovertemplate="from %{x} on read as %{customdata}<extra>%{fullData.name}</extra>",
            )
        )
    axis = {"title": {"text": f"probability of {digit}"}, "range": (-0.03, 1.05), "zeroline": False}
    figure = go.Figure(traces, _layout(perturbation) | {"yaxis": axis})
    _mark(figure, level, "now", palette.accent)
    return dress(figure, palette, 420)


def place_map(probabilities: np.ndarray, right: int, down: int, palette: Palette) -> np.ndarray:
    """Where a digit can be moved: ink while the first answer holds, orange where another wins.

    Parameters
    ----------
    probabilities : float array of shape (25, 25, 10): the ten at every place, rows downwards
    right, down : the place in view, pixels
    palette : colours of the appearance

    Returns
    -------
    uint8 array of shape (150, 150, 3): each place a square, as strong as the answer is sure
    """
    answers, surest = probabilities.argmax(axis=2), probabilities.max(axis=2)
    kept = answers == answers[FARTHEST, FARTHEST]
    colours = np.where(kept[..., np.newaxis], rgb(palette.ink), rgb(palette.positive))
    strength = surest[..., np.newaxis]
    picture = np.rint((1 - strength) * rgb(palette.paper) + strength * colours).astype(np.uint8)
    picture = picture.repeat(CELL, axis=0).repeat(CELL, axis=1)
    row, column = (CELL * (FARTHEST + step) for step in (down, right))
    cross = picture[row : row + CELL, column : column + CELL]
    cross[:] = rgb(palette.paper)
    cross[1:-1, 1:-1] = rgb(palette.accent)
    return picture


def axis_title(perturbation: Perturbation) -> str:
    """What a level means, with its unit: "shift, pixels"."""
    return f"{perturbation.name.lower()}, {perturbation.unit}"


def level_name(level: float) -> str:
    """A level as a short label with a real minus sign: "−0.5"."""
    return f"{level:.3g}".replace("-", "−")


def samples(levels: Sequence[float], most: int = 9) -> tuple[float, ...]:
    """At most so many of the levels, evenly spread, the first and the last among them."""
    chosen = np.linspace(0, len(levels) - 1, min(most, len(levels))).round().astype(int)
    return tuple(levels[place] for place in chosen)


def _line(place: int, palette: Palette) -> dict:
    colour = palette.digits[LINES[place % len(LINES)]]
    return {
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2.5},
        "marker": {"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 8, "color": colour},
    }


def _layout(perturbation: Perturbation) -> dict[str, Any]:
    first, last = perturbation.levels[0], perturbation.levels[-1]
    room = 0.02 * (last - first)  # so that the marks at the ends are whole
    axis = {
        "title": {"text": axis_title(perturbation)},
        "range": (first - room, last + room),
        "showgrid": False,
        "zeroline": False,
        "dtick": 45 if perturbation.unit == "degrees" else None,
    }
    legend = {"y": 1.07}  # above the word at the vertical line
    return {"xaxis": axis, "hovermode": "closest", "showlegend": True, "legend": legend}


def _mark(figure: go.Figure, level: float, text: str, colour: str) -> None:
    """A vertical line with a word above it."""
    line = {"color": colour, "width": 1.5, "dash": "dot"}
    figure.add_shape(
        type="line", x0=level, x1=level, y0=0, y1=1, xref="x", yref="y domain", line=line
    )
    figure.add_annotation(
        text=text,
        x=level,
        y=1,
        xref="x",
        yref="y domain",
        xanchor="center",
        yanchor="bottom",
        showarrow=False,
        font={"color": colour, "size": 12},
    )
