"""Digits that touch: one piece of ink is cut where its parts look most like digits.

Where a cut may be, geometry says: along the lines, upright and slanted, that meet the least ink.
Which of them are taken, a reader decides that says how much a picture looks like a digit: the
cuts of whose parts even the worst looks most like one. What looks more like a digit whole than
in parts stays whole; the wider it is, the more it has to; and a reader that is sure of what is no
digit asks more of every further cut. Books call it recognition-based segmentation (R. G. Casey &
E. Lecolinet 1996, "A survey of methods and strategies in character segmentation").
"""

from itertools import combinations, pairwise

import numpy as np

from mnist_core.data.drawing.boxes import box_of
from mnist_core.data.drawing.likeliest import Judge
from mnist_core.data.drawing.protocol import prepare_image
from mnist_core.data.preprocessing import WHITE

EDGE = 0.25  # of full ink: what is fainter does not count as ink
WIDEST = 1.35  # times the height of a digit: what is wider is more than one
NARROWEST = 0.55  # times the height: two digits beside each other are at least as wide
LOWEST = 0.5  # times the height: what is lower is no digit
SLANTS = (-0.25, 0.0, 0.25)  # columns a row: how much a line leans
APART = 0.14  # of the height: how far lines stay from each other
MARGIN = 0.12  # of the height: how far they stay from both ends
PATIENCE = 4  # lines for each height of width, and two more
MOST_LINES = 40
FINE = 64  # pixels: how high a digit is while cuts are tried; more only takes longer


def divide(ink: np.ndarray, height: float, judge: Judge) -> list[np.ndarray]:
    """Cut a piece of ink into the digits it is made of.

    Parameters
    ----------
    ink : float array of shape (h, w), 0 = paper, 1 = ink
    height : of a usual digit beside it, in pixels
    judge : who tells digits from other things

    Returns
    -------
    the parts from left to right, float arrays of shape (h, w) that add up to the ink
    """
    box = box_of(ink >= EDGE * ink.max())
    if box.width <= NARROWEST * height or box.height < LOWEST * height:
        return [ink]
    factor = max(1, int(height / FINE))
    small = _shrunk(ink[box.top : box.bottom, box.left : box.right] / ink.max(), factor)
    zones = _zones(small, height / factor)
    bounds = _best(small, zones, height / factor, judge)
    zones = zones.repeat(factor, axis=0).repeat(factor, axis=1)[: box.height, : box.width]
    above, before = int(box.top), int(box.left)
    around = ((above, len(ink) - int(box.bottom)), (before, ink.shape[1] - int(box.right)))
    zones = np.pad(zones, around, mode="edge")  # what is too faint for the box goes with its edge
    return [_part(ink, zones, *part) for part in pairwise(bounds)]


def _shrunk(ink: np.ndarray, factor: int) -> np.ndarray:
    """The mean of each block of so many pixels by so many; the last blocks are filled up."""
    height, width = ink.shape
    padded = np.pad(ink, ((0, -height % factor), (0, -width % factor)))
    return padded.reshape(len(padded) // factor, factor, -1, factor).mean(axis=(1, 3))


def _zones(ink: np.ndarray, height: float) -> np.ndarray:
    """How many of the lines that meet the least ink lie left of a pixel: int (h, w)."""
    tall, wide = ink.shape
    row, column = np.mgrid[:tall, :wide]
    lean = np.arange(tall) - (tall - 1) / 2
    found = []
    for slant in SLANTS:
        for middle in np.arange(MARGIN * height, wide - MARGIN * height, max(1, height / FINE)):
            met = np.rint(middle + slant * lean).astype(int)
            inside = (met >= 0) & (met < wide)
            found.append((ink[inside.nonzero()[0], met[inside]].sum(), middle, slant))
    chosen: list[tuple[float, float]] = []
    for _, middle, slant in sorted(found, key=lambda it: (it[0], abs(it[2]))):
        if all(abs(middle - other) >= APART * height for other, _ in chosen):
            chosen.append((middle, slant))
    most = min(MOST_LINES, 2 + int(PATIENCE * wide / height))
    return sum(
        (column > middle + slant * lean[row] for middle, slant in chosen[:most]),
        start=np.zeros(ink.shape, int),
    )


def _best(ink: np.ndarray, zones: np.ndarray, height: float, judge: Judge) -> tuple[int, ...]:
    """Where to cut: the first zone of each part, and the number of zones at the end.

    The best of the worst part is found as Viterbi's algorithm finds the best sum: the best way
    to zone 5 goes by the best way to 2, or to 3, …
    """
    count = int(zones.max()) + 1
    parts = {
        bounds: part
        for bounds in combinations(range(count + 1), 2)
        if _may_be_a_digit(part := _part(ink, zones, *bounds), height) or bounds == (0, count)
    }
    pictures = (np.rint(part * WHITE).astype(np.uint8) for part in parts.values())
    digits = np.array([prepare_image(picture).digit for picture in pictures])
    like = dict(zip(parts, judge.like(digits).tolist(), strict=True))
    like[0, count] *= np.sqrt(height / ink.shape[1])  # the wider it is, the less it is one digit
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (np.inf, (0,))}
    for end in range(1, count + 1):
        to_here = [
            (min(ways[start][0], like[start, end]), (*ways[start][1], end))
            for start in range(end)
            if start in ways and (start, end) in like
        ]
        if to_here:
            ways[end] = max(
                to_here, key=lambda way: (way[0] - judge.cut * len(way[1]), -len(way[1]))
            )
    return ways[count][1]


def _part(ink: np.ndarray, zones: np.ndarray, start: int, end: int) -> np.ndarray:
    return np.where((zones >= start) & (zones < end), ink, 0)


def _may_be_a_digit(part: np.ndarray, height: float) -> bool:
    inked = part >= EDGE
    if not inked.any():
        return False
    box = box_of(inked)
    return box.width <= WIDEST * height and box.height >= LOWEST * height
