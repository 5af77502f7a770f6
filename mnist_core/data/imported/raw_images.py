"""Labelled images as a file holds them, of any size and polarity, checked and in bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import CLASSES, read_only
from mnist_core.data.npz import UnusableFile
from mnist_core.data.preprocessing import WHITE

SMALLEST, LARGEST = 8, 128  # pixels of a side
MOST_IMAGES = 70_000  # as many as MNIST has
MOST_PIXELS = 55_000_000  # of all images together: MNIST's 70,000, or 3,300 of 128 × 128
PART = 1_000_000  # pixels worked on at once
GREYS = 16  # the largest value of a pixel in scikit-learn's digits
_MARKUP = re.compile(r"[^\w .,()'’×+-]")
DIGIT_NAMES = tuple(map(str, range(CLASSES)))


@dataclass(frozen=True, eq=False)
class RawImages:
    """Images with labels, as they were brought.

    Attributes
    ----------
    images : uint8 array of shape (n, h, w), sides from 8 to 128; which end is ink is still open
    labels : int64 array of shape (n,), from 0 to the number of classes less one
    names : what the classes are called
    test : whether they are meant to judge by: a bool array of shape (n,)

    Raises
    ------
    UnusableFile
        If a size, a count or a label is not as above.
    """

    images: np.ndarray
    labels: np.ndarray
    names: tuple[str, ...]
    test: np.ndarray

    def __post_init__(self) -> None:
        check_shape(*self.images.shape)
        if len(self.labels) != len(self.images):
            raise UnusableFile(
                f"it has {len(self.images):,} images but {len(self.labels):,} labels"
            )
        for name in ("images", "labels", "test"):
            array: np.ndarray = getattr(self, name)
            array.flags.writeable = False  # made for us alone: no copy of 50 MB
            object.__setattr__(self, name, read_only(array))


def check_shape(count: int, height: int, width: int) -> None:
    """Raise UnusableFile where there are no, too many, too small or too large images."""
    if not count:
        raise UnusableFile("it has no images")
    if count > MOST_IMAGES:
        raise UnusableFile(f"it has {count:,} images, and {MOST_IMAGES:,} is the most")
    if not (min(height, width) >= SMALLEST and max(height, width) <= LARGEST):
        raise UnusableFile(
            f"its images have {height} × {width} pixels: bring sides from {SMALLEST} to {LARGEST}"
        )
    if count * height * width > MOST_PIXELS:
        raise UnusableFile(
            f"it has {count * height * width / 1e6:,.0f} million pixels, and "
            f"{MOST_PIXELS // 10**6} million is the most: leave some out, or make them smaller"
        )


def class_labels(
    values: np.ndarray, names: Sequence[str] | None = None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Labels and the names of the classes, from whole numbers, rows with a single 1, or words.

    Words that are all digits stand for those digits; other words are sorted.

    Parameters
    ----------
    values : array of shape (n,), (n, 1) or one-hot
    names : what whole numbers stand for; without them, for the digits 0 to 9

    Returns
    -------
    int64 array of shape (n,), and the names of all classes
    """
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.dtype.kind in "biuf" and values.ndim == 2 and _one_hot(values):
        values = values.argmax(axis=1)
    if values.ndim != 1:
        raise UnusableFile(f"its labels have shape {values.shape}, not (n,)")
    if values.dtype.kind == "U":
        return _from_words(values)
    if values.dtype.kind not in "biuf":
        raise UnusableFile(f"its labels are {values.dtype}, neither whole numbers nor names")
    if not np.isfinite(values).all() or (values % 1 != 0).any():
        raise UnusableFile("its labels hold fractions or no numbers: whole ones are needed")
    known = DIGIT_NAMES if names is None else checked_names(names)
    wrong = np.flatnonzero((values < 0) | (values >= len(known)))
    if len(wrong):
        raise UnusableFile(
            f"label {wrong[0] + 1:,} is {values[wrong[0]]:g}: labels go from 0 to {len(known) - 1}"
        )
    return values.astype(np.int64), known


def plain_name(text: str) -> str:
    """A name that shows as it is, also where text is taken for Markdown."""
    return " ".join(_MARKUP.sub("", text).split())


def checked_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names of classes, shortened; raises UnusableFile where they are too many or alike."""
    short = tuple(plain_name(str(name))[:24] for name in names)
    if len(short) < 2:
        raise UnusableFile("it has one class only: bring at least two")
    if len(short) > CLASSES:
        raise UnusableFile(f"it has {len(short):,} classes: a network here has {CLASSES} answers")
    if len(set(short)) < len(short) or not all(short):
        raise UnusableFile("two of its classes share a name, or one has none")
    return short


def _one_hot(values: np.ndarray) -> bool:
    return values.shape[1] <= CLASSES and bool(
        ((values == 0) | (values == 1)).all() and (values.sum(axis=1) == 1).all()
    )


def _from_words(words: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    found, places = np.unique(words, return_inverse=True)
    kinds = [str(word) for word in found]
    if set(kinds) <= set(DIGIT_NAMES):
        return np.array([int(word) for word in kinds], np.int64)[places], DIGIT_NAMES
    if len(found) > CLASSES:
        raise UnusableFile(f"it has {len(found):,} classes: a network here has {CLASSES} answers")
    return places.astype(np.int64), checked_names(kinds)


def in_bytes(images: np.ndarray) -> np.ndarray:
    """Images of any numbers as uint8, the least value they can have 0 and the largest 255.

    What the values can be is told from those they have: 0 to 1, −1 to 1, 0 to 16 as in
    scikit-learn's digits, 0 to 255, or else from the least to the largest.

    Parameters
    ----------
    images : array of shape (n, h, w), n at least 1
    """
    if images.dtype.kind not in "biuf":
        raise UnusableFile(f"its images hold {images.dtype}, not numbers")
    low, high = float(images.min()), float(images.max())
    if not np.isfinite([low, high]).all():
        raise UnusableFile("its images hold values that are no numbers")
    if low == high:
        raise UnusableFile(f"its images are blank, every value {low:g}")
    first, last = _ends(low, high, images.dtype.kind)
    if images.dtype == np.uint8 and (first, last) == (0, WHITE):
        return images
    flat, result = images.reshape(-1), np.empty(images.size, np.uint8)
    for start in range(0, len(flat), PART):
        part = flat[start : start + PART].astype(np.float32)
        result[start : start + PART] = np.rint((part - first) * (WHITE / (last - first)))
    return result.reshape(images.shape)


def _ends(low: float, high: float, kind: str) -> tuple[float, float]:
    whole = kind in "biu"
    for least, most in ((0, 1), (-1, 1), (0, GREYS), (0, WHITE)):
        enough = most != WHITE or high > WHITE / 2
        if least <= low and high <= most and enough and (most != GREYS or whole or high > 1.5):
            return float(least), float(most)
    return low, high
