"""Printed lines across a picture, ruled, squared or around a form's cell, taken out of its ink.

A line is thin, straight or gently bent, and goes on without a gap for half of the picture. So
does many a 1, and the bar of a 7 in a narrow crop: a line is printed only if it goes on far
beyond all else that is written, to both sides. Where ink crosses it, the ink is thicker than the
line, and stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from mnist_core.data.drawing.boxes import Box, boxes_of
from mnist_core.data.drawing.components import amounts, label, near
from mnist_core.data.drawing.run_lengths import ends, thickness

THIN = 0.05  # of the picture's side, between its larger and its smaller: no line is thicker
STEP = 8  # columns: so far a line is followed at once, by at most one row up or down
BEND = 0.1  # of a step that is all ink: what a row up or down costs
LONG = 0.5  # of the picture's side, at least
WHOLE = 0.85  # of its length, at least, is ink
ALONE = 0.4  # of its length, at least, nothing crosses it
THICKER = 1.5  # times as thick as the line: there, something crosses it
BEYOND = 0.15  # of what is written: how far a line goes on at both ends
LONGER = 1.6  # times what is written, at least
ACROSS = 2.0  # times as long as what is written is high: a rule from rim to rim
UNDERLINE = 3.0  # times as long as what is written is high, if it ends on the paper
ALIKE = 1.6  # times as thick as most, and a pixel more
FINER = 0.6  # times as thick as the pen, at most: so fine a line from rim to rim is printed
CORNER = 2  # times a line's thickness: how near to a corner of a cell it ends
SLANT = 0.03  # of its length more, and four pixels
DOT = 4  # times as large as a line is thick: what is smaller is no writing
SMALL = 0.05  # of the largest piece's ink: what is smaller is no writing either
MOST = 60  # lines a direction


@dataclass(frozen=True, eq=False)
class Line:
    """A line from one column to another.

    Attributes
    ----------
    start, stop : its first column, and the one after its last
    rows : int array (stop - start,), in which row it is in each of its columns
    thick : pixels
    """

    start: int
    stop: int
    rows: np.ndarray
    thick: float


class Writing(NamedTuple):
    """What is written where the lines are, as those of one direction meet it.

    Attributes
    ----------
    box : around it
    pen : how thick it usually is, pixels
    upright : whether the lines lead down, and rows and columns have changed places
    """

    box: Box
    pen: float
    upright: bool = False

    @property
    def turned(self) -> "Writing":
        box = Box(self.box.left, self.box.top, self.box.right, self.box.bottom)
        return Writing(box, self.pen, not self.upright)


def without_rules(ink: np.ndarray) -> tuple[np.ndarray, int]:
    """Take the printed lines out of a picture's ink.

    Parameters
    ----------
    ink : float array of shape (h, w), 0 = paper, 1 = ink

    Returns
    -------
    the ink without them, and how many they were; the same array if there are none
    """
    across, down = _alike(find_lines(ink > 0), find_lines(ink.T > 0))
    height, width = ink.shape
    while across or down:
        bare = _erased(ink, across, down)
        thick = max(line.thick for line in (*across, *down))
        written = _writing(bare, thick)
        if written is None:
            return ink, 0
        rows = [it for it in across if _printed(it, written, width, across, down)]
        tall = written.box.height >= DOT * thick  # else it may be the foot of a 1
        columns = [it for it in down if tall and _printed(it, written.turned, height, down, across)]
        if len(rows) == len(across) and len(columns) == len(down):
            return bare, len(rows) + len(columns)
        across, down = rows, columns
    return ink, 0


def _alike(across: list[Line], down: list[Line]) -> tuple[list[Line], list[Line]]:
    """Without those that are thicker than most: lines are printed with one pen."""
    each = [np.median([it.thick for it in lines]) for lines in (across, down) if lines]
    most = ALIKE * min(each, default=0.0) + 1
    return [it for it in across if it.thick <= most], [it for it in down if it.thick <= most]


def find_lines(mask: np.ndarray) -> list[Line]:
    """The thin lines that lead from side to side through a mask, bool (h, w), or through half."""
    height, width = mask.shape
    most = max(3, round(THIN * np.sqrt(height * width)))
    if width < 2 * STEP:
        return []
    first, last = ends(mask)
    thin = mask & (last - first <= most)
    near_it = thin.copy()
    near_it[1:] |= thin[:-1]
    near_it[:-1] |= thin[1:]
    padded = np.pad(near_it, ((0, 0), (0, -width % STEP)))
    value = padded.reshape(height, -1, STEP).mean(axis=2, dtype=np.float32)  # (h, steps)
    found: list[Line] = []
    for _ in range(MOST):
        way, total = _best_way(value)
        if total < LONG * value.shape[1] * ALONE:
            break
        line = _line(way, mask, thin, first, last)
        if line is not None:
            found.append(line)
        elif total < LONG * value.shape[1]:
            break
        for step, row in enumerate(way):
            value[max(0, row - most) : row + most + 1, step] = 0
    return found


def _best_way(value: np.ndarray) -> tuple[np.ndarray, float]:
    """The way from left to right that meets the most: rows, int (steps,), and how much it meets.

    Found as Viterbi's algorithm finds it, from step to step.
    """
    height, steps = value.shape
    came = np.zeros((steps, height), np.int8)
    total = value[:, 0].copy()
    for step in range(1, steps):
        best, way = total.copy(), came[step]
        for move in (-1, 1):  # from the row above, or the one below
            other = np.full(height, -np.inf, np.float32)
            if move == -1:
                other[1:] = total[:-1] - BEND
            else:
                other[:-1] = total[1:] - BEND
            better = other > best
            best[better], way[better] = other[better], move
        total = best + value[:, step]
    rows = np.empty(steps, int)
    rows[-1] = total.argmax()
    for step in range(steps - 1, 0, -1):
        rows[step - 1] = rows[step] + came[step, rows[step]]
    return rows, float(total.max())


def _line(
    way: np.ndarray, mask: np.ndarray, thin: np.ndarray, first: np.ndarray, last: np.ndarray
) -> Line | None:
    """The line along a way, where there is one: from end to end of what is ink without a gap."""
    height, width = mask.shape
    middles = np.arange(len(way)) * STEP + (STEP - 1) / 2
    rows = np.rint(np.interp(np.arange(width), middles, way)).astype(int)
    columns = np.arange(width)
    inked = np.zeros(width, bool)
    alone = np.zeros(width, bool)
    for off in (2, -2, 1, -1, 0):  # the nearest row with ink is the last one taken
        there = (rows + off).clip(0, height - 1)
        inked |= mask[there, columns]
        alone |= thin[there, columns]
    start, stop = _longest(inked)
    if stop - start < LONG * width or alone[start:stop].mean() < ALONE:
        return None
    met = np.stack([(rows + off).clip(0, height - 1) for off in (0, 1, -1, 2, -2)])
    at = met[mask[met, columns].argmax(axis=0), columns]
    chosen = columns[start:stop][alone[start:stop] & mask[at, columns][start:stop]]
    lengths = (last - first)[at[chosen], chosen]
    return Line(start, stop, at[start:stop], float(np.median(lengths)))


def _longest(inked: np.ndarray) -> tuple[int, int]:
    """Where the longest stretch begins and ends that is ink but for small gaps."""
    places = np.flatnonzero(inked)
    if not places.size:
        return 0, 0
    gap = max(3, round((1 - WHOLE) / 4 * len(inked)))
    parts = np.split(places, np.flatnonzero(np.diff(places) > gap) + 1)
    longest = max(parts, key=np.ptp)
    start, stop = int(longest[0]), int(longest[-1]) + 1
    return (start, stop) if inked[start:stop].mean() >= WHOLE else (0, 0)


def _erased(ink: np.ndarray, across: Iterable[Line], down: Iterable[Line]) -> np.ndarray:
    """The ink without lines, first those across and then, where those no longer meet them, down."""
    bare = ink.copy()
    for picture, lines in ((bare, across), (bare.T, down)):
        first, last = ends(picture > 0)
        for line in lines:
            columns = np.arange(line.start, line.stop)
            top, bottom = first[line.rows, columns], last[line.rows, columns]
            chosen = bottom - top <= THICKER * line.thick + 1
            for column, begin, end in zip(
                columns[chosen], top[chosen], bottom[chosen], strict=True
            ):
                picture[begin:end, column] = 0
    return bare


def _writing(ink: np.ndarray, thick: float) -> Writing | None:
    """What is written, with the lines taken out; None if it is but dots, or lines along the rim.

    Two dots, however far apart, are the ends of a 1 that was taken for a line.
    """
    pieces, count = label(ink > 0)
    sums, deep = amounts(pieces, count, ink), near(ink.shape)
    inner = np.zeros(count + 1, bool)
    inner[np.unique(pieces[deep:-deep, deep:-deep])] = True
    sums[~inner] = 0.0
    if not sums.any():
        return None
    every = boxes_of(pieces)
    written = [every[it - 1] for it in np.flatnonzero(sums >= SMALL * sums.max()).tolist()]
    if all(max(box.height, box.width) < DOT * thick for box in written):
        return None
    pen = np.median(thickness(ink > 0)[ink > 0])
    return Writing(reduce(Box.with_, written), float(pen))


def _printed(
    line: Line, written: Writing, width: int, along: list[Line], others: list[Line]
) -> bool:
    """Whether a line ends nowhere on the paper, and goes on far beyond what is written.

    Or is much finer than the pen, from rim to rim; or is an underline. A cell has two sides: a
    single line between two rules may be a stem.
    """
    box, length, deep = written.box, line.stop - line.start, near((width,))
    tips = line.start, line.stop
    rims = line.start <= deep, line.stop >= width - deep
    met = [where for where in (_crossing(line, other) for other in others) if where is not None]
    slack = CORNER * min([line.thick, *(it.thick for it in others)]) + SLANT * length + 4
    cell = [any(abs(end - it) <= slack for it in met) for end in tips]
    touched = CORNER * line.thick  # what touches the side of a cell may leave a stump there
    if line.start > box.left + touched or line.stop < box.right - touched:
        return False
    if all(cell):
        return len(along) > 1
    if all(rim or side for rim, side in zip(rims, cell, strict=True)):
        if len(met) > 1 or all(rims) and line.thick <= FINER * written.pen:  # squared, or ruled
            return True
        more = BEYOND * box.width
        beyond = line.start <= box.left - more and line.stop >= box.right + more
        return beyond and length >= LONGER * box.width or length >= ACROSS * box.height
    return not written.upright and length >= UNDERLINE * max(box.height, line.thick)


def _crossing(line: Line, other: Line) -> int | None:
    """In which of its columns a line meets one that leads the other way, or None."""
    row, column = 0, int(np.median(other.rows))
    for _ in range(2):  # both lean but little
        row = int(line.rows[np.clip(column - line.start, 0, len(line.rows) - 1)])
        column = int(other.rows[np.clip(row - other.start, 0, len(other.rows) - 1)])
    slack = CORNER * min(line.thick, other.thick) + SLANT * len(line.rows) + 4
    inside = line.start - slack <= column <= line.stop + slack
    return column if inside and other.start - slack <= row <= other.stop + slack else None
