"""Digits whose label people do not back, by hand and on MNIST itself."""

import numpy as np

from mnist_core.data.digits import HELD_OUT, MNIST_TEST
from mnist_core.data.keras_file import read_keras_file
from mnist_core.evaluation.label_errors import DOUBTED, ceiling, doubted_of, without
from mnist_core.evaluation.metrics import evaluate


def test_the_count_without_them_by_hand():
    labels = np.array([3, 5, 7, 7])
    probabilities = np.eye(10)[[3, 6, 7, 1]]  # right, wrong, right, wrong
    found = without(evaluate(probabilities, labels), np.array([1, 2]))
    assert (found.right, found.count, found.agreed, found.doubted) == (1, 2, 1, 2)
    assert found.accuracy == 0.5


def test_only_mnists_own_test_digits_are_known():
    assert list(doubted_of(MNIST_TEST)) == sorted(set(DOUBTED)) and len(DOUBTED) == 15
    assert not len(doubted_of(HELD_OUT)) and not len(doubted_of("test digits of mine.npz"))
    assert ceiling(10_000, doubted_of(MNIST_TEST)) == 0.9985
    assert ceiling(1_000, doubted_of(HELD_OUT)) is None


def test_they_look_unlike_what_mnist_calls_them(full_mnist_path):
    """A nine called 8, a six called 0, a four called 9, …: noted down while looking at them."""
    labels = read_keras_file(full_mnist_path).test.labels[list(DOUBTED)]
    assert labels.tolist() == [8, 0, 9, 4, 2, 5, 6, 6, 5, 5, 0, 1, 4, 6, 5]
