"""Outliers: pictures that are no digit, by which a network learns what not to read.

Imports nothing but NumPy and modules of its kind: the stand-alone script that trains a run again
carries them along as they stand.
"""

import numpy as np

from mnist_core.training.augmentation import LARGER_SIDE, MIDDLE, box, handwriting
from mnist_core.training.distortion import ON_PAPER, sampled
from mnist_core.training.straight_strokes import drawn

NO_DIGIT = 10  # the eleventh answer, whose score is always 0
PAIRS, WANDERS, BLOTS = 0.2, 0.3, 0.05  # shares: two digits at once, a pen that strays, a blot
OVERLAP = 3  # pixels that two digits have in common, at most
TURNS, TURNING = (16, 40), (0.8, 1.6)  # of a pen that strays; radians, root mean square
STROKES = (3, 8)  # of a figure, the fewest and the most; of two a 1 or a 7 would be made
HEIGHT, WIDTH = 9.5, 7.5  # pixels from a figure's middle to its outer corners
UNSTEADY = 1.5  # pixels: how far, at most, a hand misses a corner
PEN = (1.6, 4.0)  # pixels
BLOT, DRAGGED = (9.0, 18.0), 3.5  # pixels: how wide, and how far from the middle it was dragged
BENT, BOW = 0.4, 0.9  # share of strokes that are arcs; their control point, in lengths aside
LOOPS, ROUND = 0.06, (0.5, 1.0)  # share of strokes that come back; how wide, of their length
ON = 0.6  # share of strokes that begin where the last one ended; the rest at any earlier corner
PIECES = 6  # straight ones, of an arc or a loop
NO_IMAGES = np.zeros((0, 28, 28), np.uint8)


def outliers(count: int, digits: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Pictures that are no digit, for a batch to end with: of four kinds, as the dice fall.

    Two digits beside each other, as large together as one is. A pen that strays. A blot. And
    figures: three to eight strokes, straight, bent or round, between nine corners, as in letters.
    Then all is written with as many hands as ``handwriting`` has. No letter of any alphabet is
    drawn on purpose, so that letters stay a fair test.

    Showing a network what it shall not read is outlier exposure (Hendrycks, Mazeika & Dietterich
    2019); an answer of its own that is right for all of it, a background class (Dhamija, Günther
    & Boult 2018).

    Parameters
    ----------
    count : how many are wanted
    digits : uint8 array of shape (n, 28, 28), those that pairs are made of, n > 0
    random : what decides everything

    Returns
    -------
    uint8 array of shape (count, 28, 28), 0 = paper, 255 = ink
    """
    if not count:
        return NO_IMAGES
    shares = (PAIRS, WANDERS, BLOTS, 1 - PAIRS - WANDERS - BLOTS)
    kinds = np.bincount(random.choice(len(shares), count, p=shares), minlength=len(shares))
    pairs, wanders, blots, figures = kinds.tolist()
    paths = [_wander(random) for _ in range(wanders)] + [figure(random) for _ in range(figures)]
    strokes = drawn(paths, random.uniform(*PEN, len(paths)))
    ink = np.concatenate([_pairs(digits, pairs, random), strokes, _blots(blots, random)])
    unlike = np.rint(255 * ink).astype(np.uint8)
    return handwriting(unlike, np.full(count, NO_DIGIT), random)


def _pairs(digits: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Two digits side by side, made small enough for one's box: (count, 28, 28) in [0, 1]."""
    left, right = digits[random.integers(len(digits), size=(2, count))] / np.float32(255)
    (first, last), (next_first, next_last) = (
        (low[1], high[1]) for low, high in map(box, (left, right))
    )
    width = last - first + next_last - next_first + 2 - random.uniform(0, OVERLAP, count)
    smaller = np.maximum(width / LARGER_SIDE, 1).astype(np.float32)[:, None, None]
    step = smaller * (np.arange(28, dtype=np.float32) - np.float32(ON_PAPER))  # (count, 1, 28)
    rows = np.repeat(step.transpose(0, 2, 1) + np.float32(ON_PAPER), 28, axis=2)
    found = []
    for ink, middle in ((left, first + (width - 1) / 2), (right, next_last - (width - 1) / 2)):
        columns = np.repeat(step + middle.astype(np.float32)[:, None, None], 28, axis=1)
        found.append(sampled(ink, rows, columns))
    return np.maximum(*found)


def _blots(count: int, random: np.random.Generator) -> np.ndarray:
    """Ink that ran, about as high as wide: (count, 28, 28) in [0, 1]."""
    places = MIDDLE - 0.5 + random.uniform(-DRAGGED, DRAGGED, (count, 2, 2, 2))
    return drawn(list(places), random.uniform(*BLOT, count))


def _wander(random: np.random.Generator) -> np.ndarray:
    """A pen that strays, as large as a figure: its straight pieces, (pieces, 2, 2)."""
    turns = random.normal(0, random.uniform(*TURNING), random.integers(*TURNS))
    heading = random.uniform(0, 2 * np.pi) + np.cumsum(turns)
    length = random.uniform(0.5, 1.5, len(turns))
    path = np.cumsum(length * [np.sin(heading), np.cos(heading)], axis=1).T
    low, high = path.min(axis=0), path.max(axis=0)
    path = MIDDLE - 0.5 + 2 * (path - (low + high) / 2) / (high - low) * (HEIGHT, WIDTH)
    return np.stack([path[:-1], path[1:]], axis=1)


def figure(random: np.random.Generator) -> np.ndarray:
    """One figure's straight pieces, (pieces, 2, 2): where each begins and ends, row and column.

    What leads in one line from its top to its bottom might be a 1, 2, 3, 5 or 7 written with
    corners: there the last stroke begins elsewhere.
    """
    fewest, most = STROKES
    count = int(random.integers(fewest, random.integers(fewest, most + 1) + 1))  # most are simple
    corners = _corners(count + 1, random)
    begins = [it if random.random() < ON else int(random.integers(it + 1)) for it in range(count)]
    ends, rows = np.flatnonzero(_strokes_at(begins) == 1), corners[:, 0]
    if len(ends) == 2 and abs(np.diff(rows[ends])[0]) > np.ptp(rows) - 2 * UNSTEADY:
        begins[-1] = int(np.flatnonzero(_strokes_at(begins[:-1]) == 2)[0])
    strokes = zip(corners[begins], corners[1:], strict=True)
    return np.array([piece for begin, end in strokes for piece in _stroke(begin, end, random)])


def _strokes_at(begins: list[int]) -> np.ndarray:
    """How many strokes meet in each corner, by that in which each begins; it ends in a new one."""
    return np.bincount([*begins, *range(1, len(begins) + 1)])


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
