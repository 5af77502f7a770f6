"""Digits lying on their side are told from upright ones, and from what is no digits."""

import numpy as np
import pytest

from mnist_core.data.digits import Digits
from mnist_core.data.embedded import embedded_digits, held_out_digits
from mnist_core.data.orientation import on_their_side


def turned(digits):
    return Digits(digits.images.swapaxes(1, 2), digits.labels)


@pytest.mark.parametrize("each", [2, 10, 50])
def test_upright_and_turned_by_lot(each):
    """Twenty small sets of real digits: none is taken for the other."""
    random, pool = np.random.default_rng(0), embedded_digits()
    for _ in range(20):
        classes = [np.flatnonzero(pool.labels == digit) for digit in range(10)]
        chosen = np.concatenate([random.choice(it, each, replace=False) for it in classes])
        assert not on_their_side(pool[chosen])
        assert on_their_side(turned(pool[chosen]))


def test_of_other_things_the_answer_is_no():
    digits = held_out_digits()
    noise = np.random.default_rng(0).integers(0, 256, digits.images.shape, np.uint8)
    shuffled = np.random.default_rng(1).permutation(digits.labels)
    rolled = np.roll(digits.labels, 37)
    for images, labels in (
        (noise, digits.labels),
        (np.zeros_like(noise), digits.labels),
        (digits.images, shuffled),
        (digits.images.swapaxes(1, 2), rolled),
    ):
        assert not on_their_side(Digits(images, labels))
