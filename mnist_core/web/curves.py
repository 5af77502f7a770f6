"""How a network learnt, as drawings of its own: SVG that is a part of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from mnist_core.training.history import History, smooth

WIDTH, HEIGHT = 420, 250  # as wide as a phone, so that letters are as large there as they should be
LEFT, RIGHT, TOP, BOTTOM = 48, 10, 12, 40  # around the axes
POINTS = 240
"""Most points a curve is drawn with."""
TICKS = 8  # most epochs that are written on the axis
LOSS_LIMITS = 1e-4, 10.0


@dataclass(frozen=True)
class Axes:
    """Where values stand on the drawing: the axis of epochs, and one from `low` to `high`."""

    epochs: float
    low: float
    high: float

    def x(self, epoch: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * epoch / self.epochs

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(share, 0.0), 1.0))


def loss_curve(history: History) -> str:
    """The loss of the batches, smoothed, and of the validation digits, on a scale of powers of 10.

    Parameters
    ----------
    history : of at least one batch
    """
    smoothed = smooth(history.batch_loss, history.span)
    every = np.concatenate([smoothed, history.validation_loss])
    first, last = np.log10(np.clip([every.min(), every.max()], *LOSS_LIMITS))
    decades = range(int(np.floor(first)), int(np.ceil(last)) + 1)
    axes = Axes(_end(history), decades[0], max(decades[-1], decades[0] + 1))
    ticks = [(power, f"{10.0**power:g}") for power in decades]
    return _drawing(
        history, axes, ticks, smoothed, history.validation_loss, _log, "Loss (log scale)"
    )


def accuracy_curve(history: History) -> str:
    """The share of the batches that was read right, smoothed, and that of the validation digits.

    Parameters
    ----------
    history : of at least one batch
    """
    smoothed = smooth(history.batch_accuracy, history.span)
    ticks = [(tenths / 10, f"{10 * tenths} %") for tenths in range(0, 11, 2)]
    axes = Axes(_end(history), 0, 1)
    return _drawing(
        history, axes, ticks, smoothed, history.validation_accuracy, float, "Share read right"
    )


def _end(history: History) -> float:
    return max(float(history.batch_epochs[-1]), float(history.epochs), 1e-9)


def _log(loss: float) -> float:
    return float(np.log10(np.clip(loss, *LOSS_LIMITS)))


def _drawing(
    history: History,
    axes: Axes,
    ticks: Sequence[tuple[float, str]],
    smoothed: np.ndarray,
    validation: np.ndarray,
    scaled: Callable[[float], float],
    title: str,
) -> str:
    chosen = np.unique(np.linspace(0, history.batches - 1, POINTS).astype(int))
    line = _path((axes.x(history.batch_epochs[at]), axes.y(scaled(smoothed[at]))) for at in chosen)
    places = [
        (axes.x(epoch), axes.y(scaled(value))) for epoch, value in enumerate(validation, start=1)
    ]
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in places)
    said = f"{title} over {history.epochs} epochs and {history.batches:,} batches."
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(said)}">'
        f"{_axes(axes, ticks)}"
        f'<path class="batches" d="{line}"/>'
        f'<path class="validation" d="{_path(places)}"/>{dots}</svg>'
    )


def _axes(axes: Axes, ticks: Sequence[tuple[float, str]]) -> str:
    """Lines at the ticks with their numbers, and the epochs below."""
    parts = [
        f'<path class="tick" d="M{LEFT} {axes.y(value):.1f}H{WIDTH - RIGHT}"/>'
        f'<text x="{LEFT - 6}" y="{axes.y(value) + 4:.1f}" text-anchor="end">{escape(text)}</text>'
        for value, text in ticks
    ]
    step = max(int(np.ceil(axes.epochs / TICKS)), 1)
    parts += [
        f'<text x="{axes.x(epoch):.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">'
        f"{epoch}</text>"
        for epoch in range(0, int(axes.epochs) + 1, step)
    ]
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 6}" text-anchor="middle">epochs</text>')
    return "".join(parts)


def _path(places: Iterable[tuple[float, float]]) -> str:
    return "".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(places))
