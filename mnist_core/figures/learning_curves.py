"""Curves of a training: loss and accuracy, batch by batch and epoch by epoch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.palette import Palette, dress
from mnist_core.training.history import History, smooth

CHANCE = 0.1  # one of ten
EMPTY_LOSSES = (-2, 0.6)  # powers of ten, where losses will be: ln 10 = 2.3 to begin with
TOO_CLOSE = 0.005  # two lines nearer than this are one
POINTS = 500
"""Most points a curve is drawn with; a screen shows no more."""


def loss_curve(
    history: History, epochs: int, palette: Palette, loss: str = "cross_entropy"
) -> go.Figure:
    """The loss of every batch, its moving mean, and the loss on the validation digits.

    Parameters
    ----------
    history : what the training has reported so far
    epochs : how many epochs are planned, the end of the axis
    palette : colours of the appearance
    loss : its name in the recipe
    """
    figure = _curves(
        history, history.batch_loss, history.validation_loss, epochs, palette, "loss %{y:.4f}"
    )
    figure.update_yaxes(
        title={"text": f"{loss_title([loss])}, log scale"},
        type="log",
        dtick=1,
        exponentformat="none",
    )
    if not history.batches:
        figure.update_yaxes(range=EMPTY_LOSSES)
    return dress(figure, palette, 300)


def accuracy_curve(
    history: History, epochs: int, palette: Palette, majority: float | None = None
) -> go.Figure:
    """The share read right in every batch, its moving mean, and the share on validation digits.

    Parameters
    ----------
    history : what the training has reported so far
    epochs : how many epochs are planned, the end of the axis
    palette : colours of the appearance
    majority : share of the most frequent digit, drawn as the line that knowing nothing reaches
    """
    figure = _curves(
        history, history.batch_accuracy, history.validation_accuracy, epochs, palette, "%{y:.2%}"
    )
    for share, name, place in _baselines(majority):
        figure.add_hline(
            y=share,
            line={"color": palette.muted, "dash": "dot", "width": 1},
            annotation_text=name,
            annotation_font={"color": palette.muted, "size": 12},
            annotation_position=f"{place} right",
        )
    figure.update_yaxes(title={"text": "share read right"}, tickformat=".0%", range=[0, 1.02])
    figure.update_layout(showlegend=False)  # the loss above has the same curves
    return dress(figure, palette, 270)


def loss_title(losses: Iterable[str]) -> str:
    """What an axis calls losses, by their names in recipes, with the unit where they have one."""
    kinds = {loss == "squared_error" for loss in losses}
    if len(kinds) > 1:
        return "loss, each run's own"
    return "mean squared error" if True in kinds else "loss in nats"


def comparison(
    histories: Mapping[str, History], palette: Palette, title: str = "loss in nats"
) -> go.Figure:
    """The loss on the validation digits after every epoch, one line a run.

    Parameters
    ----------
    histories : by the run's name
    palette : colours of the appearance
    title : what the axis calls their loss, as ``loss_title`` has it
    """
    figure = go.Figure(
        [
            go.Scatter(
                x=np.arange(1, history.epochs + 1),
                y=history.validation_loss,
                name=name,
                mode="lines+markers",
                line={"color": palette.digits[place], "width": 2.5},
                marker={"symbol": place, "size": 9},
                customdata=history.validation_accuracy,
                hovertemplate="epoch %{x}: loss %{y:.4f}, %{customdata:.2%} right"
                "<extra>%{fullData.name}</extra>",
            )
            for place, (name, history) in enumerate(histories.items())
        ]
    )
    figure.update_xaxes(title={"text": "epochs"}, dtick=1, showgrid=False, zeroline=False)
    figure.update_yaxes(title={"text": f"validation {title}, log scale"}, type="log", dtick=1)
    figure.update_layout(showlegend=True)
    return dress(figure, palette, 340)


def mark_events(figure: go.Figure, history: History, palette: Palette) -> go.Figure:
    """Draw into a curve where somebody changed the learning rate, and the epoch that was kept."""
    per_epoch = max(history.batches_per_epoch, 1)
    events = [
        (batches / per_epoch, f"rate × {factor:g}") for batches, factor in history.rate_changes
    ]
    if history.best_epoch:
        events.append((history.best_epoch, "best epoch"))
    middle = figure.to_dict()["layout"]["xaxis"]["range"][1] / 2
    for place, said in events:
        figure.add_vline(
            x=place,
            line={"color": palette.muted, "dash": "dash", "width": 1},
            annotation_text=said,
            annotation_position="top left" if place > middle else "top right",
            annotation_font={"color": palette.muted, "size": 12},
        )
    return figure


def mark(figure: go.Figure, epochs: float, palette: Palette) -> go.Figure:
    """Draw a cursor into a curve, at a moment counted in epochs."""
    return figure.add_vline(x=epochs, line={"color": palette.accent, "width": 2})


def _baselines(majority: float | None) -> list[tuple[float, str, str]]:
    """What knowing nothing reaches: share, name, and on which side of its line the name stands."""
    commonest = "always answering the commonest digit"
    if majority is None:
        return [(CHANCE, f"guessing: {CHANCE:.0%}", "bottom")]
    if abs(majority - CHANCE) < TOO_CLOSE:
        return [(majority, f"guessing, or {commonest}: {majority:.1%}", "top")]
    return [
        (CHANCE, f"guessing: {CHANCE:.0%}", "bottom"),
        (majority, f"{commonest}: {majority:.1%}", "top"),
    ]


def _curves(
    history: History,
    per_batch: np.ndarray,
    per_epoch: np.ndarray,
    epochs: int,
    palette: Palette,
    value: str,
) -> go.Figure:
    chosen = np.unique(np.linspace(0, max(history.batches - 1, 0), POINTS).astype(int))
    chosen = chosen[: history.batches]
    x = history.batch_epochs[chosen]
    hover = f"epoch %{{x:.2f}}: {value}<extra>%{{fullData.name}}</extra>"
    figure = go.Figure(
        [
            go.Scatter(
                x=x,
                y=per_batch[chosen],
                name="one batch",
                mode="lines",
                opacity=0.35,
                line={"color": palette.muted, "width": 1},
                hoverinfo="skip",
            ),
            go.Scatter(
                x=x,
                y=smooth(per_batch, history.span)[chosen],
                name="smoothed",
                mode="lines",
                line={"color": palette.negative, "width": 2.5},
                hovertemplate=hover,
            ),
            go.Scatter(
                x=np.arange(1, history.epochs + 1),
                y=per_epoch,
                name="validation",
                mode="lines+markers",
                hovertemplate=hover,
                line={"color": palette.positive, "width": 2.5},
                marker={"size": 9},
            ),
        ]
    )
    end = max(epochs, 1) * 1.02  # so that the last point is whole
    figure.update_xaxes(title={"text": "epochs"}, range=[0, end], showgrid=False, zeroline=False)
    figure.update_layout(uirevision="training", hovermode="closest")
    return figure
