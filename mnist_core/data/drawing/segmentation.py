"""Cutting a number into its digits: which pieces belong together, and in which order they are read.

A piece is a connected area of ink in a picture, or one stroke on the pad. Pieces above each other
are one digit (the bar of a 5), pieces beside each other are two. In a picture, digits may touch:
whoever can tell a digit from something else is asked where to cut them. Lines are read from the
top down, digits from left to right. The lines of a form and the edges of a scan are left out.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from mnist_core.data.drawing.boxes import Box, box_of, boxes_of, in_lines, usual_height
from mnist_core.data.drawing.broken_digits import Piece, joined, label_over_gaps, prepared
from mnist_core.data.drawing.components import amounts, edges, label
from mnist_core.data.drawing.form_lines import along_sides, printed
from mnist_core.data.drawing.ink import Inked
from mnist_core.data.drawing.likeliest import Judge, find_likely_ink
from mnist_core.data.drawing.litter import without_litter
from mnist_core.data.drawing.protocol import (
    EmptyDrawing,
    Preparation,
    prepare_image,
    prepare_strokes,
)
from mnist_core.data.drawing.touching import EDGE, WIDEST, divide
from mnist_core.data.preprocessing import WHITE

DUST = 0.01  # of the ink of the largest piece, which may be a frame: what is smaller is dirt
SPECK = 0.04  # of the ink of the largest piece of a digit: what is smaller is dirt
SMALL = 0.25  # of the height of a digit: nothing below it is a digit of its own
OVERLAP = 0.45  # of the narrower piece: so far above each other, two pieces are one digit
STUMP = 0.5  # of the height of a digit: too low to be one of its own
GAP = 0.1  # of the height: so near a stump is part of the digit beside it
TALLEST = 1.5  # times the height of a digit: higher than that, it is two lines
BETTER = 1.1  # times as like digits: less, and gaps in strokes are gaps between digits
MOST = 100  # digits; more are texture, not a number
Drawn = tuple[np.ndarray, ...] | np.ndarray  # strokes or a picture


@dataclass(frozen=True, eq=False)
class Cut:
    """One digit of a number.

    Attributes
    ----------
    box : where it lay
    line : in which line of the number, from 0
    inside : its strokes, or a uint8 picture of what is in the box and belongs to it
    around : of the whole picture, height and width; (0, 0) for strokes
    """

    box: Box
    line: int
    inside: Drawn
    around: tuple[int, int] = (0, 0)

    @property
    def drawn(self) -> Drawn:
        """Its strokes, or a uint8 picture of the size of the whole with nothing else on it."""
        if isinstance(self.inside, tuple):
            return self.inside
        whole = np.zeros(self.around, np.uint8)
        top, left = int(self.box.top), int(self.box.left)
        height, width = self.inside.shape
        whole[top : top + height, left : left + width] = self.inside
        return whole

    @property
    def preparation(self) -> Preparation:
        """The digit made ready for a network."""
        if isinstance(self.inside, tuple):
            return prepare_strokes(self.inside)
        return prepare_image(self.inside)


class Number(NamedTuple):
    """The digits of a number in reading order, and how they were found.

    Attributes
    ----------
    cuts : the digits
    left_out : how many pieces at the rim looked like none
    bridged : whether gaps in the strokes were passed over, as of chalk or a pale pencil
    """

    cuts: tuple[Cut, ...]
    left_out: int
    bridged: bool = False

    @property
    def sentence(self) -> str:
        """What was decided where that is more than to cut; empty where it is not."""
        said = []
        if self.bridged:
            said.append("Gaps about as wide as the pen are passed over: more like digits so.")
        if self.left_out:
            pieces = "1 piece" if self.left_out == 1 else f"{self.left_out} pieces"
            said.append(f"Left out: {pieces} at the rim, much less like a digit than the others.")
        return " ".join(said)


def segment_image(image: np.ndarray, judge: Judge | None = None) -> tuple[Cut, ...]:
    """Cut a picture of a number into its digits, in reading order.

    Parameters
    ----------
    image : uint8 array of shape (h, w), ink on black, or RGBA of shape (h, w, 4)
    judge : who tells digits from other things, see `divide` and `find_likely_ink`; without one,
        digits that touch are left together

    Raises
    ------
    EmptyDrawing
        If there is no ink.
    ValueError
        If the picture is not as above, or is cut into more than 100 digits.
    """
    return segment_ink(find_likely_ink(image, judge, written).ink, judge).cuts


def written(inked: Inked) -> list[np.ndarray]:
    """The digits of a number as far as they do not touch, float (28, 28) each."""
    return [cut.preparation.digit for cut in segment_ink(inked.ink).cuts]


def segment_ink(ink: np.ndarray, judge: Judge | None = None) -> Number:
    """Do the same for ink that is found already, float (h, w), not all of it 0."""
    mask, shape = ink >= EDGE * ink.max(), (ink.shape[0], ink.shape[1])
    if judge is None:
        return Number(_in_order(_grouped(ink, *label(mask))[0], shape), 0)
    over = _grouped(ink, *label_over_gaps(mask))
    ways = [over]
    with suppress(ValueError):  # flecks of chalk may be too many to be digits
        apart = _grouped(ink, *label(mask))
        ways = [apart] if len(apart[0]) == len(over[0]) else [apart, over]
    divided = [_divided(*it, shape, judge) for it in ways]
    like = [judge.like(np.array([prepared(it) for it in found])).mean() for found, _ in divided]
    best = int(like[-1] > BETTER * like[0])
    found, left_out = divided[best]
    return Number(_in_order(found, shape), left_out, ways[best] is over)


def _grouped(ink: np.ndarray, pieces: np.ndarray, count: int) -> tuple[list[Piece], float]:
    """What is written, pieces above each other together, and how high a digit usually is."""
    boxes = _written(pieces, amounts(pieces, count, ink))
    height = usual_height(np.array([box.height for box in boxes.values()]))
    found = []
    for group in _groups(list(boxes.values())):
        numbers = [list(boxes)[place] for place in group]
        box = reduce(Box.with_, [boxes[it] for it in numbers])
        inside = _window(box)
        found.append(_placed(np.where(np.isin(pieces[inside], numbers), ink[inside], 0), box))
    return found, height


def _divided(
    grouped: list[Piece], height: float, shape: tuple[int, int], judge: Judge
) -> tuple[Sequence[Piece], int]:
    """What touches is cut, broken digits are joined, litter is left out, and how much that is."""
    parts: list[Piece] = []
    for box, picture in grouped:
        divided = divide(picture / np.float32(WHITE), height, judge)
        parts += [_placed(it, box) for it in divided]
    found = joined(parts, height, judge)
    kept = without_litter(found, shape, judge)
    return kept, len(found) - len(kept)


def _window(box: Box) -> tuple[slice, slice]:
    return slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))


def _placed(part: np.ndarray, corner: Box) -> Piece:
    """Where a part of a box lies in the picture, and what is there: uint8 (h, w)."""
    box = box_of(part >= EDGE * part.max())
    picture = np.rint(part[_window(box)] * WHITE).astype(np.uint8)
    top, left = corner.top, corner.left
    return Box(box.top + top, box.left + left, box.bottom + top, box.right + left), picture


def _written(pieces: np.ndarray, sums: np.ndarray) -> dict[int, Box]:
    """The number and the box of each piece that is neither dirt nor a form's line nor an edge."""
    sums[edges(pieces, sums)] = 0.0
    numbers = np.flatnonzero(sums >= DUST * sums.max())
    if len(numbers) > MOST * 2:
        raise _too_many(len(numbers))
    every = boxes_of(pieces)
    chosen = [every[number - 1] for number in numbers]
    sides = [
        along_sides(pieces[box.top : box.bottom, box.left : box.right] == number)
        for box, number in zip(chosen, numbers, strict=True)
    ]
    kept = numbers[~printed(chosen, sums[numbers], np.array(sides))]
    kept = kept[sums[kept] >= SPECK * sums[kept].max()]
    return {number: every[number - 1] for number in kept.tolist()}


