"""Kept drawings become a test set, and a file that NumPy and our own reader read."""

import io

import numpy as np

from mnist_core.data.drawing.kept_drawings import Kept, as_digits, to_npz
from mnist_core.data.embedded import held_out_digits
from mnist_core.data.npz import read_npz

DIGITS = held_out_digits()[:6]
KEPT = [
    Kept(image / np.float32(255), int(label))
    for image, label in zip(DIGITS.images, DIGITS.labels, strict=True)
]


def test_digits_survive_the_way_there_and_back():
    digits = as_digits(KEPT)
    assert (digits.images == DIGITS.images).all() and (digits.labels == DIGITS.labels).all()


def test_none_is_an_empty_set():
    assert len(as_digits([])) == 0
    assert np.load(io.BytesIO(to_npz(as_digits([]))))["x_test"].shape == (0, 28, 28)


def test_the_file_is_read_without_pickle(tmp_path):
    path = tmp_path / "mine.npz"
    path.write_bytes(to_npz(as_digits(KEPT)))
    for arrays in (np.load(path, allow_pickle=False), read_npz(path, 100_000)):
        assert (arrays["x_test"] == DIGITS.images).all() and arrays["x_test"].dtype == np.uint8
        assert (arrays["y_test"] == DIGITS.labels).all() and arrays["y_test"].dtype == np.uint8
