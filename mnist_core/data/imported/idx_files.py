"""Images in idx files, the form in which MNIST and its kin are published.

A file is a header of big-endian numbers, two zero bytes, the kind of the values, how many
dimensions, each dimension's length, and then the values (LeCun, Cortes & Burges, "The MNIST
database of handwritten digits", file formats).
"""

from __future__ import annotations

import gzip
import zlib
from math import prod
from typing import BinaryIO, cast

import numpy as np

from mnist_core.data.imported.raw_images import MOST_IMAGES, check_shape
from mnist_core.data.npz import UnusableFile

GZIP = b"\x1f\x8b"
UBYTE = 8  # the kind of the values: unsigned bytes
KINDS = (b"\x08", b"\x09", b"\x0b", b"\x0c", b"\x0d", b"\x0e")  # all that the form knows
DIMENSIONS = (1, 3)  # labels, and images
CHUNK = 1 << 20  # bytes read at once


def unpacked(file: BinaryIO) -> BinaryIO:
    """The file from its beginning, seen through gzip where it is packed so."""
    file.seek(0)
    packed = file.read(2) == GZIP
    file.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file


def is_idx(file: BinaryIO) -> bool:
    """Whether a file begins as an idx file does, packed or not."""
    try:
        head = unpacked(file).read(3)
        return head[:2] == b"\0\0" and head[2:] in KINDS
    except (OSError, EOFError, zlib.error):
        return False
    finally:
        file.seek(0)


def read_idx(file: BinaryIO) -> np.ndarray:
    """The values of an idx file: uint8 array of shape (n,) or (n, h, w).

    No more is unpacked than the header promises, and what it promises is checked first.

    Raises
    ------
    UnusableFile
        If the file cannot be used, whatever the reason.
    """
    try:
        return _read(unpacked(file))
    except (OSError, EOFError, zlib.error) as error:
        raise UnusableFile(f"its archive is damaged ({type(error).__name__})") from error


def _read(stream: BinaryIO) -> np.ndarray:
    head = stream.read(4)
    if len(head) < 4 or head[:2] != b"\0\0":
        raise UnusableFile("it does not begin as an idx file does")
    if head[2] != UBYTE or head[3] not in DIMENSIONS:
        raise UnusableFile("it holds no bytes of shape (n,) or (n, h, w), as MNIST's files do")
    lengths = stream.read(4 * head[3])
    if len(lengths) < 4 * head[3]:
        raise UnusableFile("it ends within its header")
    shape = tuple(int(length) for length in np.frombuffer(lengths, ">u4"))
    if len(shape) == 3:
        check_shape(*shape)
    elif not 0 < shape[0] <= MOST_IMAGES:
        raise UnusableFile(f"it has {shape[0]:,} labels: from 1 to {MOST_IMAGES:,} can be read")
    values, view = np.empty(prod(shape), np.uint8), 0
    while view < len(values):
        part = stream.read(min(CHUNK, len(values) - view))
        if not part:
            raise UnusableFile(f"it is cut off after {view:,} of {len(values):,} values")
        values[view : view + len(part)] = np.frombuffer(part, np.uint8)
        view += len(part)
    if stream.read(1):
        raise UnusableFile("it is longer than its header says")
    return values.reshape(shape)
