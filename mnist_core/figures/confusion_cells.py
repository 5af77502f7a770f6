"""The confusion matrix as cells with text and colour, for a table whose cells can be pressed."""

from dataclasses import dataclass

import numpy as np

from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette, mix, rgb


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes
    ----------
    true, read : the digit, and what it was read as
    text : what stands in it; empty for none
    words : the same for a pointer or a screen reader
    fill, ink : the colours of ground and text, as #rrggbb
    """

    true: int
    read: int
    text: str
    words: str
    fill: str
    ink: str


def cells(
    matrix: np.ndarray, palette: Palette, *, rates: bool = False, errors_only: bool = False
) -> tuple[Cell, ...]:
    """The hundred cells, row by row: one row for each true digit, 0 at the top.

    Right answers are in ink, errors in orange; each of the two has a scale of its own, up to its
    largest cell, because there are a hundred times as many right answers.

    Parameters
    ----------
    matrix : int array of shape (10, 10), rows true, columns predicted
    palette : colours of the appearance
    rates : whether to show shares of the row instead of counts
    errors_only : whether to leave the right answers out
    """
    totals = matrix.sum(axis=1, keepdims=True)
    shares = np.divide(matrix, totals, out=np.zeros(matrix.shape), where=totals > 0)
    values = shares if rates else matrix.astype(float)
    right = np.eye(len(matrix), dtype=bool)
    most = {True: values[right].max() or 1, False: values[~right].max() or 1}
    found = []
    for (true, read), count in np.ndenumerate(matrix):
        same = bool(right[true, read])
        strength = 0.0 if same and errors_only else float(values[true, read] / most[same])
        shown = count > 0 and not (same and errors_only)
        number = percent(shares[true, read]).removesuffix(" %") if rates else f"{count:,}"
        fill = mix(palette.paper, palette.ink if same else palette.positive, strength)
        words = _words(true, read, int(count), int(totals[true, 0]))
        text = number if shown else ""
        found.append(Cell(true, read, text, words, fill, _readable(palette, fill)))
    return tuple(found)


def _readable(palette: Palette, fill: str) -> str:
    """The colour for text on `fill`: the page's text or its paper, whichever is further away."""
    ground = _lightness(fill)
    return max(palette.text, palette.paper, key=lambda ink: _contrast(_lightness(ink), ground))


def _contrast(first: float, second: float) -> float:
    """The contrast ratio of the Web Content Accessibility Guidelines, 1 to 21."""
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def _lightness(colour: str) -> float:
    """Relative luminance, by the same guidelines: 0 to 1."""
    share = rgb(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _words(true: int, read: int, count: int, total: int) -> str:
    digits = "1 digit" if count == 1 else f"{count:,} digits"
    share = f", {percent(count / total)} of the {true}s" if total else ""
    return f"{true} read as {read}: {digits}{share}"
