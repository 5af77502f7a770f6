"""The 1,797 digits of 8 × 8 pixels that ship with scikit-learn: always there, no network needed."""

import gzip
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from mnist_core.data.imported.brought_files import Brought
from mnist_core.data.imported.fitted import fitted
from mnist_core.data.imported.raw_images import RawImages, class_labels, in_bytes

TITLE = "scikit-learn’s 8 × 8 digits"


def small_digits() -> Brought:
    """The digits, scaled to 28 × 28, from scikit-learn's own file.

    Importing scikit-learn would take seconds and 130 MB. They are the test part of E. Alpaydin &
    C. Kaynak 1998, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository.
    """
    package = find_spec("sklearn")  # where it is; resources.files would import it
    if package is None or not package.submodule_search_locations:
        raise ValueError("Install scikit-learn: its digits come with it.")
    file = Path(package.submodule_search_locations[0], "datasets", "data", "digits.csv.gz")
    lines = gzip.decompress(file.read_bytes()).decode("ascii").splitlines()
    table = np.loadtxt(lines, np.uint8, delimiter=",")  # (1797, 65), the label last
    labels, names = class_labels(table[:, -1])
    images = in_bytes(np.ascontiguousarray(table[:, :-1]).reshape(-1, 8, 8))
    found = fitted(RawImages(images, labels, names, np.zeros(len(labels), bool)))
    return Brought(found.digits, found.test, names, found.changes)
