"""Augmentation: every time a digit is learnt from, it is written a little differently.

Imports nothing but NumPy and modules of its kind: the stand-alone script that trains a run again
carries them along as they stand.
"""

import numpy as np

from mnist_core.training.cornered_digits import cornered
from mnist_core.training.distortion import sampled, with_pen
from mnist_core.training.straight_strokes import SIDE, line

MIDDLE, LARGER_SIDE = 14.0, 20  # pixels: where MNIST has the centre of mass, its box
ROTATION = np.deg2rad(15)
SHEAR = 0.25  # columns per row
STRETCH = 0.15  # of height and width, each on its own
SHIFT = 1.5  # pixels
BEND = 1.2  # pixels: how far a place on the paper moves, root mean square
KNOTS = 6  # by 6 places on the paper move on their own, the rest between them
THICKER, THINNER = 1.0, 0.6  # of the way to the largest or smallest of a pixel's neighbours
CONTRAST = 1.8  # the steepest edge, against the edge as sampled
SETTLING, REWRITTEN = 0.75, 0.3  # from this share of a training on, this share of the digits
CORNERED = 0.025  # share of all digits that are written in straight strokes
SLASHED, FLAGGED, FOOTED, CROSSED, HOOKED = 0.15, 0.35, 0.25, 0.25, 0.15  # shares of 0, 1, 1, 7, 7


def written_anew(
    images: np.ndarray, labels: np.ndarray, random: np.random.Generator, done: float
) -> np.ndarray:
    """A batch as augmentation shows it: all digits written again, towards the end only some.

    In the last quarter of a training seven digits in ten are shown as they are. What a network
    has learnt from invented digits stays, and it settles on real ones, by which it is judged (He
    et al., "Data augmentation revisited", 2019).

    Parameters
    ----------
    images, labels, random : as for ``handwriting``
    done : share of the training's batches that lie behind, in [0, 1)

    Returns
    -------
    uint8 array of shape (n, 28, 28)
    """
    share = REWRITTEN if done >= SETTLING else 1.0
    chosen = random.random(len(images)) < share
    written = images.copy()
    if chosen.any():
        written[chosen] = handwriting(images[chosen], labels[chosen], random)
    return written


