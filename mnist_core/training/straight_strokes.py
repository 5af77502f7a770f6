"""Ink along straight strokes, as a round pen leaves it.

Imports nothing but NumPy: the stand-alone script that trains a run again carries this module
along as it stands.
"""

import numpy as np

SIDE = 28  # pixels


def line(starts: np.ndarray, ends: np.ndarray, pens: np.ndarray) -> np.ndarray:
    """One straight stroke per image, drawn with a round pen: (n, 28, 28) in [0, 1]."""
    y, x = np.mgrid[:SIDE, :SIDE]
    (top, left), (down, right) = starts[..., None, None], (ends - starts)[..., None, None]
    squared = np.maximum(down**2 + right**2, 1e-9)
    along = np.clip(((y - top) * down + (x - left) * right) / squared, 0, 1)
    distance = np.hypot(y - top - along * down, x - left - along * right)
    return np.clip(pens[:, None, None] / 2 + 0.5 - distance, 0, 1).astype(np.float32)


def drawn(paths: list[np.ndarray], pens: np.ndarray) -> np.ndarray:
    """The ink along ways of a pen, each in straight pieces: (n, 28, 28) in [0, 1].

    Parameters
    ----------
    paths : for each image, where its pieces begin and end, row and column: (pieces, 2, 2)
    pens : how wide each image's strokes are, in pixels: (n,)
    """
    if not paths:
        return np.zeros((0, SIDE, SIDE), np.float32)
    pieces = np.array([len(path) for path in paths])
    starts, ends = np.concatenate(paths).transpose(1, 2, 0)
    lines = line(starts, ends, np.repeat(pens, pieces))
    return np.maximum.reduceat(lines, np.cumsum(pieces) - pieces)  # of each way's own pieces
