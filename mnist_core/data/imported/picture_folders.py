"""Images in a zip of folders: the folder that a picture lies in is the name of its class.

Nothing is ever unpacked to a disc: each picture is read in memory, its size looked up first.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import BinaryIO

import numpy as np
from PIL import Image

from mnist_core.data.drawing.ink import brightness
from mnist_core.data.drawing.pictures import FORMATS, UnreadablePicture, read_picture
from mnist_core.data.imported.raw_images import (
    LARGEST,
    MOST_IMAGES,
    SMALLEST,
    RawImages,
    check_shape,
    class_labels,
)
from mnist_core.data.npz import UnusableFile, check_directory
from mnist_core.data.preprocessing import WHITE

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp")
LARGEST_FILE = 200_000  # bytes of one picture
TEST = ("test", "testing")  # folders above the classes' that say what their images are for


def read_picture_folders(file: BinaryIO) -> RawImages:
    """Read the pictures of a zip; those below a folder "test" are meant to judge by.

    Pictures may be of several sizes: the smaller ones are brought to the largest.

    Raises
    ------
    UnusableFile
        If the file cannot be used, whatever the reason.
    """
    try:
        check_directory(file)
        with zipfile.ZipFile(file) as archive:
            members = _pictures(archive.infolist())
            pictures = [_picture(archive, info) for info in members]
    except UnusableFile:
        raise
    except zipfile.BadZipFile as error:
        raise UnusableFile(f"its archive is damaged ({error})") from error
    except Exception as error:  # a hostile file can raise anything: zlib, recursion …
        raise UnusableFile(f"its archive is damaged ({type(error).__name__})") from error
    paths = [PurePosixPath(info.filename) for info in members]
    labels, names = class_labels(np.array([path.parent.name for path in paths]))
    test = np.array([any(part.lower() in TEST for part in path.parts[:-2]) for path in paths])
    return RawImages(_of_one_size(pictures), labels, names, test)


def _pictures(members: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The members that are pictures in a folder, by their names; raises for tricks with paths."""
    found = []
    for info in members:
        path = PurePosixPath(info.filename)
        if (
            ".." in path.parts
            or path.is_absolute()
            or "\\" in info.filename
            or ":" in path.parts[0]
        ):
            raise UnusableFile("it holds names that lead out of its folders")
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        if hidden or info.is_dir() or path.suffix.lower() not in ENDINGS:
            continue
        if len(path.parts) < 2:
            raise UnusableFile(f"{path.name[:40]} lies in no folder: the folder names its class")
        if info.flag_bits & 1:
            raise UnusableFile("it is locked with a password")
        found.append(info)
    if len(found) > MOST_IMAGES:
        raise UnusableFile(f"it has {len(found):,} images, and {MOST_IMAGES:,} is the most")
    if not found:
        raise UnusableFile("it has no pictures in folders: one folder for each class is expected")
    return found


def _picture(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> np.ndarray:
    """One picture as the eye sees it on white: uint8 (h, w), 0 = black."""
    name = PurePosixPath(info.filename).name[:40]
    if info.file_size > LARGEST_FILE:
        raise UnusableFile(f"{name} is larger than {LARGEST_FILE // 1000} kB")
    with archive.open(info) as stream:
        data = stream.read(LARGEST_FILE + 1)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            width, height = picture.size
    except Exception as error:
        raise UnusableFile(f"{name} is no picture that can be read") from error
    if not (min(width, height) >= SMALLEST and max(width, height) <= LARGEST):
        raise UnusableFile(
            f"{name} has {height} × {width} pixels: bring sides from {SMALLEST} to {LARGEST}"
        )
    try:
        return np.rint(brightness(read_picture(data)) * WHITE).astype(np.uint8)
    except UnreadablePicture:
        raise UnusableFile(f"{name} is damaged or cut off") from None


def _of_one_size(pictures: Sequence[np.ndarray]) -> np.ndarray:
    """The pictures in one array; where their sizes differ, in squares as large as the largest."""
    sizes = {picture.shape for picture in pictures}
    if len(sizes) == 1:
        check_shape(len(pictures), *pictures[0].shape)
        return np.stack(pictures)
    side = max(max(size) for size in sizes)
    check_shape(len(pictures), side, side)
    return np.stack([in_square(picture, side) for picture in pictures])


def in_square(picture: np.ndarray, side: int) -> np.ndarray:
    """A picture, uint8 (h, w), scaled into a square, its aspect kept; the rest is its paper.

    The paper is the median of the picture's rim.
    """
    height, width = picture.shape
    if height == width == side:
        return picture
    rim = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    larger = max(height, width)
    square = np.full((larger, larger), np.median(rim), np.uint8)
    top, left = (larger - height) // 2, (larger - width) // 2
    square[top : top + height, left : left + width] = picture
    if larger == side:
        return square
    return np.asarray(Image.fromarray(square).resize((side, side), Image.Resampling.BILINEAR))
