"""Images in a CSV file as Kaggle has them: one a line, the label first, then the pixels."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import numpy as np

from mnist_core.data.imported.idx_files import unpacked
from mnist_core.data.imported.raw_images import (
    LARGEST,
    MOST_IMAGES,
    MOST_PIXELS,
    SMALLEST,
    RawImages,
    class_labels,
    in_bytes,
)
from mnist_core.data.npz import UnusableFile
from mnist_core.data.preprocessing import WHITE

LONGEST = 400_000  # bytes of a line: 128 × 128 numbers of 24 characters
LINES = 500  # read at once
BEGINNING = 1_000  # bytes of a file by which text is told from anything else


def read_csv(file: BinaryIO, names: Sequence[str] | None = None, test: bool = False) -> RawImages:
    """Read images from a CSV file, with or without a line of headings, gzipped or not.

    Parameters
    ----------
    names : what the labels stand for, where they are no digits
    test : whether the images are meant to judge by

    Raises
    ------
    UnusableFile
        If the file cannot be used, whatever the reason.
    """
    try:
        rows, labels = _read(unpacked(file))
    except (OSError, EOFError, zlib.error) as error:
        raise UnusableFile(f"its archive is damaged ({type(error).__name__})") from error
    side = round(rows.shape[1] ** 0.5)
    answers, known = class_labels(labels, names)
    images = in_bytes(rows.reshape(-1, side, side))
    return RawImages(images, answers, known, np.full(len(rows), test))


def check_text(file: BinaryIO) -> None:
    """Raise UnusableFile where a file begins as no text does: nobody knows what it is."""
    try:
        head = unpacked(file).read(BEGINNING)
    except (OSError, EOFError, zlib.error) as error:
        raise UnusableFile(f"its archive is damaged ({type(error).__name__})") from error
    if b"\0" in head:
        raise UnusableFile("it is none of .npz, idx, CSV and a zip of folders")


def _read(stream: BinaryIO) -> tuple[np.ndarray, np.ndarray]:
    """Pixels as uint8 (n, pixels), labels as float64 (n,)."""
    parts, labels, count, width = [], [], 0, 0
    fractions: bool | None = None
    for first, lines in _lines(stream):
        table = _numbers(lines, first, width)
        width = width or table.shape[1]
        side = round((width - 1) ** 0.5)
        if side * side != width - 1 or not SMALLEST <= side <= LARGEST:
            raise UnusableFile(
                f"its lines hold {width:,} values: a label and {SMALLEST} × {SMALLEST} to "
                f"{LARGEST} × {LARGEST} pixels are expected"
            )
        count += len(table)
        if count > MOST_IMAGES or count * (width - 1) > MOST_PIXELS:
            raise UnusableFile(
                f"it has more than {MOST_IMAGES:,} images or {MOST_PIXELS // 10**6} million "
                "pixels: leave some out"
            )
        pixels = table[:, 1:]
        if fractions is None:
            fractions = bool((pixels % 1 != 0).any())
        parts.append(_as_bytes(pixels, fractions, first))
        labels.append(table[:, 0].copy())  # a view would keep all of the table, in float64
    if not count:
        raise UnusableFile("it has no images")
    return np.concatenate(parts), np.concatenate(labels)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, list[bytes]]]:
    """The lines, some at once, with the number of the first; a line of headings is passed over."""
    number, lines = 1, []
    while line := stream.readline(LONGEST):
        if len(line) == LONGEST:
            raise UnusableFile(f"line {number:,} is longer than {LONGEST:,} bytes")
        if line.strip() and not (number == 1 and _is_heading(line)):
            lines.append(line)
        number += 1
        if len(lines) == LINES:
            yield number - len(lines), lines
            lines = []
    if lines:
        yield number - len(lines), lines


def _is_heading(line: bytes) -> bool:
    return any(
        character.isalpha() for character in line.decode("utf-8", "replace").partition(",")[0]
    )


def _numbers(lines: list[bytes], first: int, width: int) -> np.ndarray:
    """Lines as float64 (lines, values), all of one width."""
    widths = {line.count(b",") + 1 for line in lines} | ({width} if width else set())
    if len(widths) > 1:
        raise UnusableFile(
            f"its lines have {min(widths):,} to {max(widths):,} values (from line {first:,} on): "
            "all need as many"
        )
    try:
        text = [line.decode("ascii") for line in lines]
        table = np.loadtxt(text, np.float64, delimiter=",", ndmin=2, comments=None)
    except ValueError:
        table = np.array([[np.nan]])
    if not np.isfinite(table).all():
        raise UnusableFile(
            f"some line from {first:,} on holds what is no number: a label and pixels are expected"
        )
    return table


def _as_bytes(pixels: np.ndarray, fractions: bool, first: int) -> np.ndarray:
    """Whole numbers from 0 to 255 as they are, fractions from 0 to 1 as 0 to 255."""
    most = 1 if fractions else WHITE
    if not ((pixels >= 0) & (pixels <= most)).all() or (not fractions and (pixels % 1 != 0).any()):
        raise UnusableFile(
            f"some pixel from line {first:,} on is not from 0 to {most} like those before: save "
            "whole numbers from 0 to 255"
        )
    return np.rint(pixels * (WHITE if fractions else 1)).astype(np.uint8)
