"""Outliers: drawings that are no digit, by which a network learns what not to read.

Imports nothing but NumPy and ``augmentation``: the stand-alone script that trains a run again
carries the modules along as they stand.
"""

import numpy as np

from mnist_core.training.augmentation import MIDDLE, handwriting, line

NO_DIGIT = 10  # the eleventh answer, whose score is always 0
STROKES = (3, 8)  # of a figure, the fewest and the most; of two a 1 or a 7 would be made
HEIGHT, WIDTH = 9.5, 7.5  # pixels from a figure's middle to its outer corners
UNSTEADY = 1.5  # pixels: how far, at most, a hand misses a corner
PEN = (1.6, 4.0)  # pixels
BENT, BOW = 0.4, 0.9  # share of strokes that are arcs; their control point, in lengths aside
LOOPS, ROUND = 0.06, (0.5, 1.0)  # share of strokes that come back; how wide, of their length
ON = 0.6  # share of strokes that begin where the last one ended; the rest at any earlier corner
PIECES = 6  # straight ones, of an arc or a loop
NO_IMAGES = np.zeros((0, 28, 28), np.uint8)


def outliers(count: int, random: np.random.Generator) -> np.ndarray:
    """Figures that are no digit, for a batch to end with: strokes from corner to corner.

    Three to eight strokes, straight, bent or round, go between nine corners, as in letters and
    scribbles; then all is written with as many hands as ``handwriting`` has. No letter of any
    alphabet is drawn on purpose, so that letters stay a fair test.

    Showing a network what it shall not read is outlier exposure (Hendrycks, Mazeika & Dietterich
    2019); an answer of its own that is right for all of it, a background class (Dhamija, Günther
    & Boult 2018).

    Parameters
    ----------
    count : how many are wanted
    random : what decides everything

    Returns
    -------
    uint8 array of shape (count, 28, 28), 0 = paper, 255 = ink
    """
    if not count:
        return NO_IMAGES
    figures = [_figure(random) for _ in range(count)]
    pieces = np.array([len(figure) for figure in figures])
    starts, ends = np.concatenate(figures).transpose(1, 2, 0)
    lines = line(starts, ends, np.repeat(random.uniform(*PEN, count), pieces))
    ink = np.maximum.reduceat(lines, np.cumsum(pieces) - pieces)  # of each figure's own pieces
    drawn = np.rint(255 * ink).astype(np.uint8)
    return handwriting(drawn, np.full(count, NO_DIGIT), random)


def _figure(random: np.random.Generator) -> np.ndarray:
    """One figure's straight pieces, (pieces, 2, 2): where each begins and ends, row and column."""
    fewest, most = STROKES
    count = random.integers(fewest, random.integers(fewest, most + 1) + 1)  # the more, the rarer
    corners = _corners(int(count) + 1, random)
    pieces: list[tuple[np.ndarray, np.ndarray]] = []
    for number, end in enumerate(corners[1:]):
        place = number if random.random() < ON else random.integers(number + 1)
        pieces += _stroke(corners[place], end, random)
    return np.array(pieces)


def _corners(count: int, random: np.random.Generator) -> np.ndarray:
    """So many of nine places, three rows by three columns, about where they are: (count, 2)."""
    places = np.stack(np.divmod(random.permutation(9)[:count], 3), axis=1) - 1
    missed = random.uniform(-UNSTEADY, UNSTEADY, places.shape)
    return MIDDLE - 0.5 + places * (HEIGHT, WIDTH) + missed


def _stroke(
    begin: np.ndarray, end: np.ndarray, random: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """A stroke in straight pieces: a line, an arc (a quadratic Bézier curve), or an ellipse."""
    chance, middle, half = random.random(), (begin + end) / 2, (end - begin) / 2
    aside = np.array([-half[1], half[0]])
    if chance < LOOPS:
        angles = np.linspace(0, 2 * np.pi, PIECES + 1)
        wide = aside * random.uniform(*ROUND)
        places = [middle - np.cos(it) * half + np.sin(it) * wide for it in angles]
    elif chance < LOOPS + BENT:
        control = middle + 2 * aside * random.uniform(-BOW, BOW)
        along = np.linspace(0, 1, PIECES + 1)
        places = [(1 - t) ** 2 * begin + 2 * t * (1 - t) * control + t**2 * end for t in along]
    else:
        places = [begin, end]
    return list(zip(places[:-1], places[1:], strict=True))
