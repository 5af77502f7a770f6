"""Files with images that people bring: told apart by what is in them, read, and put together."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

import numpy as np

from mnist_core.data.digits import Digits
from mnist_core.data.imported.csv_table import check_text, read_csv
from mnist_core.data.imported.fitted import AS_THEY_ARE, Fitted, fitted
from mnist_core.data.imported.idx_files import is_idx, read_idx
from mnist_core.data.imported.npz_layouts import read_npz_layout
from mnist_core.data.imported.picture_folders import read_picture_folders
from mnist_core.data.imported.raw_images import MOST_IMAGES, RawImages, class_labels, in_bytes
from mnist_core.data.npz import UnusableFile, check_directory

TEST_WORDS = ("test", "t10k")  # in the name of a file whose images are meant to judge by


class BroughtFile(NamedTuple):
    """A file: its name, and its content to read from and to seek in."""

    name: str
    file: BinaryIO


class Brought(NamedTuple):
    """What files hold: digits, which judge, what classes are called, what was changed."""

    digits: Digits
    test: np.ndarray
    names: tuple[str, ...]
    changes: tuple[str, ...]


def read_files(
    files: Sequence[BroughtFile],
    preparation: str = AS_THEY_ARE,
    names: Sequence[str] | None = None,
) -> Brought:
    """Read images from one or more files of a kind, and make digits of them.

    Parameters
    ----------
    files : .npz, idx (images and labels, gzipped or not), CSV, or zips of folders with pictures
    preparation : see `fitted`
    names : what whole numbers as labels stand for, where the files do not say

    Raises
    ------
    ValueError
        With one sentence, where a file cannot be used.
    """
    if not files:
        raise ValueError("Choose at least one file.")
    sheets = [it for it in files if is_idx(it.file)]
    others = [it for it in files if it not in sheets]
    parts: list[tuple[str, RawImages]] = [(it.name, _read(it, names)) for it in others]
    if sheets:
        parts += _read_sheets(sheets, names)
    known = {raw.names for _, raw in parts}
    if len(known) > 1:
        raise ValueError("The files have different classes: bring them one after the other.")
    if sum(len(raw.images) for _, raw in parts) > MOST_IMAGES:
        raise ValueError(f"The files have more than {MOST_IMAGES:,} images together.")
    done = [_fitted(name, raw, preparation) for name, raw in parts]
    if len(done) == 1:
        return Brought(done[0].digits, done[0].test, known.pop(), done[0].changes)
    changes = dict.fromkeys(change for it in done for change in it.changes)
    digits = Digits(
        np.concatenate([it.digits.images for it in done]),
        np.concatenate([it.digits.labels for it in done]),
    )
    return Brought(digits, np.concatenate([it.test for it in done]), known.pop(), tuple(changes))


def _read(brought: BroughtFile, names: Sequence[str] | None) -> RawImages:
    try:
        brought.file.seek(0)
        if brought.file.read(2) != b"PK":
            check_text(brought.file)
            return read_csv(brought.file, names, _judges(brought.name))
        if _is_npz(brought.file):
            return read_npz_layout(brought.file)
        return read_picture_folders(brought.file)
    except UnusableFile as error:
        raise _sentence(brought.name, error) from None


def _is_npz(file: BinaryIO) -> bool:
    check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            return any(name.endswith(".npy") for name in archive.namelist())
    except Exception as error:  # a hostile file can raise anything
        raise UnusableFile(f"its archive is damaged ({type(error).__name__})") from error


def _read_sheets(
    sheets: Sequence[BroughtFile], names: Sequence[str] | None
) -> list[tuple[str, RawImages]]:
    """Images and labels in idx files belong together by the beginning of their names."""
    images, labels = {}, {}
    for name, file in sheets:
        try:
            array = read_idx(file)
        except UnusableFile as error:
            raise _sentence(name, error) from None
        (images if array.ndim == 3 else labels)[_stem(name)] = (name, array)
    if len(images) == len(labels) == 1:  # whatever they are called
        labels = dict(zip(images, labels.values(), strict=True))
    if set(images) != set(labels):
        raise ValueError(
            "Bring idx files in pairs, images and labels, such as train-images-idx3-ubyte and "
            "train-labels-idx1-ubyte."
        )
    found = []
    for stem, (name, array) in images.items():
        try:
            answers, known = class_labels(labels[stem][1], names)
            judge = np.full(len(array), _judges(name))
            found.append((name, RawImages(in_bytes(array), answers, known, judge)))
        except UnusableFile as error:
            raise _sentence(name, error) from None
    return found


def _fitted(name: str, raw: RawImages, preparation: str) -> Fitted:
    try:
        return fitted(raw, preparation)
    except UnusableFile as error:
        raise _sentence(name, error) from None


def _judges(name: str) -> bool:
    return any(word in PurePath(name).name.lower() for word in TEST_WORDS)


def _stem(name: str) -> str:
    """What the names of images and labels have in common: "train" of train-images-idx3-ubyte."""
    stem = PurePath(name).name.lower()
    for word in ("images", "labels"):
        stem = stem.partition(word)[0]
    return stem.strip("-_. ")


def _sentence(name: str, error: UnusableFile) -> ValueError:
    return ValueError(f"{PurePath(name).name[:60]} cannot be used: {error}.")
