"""Sets of images that need no files: scikit-learn's digits, and Fashion-MNIST once fetched."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from importlib import resources
from types import MappingProxyType

import numpy as np

from mnist_core.data.imported.brought_files import Brought, BroughtFile, read_files
from mnist_core.data.imported.fashion import CLASSES as GARMENTS
from mnist_core.data.imported.fashion import FILES, fashion_folder
from mnist_core.data.imported.fitted import fitted
from mnist_core.data.imported.imported_set import ImportedSet, keep
from mnist_core.data.imported.raw_images import RawImages, class_labels, in_bytes

SMALL, FASHION = "scikit-learn's digits", "Fashion-MNIST"


def small_digits() -> Brought:
    """The 1,797 digits of 8 × 8 pixels that ship with scikit-learn, from its own file.

    Importing scikit-learn would take seconds and 130 MB. The digits are the test part of E.
    Alpaydin & C. Kaynak 1998, "Optical Recognition of Handwritten Digits", UCI.
    """
    file = resources.files("sklearn").joinpath("datasets/data/digits.csv.gz")
    lines = gzip.decompress(file.read_bytes()).decode("ascii").splitlines()
    table = np.loadtxt(lines, np.uint8, delimiter=",")  # (1797, 65), the label last
    labels, names = class_labels(table[:, -1])
    images = in_bytes(np.ascontiguousarray(table[:, :-1]).reshape(-1, 8, 8))
    found = fitted(RawImages(images, labels, names, np.zeros(len(labels), bool)))
    return Brought(found.digits, found.test, names, found.changes)


def fashion() -> Brought:
    """Zalando's 70,000 pictures of garments; raises ValueError where they were not fetched."""
    folder = fashion_folder()
    files = [BroughtFile(name, (folder / name).open("rb")) for name in FILES]
    try:
        return read_files(files, names=GARMENTS)
    finally:
        for _, file in files:
            file.close()


READY: Mapping[str, Callable[[], Brought]] = MappingProxyType(
    {SMALL: small_digits, FASHION: fashion}
)
"""What can be had without bringing files, by title."""


def keep_ready(title: str) -> ImportedSet:
    """Keep a ready set like one that was brought; raises ValueError where it cannot be had."""
    return keep(title, READY[title]())
