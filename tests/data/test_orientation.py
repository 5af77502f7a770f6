"""Digits that lie otherwise are told from upright ones, and from what is no digits."""

import numpy as np
import pytest

from mnist_core.data.digits import Digits
from mnist_core.data.embedded import embedded_digits, held_out_digits
from mnist_core.data.orientation import TURNS, turned, way_up

LAID = {
    "rows and columns exchanged": lambda image: image.T,
    "turned by 90° to the left": lambda image: np.rot90(image, 3),
    "turned by 90° to the right": lambda image: np.rot90(image),
    "turned by 180°": lambda image: np.rot90(image, 2),
    "mirrored from left to right": np.fliplr,
    "mirrored from top to bottom": np.flipud,
    "mirrored at the rising diagonal": lambda image: np.rot90(image, 2).T,
}
"""How a file's digits lie, by what puts them right."""


def laid(digits, lay):
    return Digits(np.stack([lay(image) for image in digits.images]), digits.labels)


def test_all_ways_to_lay_a_square_otherwise_are_known_and_undone():
    digits = held_out_digits()[:3]
    assert set(TURNS) == set(LAID)
    seen = {laid(digits, lay).images.tobytes() for lay in LAID.values()} | {digits.images.tobytes()}
    assert len(seen) == 8
    for name, lay in LAID.items():
        assert (turned(laid(digits, lay), name).images == digits.images).all()


@pytest.mark.parametrize("each", [2, 10, 50])
def test_upright_and_otherwise_by_lot(each):
    """Twenty small sets of real digits: none is taken for another."""
    random, pool = np.random.default_rng(0), embedded_digits()
    for _ in range(20):
        classes = [np.flatnonzero(pool.labels == digit) for digit in range(10)]
        chosen = np.concatenate([random.choice(it, each, replace=False) for it in classes])
        assert way_up(pool[chosen]) is None
        for name, lay in LAID.items():
            assert way_up(laid(pool[chosen], lay)) == name


def test_of_other_things_nothing_is_turned():
    digits = held_out_digits()
    noise = np.random.default_rng(0).integers(0, 256, digits.images.shape, np.uint8)
    shuffled = np.random.default_rng(1).permutation(digits.labels)
    others = [(noise, digits.labels), (np.zeros_like(noise), digits.labels)]
    others += [(digits.images, labels) for labels in (shuffled, np.roll(digits.labels, 37))]
    others += [(laid(digits, lay).images, shuffled) for lay in LAID.values()]
    for images, labels in others:
        assert way_up(Digits(images, labels)) is None