def segment_strokes(strokes: Sequence[np.ndarray]) -> tuple[Cut, ...]:
    """Cut the strokes of a number into its digits, in reading order.

    Parameters
    ----------
    strokes : float arrays of shape (n, 2), x to the right and y down

    Raises
    ------
    EmptyDrawing
        If there are no points.
    ValueError
        If a stroke has the wrong shape, or there are more than 100 digits.
    """
    strokes = [np.asarray(stroke, float) for stroke in strokes if len(stroke)]
    if not strokes:
        raise EmptyDrawing
    if len(strokes) > MOST * 2:
        raise _too_many(len(strokes))
    boxes = [Box(*stroke.min(axis=0)[::-1], *stroke.max(axis=0)[::-1]) for stroke in strokes]
    found: list[tuple[Box, Drawn]] = []
    for group in _groups(boxes):
        box = boxes[group[0]]
        for place in group[1:]:
            box = box.with_(boxes[place])
        found.append((box, tuple(strokes[place] for place in group)))
    return _in_order(found)


def _too_many(count: int) -> ValueError:
    return ValueError(f"There are {count} pieces of ink in it: show a number of at most {MOST}.")


def _groups(boxes: Sequence[Box]) -> list[list[int]]:
    """Which pieces are one digit; pieces that are no part of any are left out."""
    height = usual_height(np.array([box.height for box in boxes]))
    groups = [([place], box) for place, box in enumerate(boxes)]
    joined = True
    while joined:
        joined = False
        for first in range(len(groups)):
            for second in range(first + 1, len(groups)):
                if _belong_together(groups[first][1], groups[second][1], height):
                    places, box = groups.pop(second)
                    groups[first] = (groups[first][0] + places, groups[first][1].with_(box))
                    joined = True
                    break
            if joined:
                break
    whole = [places for places, box in groups if max(box.height, box.width) >= SMALL * height]
    return whole or [places for places, _ in groups]


def _belong_together(one: Box, other: Box, height: float) -> bool:
    both = one.with_(other)
    if both.height > TALLEST * height:
        return False
    narrower = min(one.width, other.width)
    shared = one.width + other.width - both.width
    if shared >= OVERLAP * narrower and both.width <= WIDEST * height:
        return True
    stump = min(one.height, other.height) < STUMP * height
    return stump and -shared < GAP * height and both.width <= WIDEST * height


def _in_order(
    found: Sequence[tuple[Box, Drawn]], around: tuple[int, int] = (0, 0)
) -> tuple[Cut, ...]:
    """Lines from the top down, and each from left to right."""
    if len(found) > MOST:
        raise _too_many(len(found))
    lines = in_lines([box for box, _ in found])
    return tuple(
        Cut(found[place][0], number, found[place][1], around)
        for number, line in enumerate(lines)
        for place in line
    )
