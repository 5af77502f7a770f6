"""Drawing at random, in proportion, the same way for ever."""

import numpy as np
import pytest

from mnist_core.data.splits import quotas, shuffled, stratified


def test_the_lot_never_changes():
    assert shuffled(10, seed=1).tolist() == [2, 9, 6, 4, 0, 3, 1, 7, 8, 5]  # NumPy 1 and 2


@pytest.mark.parametrize(
    ("counts", "size", "places"),
    [
        ([500] * 10, 1_000, [100] * 10),
        ([10] * 10, 8, [1] * 10),
        ([2] * 10, 10, [1] * 10),
        ([991] + [2] * 9, 83, [81] + [1] * 9),  # tiny classes get one, though 83 is exceeded
        ([5, 5, 10, 10, 10, 10, 10, 10, 10, 20], 25, [1, 1, 3, 3, 3, 3, 2, 2, 2, 5]),
    ],
)
def test_quotas_by_largest_remainder(counts, size, places):
    assert quotas(np.array(counts), size).tolist() == places


def test_every_class_keeps_its_share():
    labels = np.repeat(np.arange(10), np.arange(100, 1_100, 100))  # 5,500
    chosen = stratified(labels, 550)
    assert np.bincount(labels[chosen]).tolist() == list(range(10, 110, 10))
    assert (stratified(labels, 550) == chosen).all()
    assert (stratified(labels, 550, seed=2) != chosen).any()


def test_a_class_too_small_is_named():
    with pytest.raises(ValueError, match="digit 9 needs at least 2"):
        stratified(np.repeat(np.arange(10), [5] * 9 + [1]), 10)


def test_a_class_that_does_not_occur_gets_no_place():
    labels = np.repeat([1, 4], [30, 60])
    chosen = stratified(labels, 9)
    assert np.bincount(labels[chosen], minlength=10).tolist() == [0, 3, 0, 0, 6, 0, 0, 0, 0, 0]