def handwriting(images: np.ndarray, labels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Write digits again as other hands might: other slant, size, pen, and other habits.

    A few are written in straight strokes, as on a pocket calculator; some zeros get a slash, some
    ones a flag or a foot, some sevens a bar or a hook: all of them common on paper and rare or
    absent in MNIST. Then every digit is fitted into MNIST's box of 20 pixels, turned, sheared,
    stretched, shifted and bent (Simard, Steinkraus & Platt 2003), and its strokes made thicker or
    thinner. How much of all this, differs from digit to digit.

    Parameters
    ----------
    images : uint8 array of shape (n, 28, 28), 0 = paper, 255 = ink
    labels : int array of shape (n,); what is no digit from 0 to 9 keeps its strokes
    random : what decides everything

    Returns
    -------
    uint8 array of shape (n, 28, 28)
    """
    ink = images.astype(np.float32) / np.float32(255)
    ink = _with_habits(ink, labels, random)
    strength = random.uniform(0, 1, (len(ink), 1, 1)).astype(np.float32)
    ink = sampled(ink, *_places(ink, strength, random))
    ink = _with_another_pen(ink, strength, random)
    return np.rint(255 * ink).astype(np.uint8)


def _with_habits(ink: np.ndarray, labels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Add the strokes that some people write and others do not, or take others altogether."""
    for digit, share, stroke in (
        (0, SLASHED, _slash),
        (1, FLAGGED, _flag),
        (1, FOOTED, _foot),
        (7, CROSSED, _bar),
        (7, HOOKED, _hook),
    ):
        chosen = np.flatnonzero((labels == digit) & (random.random(len(labels)) < share))
        if len(chosen):
            starts, ends = stroke(ink[chosen], random)
            pens = _pens(ink[chosen]) * random.uniform(0.8, 1.2, len(chosen))
            ink[chosen] = np.maximum(ink[chosen], line(starts, ends, pens))
    straight = np.flatnonzero((labels < 10) & (random.random(len(labels)) < CORNERED))
    ink[straight] = cornered(labels[straight], _pens(ink[straight]), random)
    return ink


def _slash(ink: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """From the lower left to the upper right through the middle; now and then the other way."""
    low, high = box(ink)
    reach = (high - low) / 2 * random.uniform(0.5, 1.5, (2, len(ink)))  # (rows, columns), (2, n)
    reach[1] *= np.where(random.random(len(ink)) < 0.85, -1, 1)
    middle = (low + high) / 2
    return middle + reach, middle - reach


def _flag(ink: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """From the top of a one down to the left."""
    low, high = box(ink)
    length = (high - low)[0] * random.uniform(0.2, 0.6, len(ink))
    angle = np.deg2rad(random.uniform(18, 65, len(ink)))  # below the horizontal
    top = np.stack([low[0] + 1, _column(ink, low[0] + 1)])
    return top, top + length * np.stack([np.sin(angle), -np.cos(angle)])


def _foot(ink: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A base line under a one."""
    low, high = box(ink)
    place = np.stack([high[0] - 0.5, _column(ink, high[0] - 1)])
    return _across(place, (high - low)[0], random, 0.12, 0.5, 8)


def _bar(ink: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A short line through the stem of a seven, at half its height."""
    low, high = box(ink)
    row = low[0] + (high - low)[0] * random.uniform(0.4, 0.6, len(ink))
    return _across(np.stack([row, _column(ink, row)]), (high - low)[0], random, 0.15, 0.35, 20)


def _hook(ink: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """From the left end of a seven's top a little down."""
    low, high = box(ink)
    left = ink[np.arange(len(ink)), :, low[1].astype(int) + 1]  # the column of that end, (n, rows)
    start = np.stack([left.argmax(axis=1), low[1] + 1])
    length = (high - low)[0] * random.uniform(0.1, 0.35, len(ink))
    return start, start + np.stack([length, length * random.uniform(-0.3, 0.3, len(ink))])


def _across(
    place: np.ndarray,
    height: np.ndarray,
    random: np.random.Generator,
    shortest: float,
    longest: float,
    tilt: float,
) -> tuple[np.ndarray, np.ndarray]:
    """A nearly level line through a place, reaching differently far to both sides."""
    angle = np.deg2rad(random.uniform(-tilt, tilt, len(height)))
    step = height * np.stack([np.sin(angle), np.cos(angle)])
    to_left, to_right = random.uniform(shortest, longest, (2, len(height)))
    return place - to_left * step, place + to_right * step


def box(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last row and column with ink of each image: two float arrays of shape (2, n)."""
    profiles = (ink.max(axis=2) > 0, ink.max(axis=1) > 0)  # rows, columns: (n, side)
    low = np.stack([profile.argmax(axis=1) for profile in profiles])
    high = np.stack([SIDE - 1 - profile[:, ::-1].argmax(axis=1) for profile in profiles])
    return low.astype(np.float64), high.astype(np.float64)


def _column(ink: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Where the ink of a row is, on average: float array of shape (n,)."""
    rows = ink[np.arange(len(ink)), np.clip(np.rint(row), 0, SIDE - 1).astype(int)] + 1e-6
    return (rows * np.arange(SIDE)).sum(axis=1) / rows.sum(axis=1)


def _pens(ink: np.ndarray) -> np.ndarray:
    """How wide the strokes are: twice the area over the length of the edge, in pixels."""
    down, right = np.diff(ink, axis=1)[:, :, :-1], np.diff(ink, axis=2)[:, :-1]
    edge = np.hypot(down, right).sum(axis=(1, 2))
    return 2 * ink.sum(axis=(1, 2)) / np.maximum(edge, 1)


def _places(
    ink: np.ndarray, strength: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel of the new image lies in the old one: rows and columns, (n, 28, 28)."""

    def draw(most: float) -> np.ndarray:
        return strength * random.uniform(-most, most, strength.shape).astype(np.float32)

    low, high = box(ink)
    fit = ((high - low).max(axis=0) + 1) / LARGER_SIDE  # above 1 where a digit has grown
    mass, axis = np.maximum(ink.sum(axis=(1, 2)), 1e-6), np.arange(SIDE, dtype=np.float32)
    row, column = ink.sum(axis=2) @ axis / mass, ink.sum(axis=1) @ axis / mass
    row, column = (np.rint(each - MIDDLE) + MIDDLE for each in (row, column))  # as MNIST does
    fit, row, column = (each.astype(np.float32)[:, None, None] for each in (fit, row, column))
    turn, shear, taller, wider = draw(ROTATION), draw(SHEAR), 1 + draw(STRETCH), 1 + draw(STRETCH)
    y, x = axis[:, None] - MIDDLE - draw(SHIFT), axis - MIDDLE - draw(SHIFT)
    y, x = y * np.cos(turn) - x * np.sin(turn), y * np.sin(turn) + x * np.cos(turn)
    bend = strength[..., None] * np.float32(BEND) * _smooth_fields(len(ink), random)
    rows = row + fit / taller * y + bend[:, 0]
    columns = column + fit / wider * (x + shear * y) + bend[:, 1]
    return rows, columns


def _smooth_fields(n: int, random: np.random.Generator) -> np.ndarray:
    """Random hills and valleys of about unit height: (n, 2, 28, 28)."""
    knots = np.linspace(0, SIDE - 1, KNOTS)
    width = knots[1] - knots[0]
    near = np.exp(-(((np.arange(SIDE)[:, None] - knots) / width) ** 2))  # (28, knots)
    near /= np.sqrt((near**2).sum(axis=1, keepdims=True))
    near = near.astype(np.float32)
    return near @ random.standard_normal((n, 2, KNOTS, KNOTS), np.float32) @ near.T


def _with_another_pen(
    ink: np.ndarray, strength: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """Make strokes thicker or thinner and their edges sharper, each digit in its own way."""
    change = strength * random.uniform(-THINNER, THICKER, strength.shape).astype(np.float32)
    ink = with_pen(ink, change)
    ink = ink / np.maximum(ink.max(axis=(1, 2), keepdims=True), 0.1)
    steep = 1 + strength * random.uniform(0, CONTRAST - 1, strength.shape).astype(np.float32)
    return np.clip(0.5 + steep * (ink - 0.5), 0, 1) * (ink > 0)
