"""Digits in straight strokes, as on a pocket calculator or written with a ruler: hardly in MNIST.

Imports nothing but NumPy and modules of its kind: the stand-alone script that trains a run again
carries them along as they stand.
"""

import numpy as np

from mnist_core.training.distortion import ON_PAPER
from mnist_core.training.straight_strokes import drawn

HALF_HEIGHT, HALF_WIDTH = 9.5, (4.0, 8.0)  # pixels from the middle to the outer corners
MISSED_BY = 0.09  # of height and width: how far, at most, a hand misses a corner
SHAPES = (
    ("00 20 24 04 00", "10 22 14 02 10", "10 21 23 14 03 01 10"),
    ("10 14", "01 10 14", "02 20 24"),
    ("00 20 22 02 04 24", "00 20 04 24", "01 10 21 04 24"),
    ("00 20 24 04, 02 22", "00 20 12 23 14 03", "00 20 12 24 04"),
    ("00 02 22, 20 24", "20 03 23, 20 24", "10 02 22, 21 14"),
    ("20 00 02 22 24 04", "20 00 02 12 23 14 04", "20 00 02 23 04"),
    ("20 00 04 24 22 02", "10 02 04 24 22 02", "20 02 14 23 12 03"),
    ("00 20 24", "00 20 14", "01 00 20 04"),
    ("00 20 24 04 00, 02 22", "00 24 04 20 00", "10 21 03 14 23 01 10"),
    ("22 02 00 20 24 04", "22 02 00 20 24", "21 10 01 12 21 14"),
)
"""For each digit its shapes: the corners of its strokes, column 0 to 2 and row 0 to 4."""


def cornered(labels: np.ndarray, pens: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """One digit for each label, in one of its shapes, by an unsteady hand.

    Parameters
    ----------
    labels : int array of shape (n,), 0 to 9
    pens : how wide each one's strokes are, in pixels: (n,)
    random : what decides everything

    Returns
    -------
    float32 array of shape (n, 28, 28) in [0, 1], 0 = paper
    """
    shapes = [SHAPES[label][int(random.integers(len(SHAPES[label])))] for label in labels]
    return drawn([_pieces(shape, random) for shape in shapes], pens)


def _pieces(shape: str, random: np.random.Generator) -> np.ndarray:
    """A shape's straight pieces, (pieces, 2, 2): where each begins and ends, row and column."""
    size = np.array([HALF_HEIGHT, random.uniform(*HALF_WIDTH)])
    pieces = []
    for stroke in shape.split(", "):
        corners = np.array([[int(row) / 2, int(column)] for column, row in stroke.split(" ")])
        missed = random.uniform(-2 * MISSED_BY, 2 * MISSED_BY, corners.shape)
        places = ON_PAPER + size * (corners - 1 + missed)
        pieces += zip(places[:-1], places[1:], strict=True)
    return np.array(pieces)
