"""Distortions: augmentations to be had one by one, each with a strength.

Imports nothing but NumPy: the stand-alone script that trains a run again carries this module
along as it stands.
"""

import numpy as np

ON_PAPER = 27 / 2  # rows and columns, counted from 0: where the middle of a 28 × 28 image is


def distorted(
    images: np.ndarray,
    random: np.random.Generator,
    rotation: float = 0.0,
    shift: float = 0.0,
    zoom: float = 0.0,
    shear: float = 0.0,
    thickness: float = 0.0,
    noise: float = 0.0,
) -> np.ndarray:
    """Digits as they might have been written or scanned otherwise; each differs in its own way.

    How far each digit goes is drawn evenly between minus and plus the strength. What is drawn for
    one distortion does not depend on which others there are.

    Parameters
    ----------
    images : uint8 array of shape (n, 28, 28), 0 = paper, 255 = ink
    random : what decides everything
    rotation : degrees, anticlockwise, about the middle of the image
    shift : pixels, rows and columns each
    zoom : share of the size that is added or taken away
    shear : columns per row
    thickness : share of the way to the most (thinner: the least) ink around a pixel
    noise : standard deviation of a normal distribution, 1 = from paper to full ink

    Returns
    -------
    uint8 array of shape (n, 28, 28)
    """
    ink = images.astype(np.float32) / np.float32(255)
    drawn = random.uniform(-1, 1, (6, len(ink), 1, 1)).astype(np.float32)
    turn, down, right, larger, slant, pen = drawn
    if rotation or shift or zoom or shear:
        angle = turn * np.float32(np.deg2rad(rotation))
        places = np.arange(ink.shape[1], dtype=np.float32) - np.float32(ON_PAPER)
        y, x = places[:, None] - down * shift, places - right * shift
        y, x = y * np.cos(angle) + x * np.sin(angle), x * np.cos(angle) - y * np.sin(angle)
        size = 1 + larger * zoom
        rows, columns = y / size, (x + slant * shear * y) / size
        ink = sampled(ink, rows + np.float32(ON_PAPER), columns + np.float32(ON_PAPER))
    if thickness:
        ink = with_pen(ink, pen * thickness)
    if noise:
        ink = ink + noise * random.standard_normal(ink.shape, np.float32)
    return np.rint(255 * np.clip(ink, 0, 1)).astype(np.uint8)


def sampled(ink: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The ink at places between the pixels, bilinear; beyond the rim there is paper.

    Parameters
    ----------
    ink : float32 array of shape (n, 28, 28)
    rows, columns : float32 arrays of shape (n, 28, 28): where each pixel lies in the old image
    """
    side = ink.shape[1] + 2
    padded = np.pad(ink, ((0, 0), (1, 1), (1, 1))).ravel()
    rows, columns = (np.clip(place + 1, 0, np.float32(side - 1.01)) for place in (rows, columns))
    top, left = rows.astype(np.int32), columns.astype(np.int32)
    down, right = rows - top, columns - left
    first = np.arange(len(ink), dtype=np.int32)[:, None, None] * side**2 + top * side + left
    above = padded[first] * (1 - right) + padded[first + 1] * right
    below = padded[first + side] * (1 - right) + padded[first + side + 1] * right
    return above * (1 - down) + below * down


def with_pen(ink: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Strokes thicker or thinner: pixels go a share of the way to an extreme of their neighbours.

    Parameters
    ----------
    ink : float32 array of shape (n, 28, 28)
    change : array of shape (n, 1, 1): that share, towards the most ink where above 0, towards the
        least where below
    """
    side = ink.shape[1]
    around = np.pad(ink, ((0, 0), (1, 1), (1, 1)))
    above, below, left, right = (
        around[:, 1 + down : 1 + down + side, 1 + along : 1 + along + side]
        for down, along in ((-1, 0), (1, 0), (0, -1), (0, 1))
    )
    largest = np.maximum.reduce([ink, above, below, left, right])
    smallest = np.minimum.reduce([ink, above, below, left, right])
    return ink + np.maximum(change, 0) * (largest - ink) + np.minimum(change, 0) * (ink - smallest)
