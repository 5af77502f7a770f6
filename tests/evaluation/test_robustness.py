"""Curves counted again by hand, and against networks whose answers are known beforehand."""

import numpy as np
import pytest
from scipy.stats import binomtest

from mnist_core.data.digits import Digits
from mnist_core.data.embedded import held_out_digits
from mnist_core.data.geometry import rotate, shift
from mnist_core.data.perturbations import MEASURED
from mnist_core.data.preprocessing import scale
from mnist_core.evaluation.robustness import (
    Curve,
    WholeDigits,
    count_right,
    examples,
    measure,
    measure_whole,
    sample,
)
from mnist_core.network.forward import Network


class InkCounter:
    """Stands for a network that only looks at how much ink there is, and so at no place."""

    def __init__(self, digits: Digits) -> None:
        self.ink = digits.images.sum(axis=(1, 2), dtype=int)
        self.labels = digits.labels

    def predict(self, images: np.ndarray) -> np.ndarray:
        ink = np.rint(images * 255).sum(axis=(1, 2)).astype(int)
        return np.eye(10)[self.labels[np.abs(self.ink - ink[:, np.newaxis]).argmin(axis=1)]]


@pytest.fixture(scope="module")
def digits() -> Digits:
    return held_out_digits()[::4]


@pytest.fixture(scope="module")
def mlp() -> Network:
    return Network.load("mlp")


def test_counts_are_those_of_the_changed_digits(mlp, digits):
    changed = rotate(scale(digits.images), 45)
    expected = sum(
        int(mlp.predict(image[np.newaxis]).argmax()) == label
        for image, label in zip(changed, digits.labels, strict=True)
    )
    assert count_right(mlp, digits, "rotate", 45) == expected
    assert 0.3 * len(digits) < expected < 0.9 * len(digits)


@pytest.mark.slow
def test_every_curve_starts_from_the_plain_accuracy(mlp, digits):
    plain = int((mlp.predict(digits.images).argmax(axis=1) == digits.labels).sum())
    curves = list(measure(mlp, digits))
    assert [curve.perturbation for curve in curves] == list(MEASURED)
    for curve in curves:
        neutral = curve.levels.index(MEASURED[curve.perturbation].neutral)
        assert curve.right[neutral] == plain
        assert curve.untouched == plain / 250
        assert min(curve.right) < 0.7 * plain  # every perturbation hurts at some level
    again = next(measure(mlp, digits))
    assert again == curves[0]  # what is random comes from a seed
    assert next(measure(mlp, digits, seed=1)) != curves[0]
    with pytest.raises(ValueError, match="choose at least one digit"):
        next(measure(mlp, digits[:0]))


def test_each_part_draws_anew(mlp):
    """2,000 digits are changed in two parts; the second must not repeat the first's draws."""
    some = held_out_digits()[:100]
    many = Digits(np.tile(some.images, (20, 1, 1)), np.tile(some.labels, 20))
    first = count_right(mlp, many[:1_000], "shift", 3)
    assert 200 < first < 800
    assert count_right(mlp, many, "shift", 3) != 2 * first


def test_intervals_are_wilsons():
    curve = Curve("blur", (0, 1), (98, 40), 100)
    for interval, right in zip(curve.intervals, curve.right, strict=True):
        expected = binomtest(right, 100).proportion_ci(method="wilson")
        assert tuple(interval) == pytest.approx((expected.low, expected.high))


def test_first_level_below():
    curve = Curve("rotate", (-30, -15, 0, 15, 30), (40, 95, 98, 91, 92), 100)
    assert curve.first_below(0.9) is None
    assert curve.first_below(0.9, side=-1) == -30
    assert curve.first_below(0.915) == 15  # the first, though it is better again after it
    assert curve.first_below(0.99) == curve.first_below(0.99, side=-1) == 0
    assert curve.accuracy_at(15) == 0.91


def test_a_network_without_an_eye_for_places_is_invariant(digits):
    found = measure_whole(InkCounter(digits), digits)
    assert found.right == found.at_rest and found.right[0] > 240  # some have as much ink as others
    assert found.invariant
    assert found.digits[0] == len(digits)
    assert list(found.digits) == sorted(found.digits, reverse=True)


def test_whole_digits_lose_no_ink(digits):
    """Of the four ways, those stay counted that have room: at 4 pixels only the one right."""
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 3:25, 2:20] = 200  # room: 8 to the right, 2 to the left, 3 up, 3 down
    many = Digits(np.repeat(image, 1_000, axis=0), np.zeros(1_000, int))
    found = measure_whole(Network.load("mlp"), many)
    assert found.digits[:3] == (1_000,) * 3
    assert found.digits[3] == pytest.approx(750, abs=60)  # not to the left
    assert found.digits[4] == found.digits[8] == pytest.approx(250, abs=60)  # to the right only
    assert found.digits[9] == 0


def test_examples_lose_no_ink():
    digits = held_out_digits()
    few = examples(digits, 5)
    assert few.shape == (6, 28, 28)
    assert shift(few, 5, 0).sum(axis=(1, 2)) == pytest.approx(few.sum(axis=(1, 2)))
    lost = shift(scale(digits.images[:20]), 5, 0).sum(axis=(1, 2))
    assert (lost < scale(digits.images[:20]).sum(axis=(1, 2)) - 0.01).any()  # others do


@pytest.mark.slow
def test_the_shipped_networks_are_not_invariant(mlp, digits):
    for network in (mlp, Network.load("keras_cnn")):
        found = measure_whole(network, digits)
        assert found.levels[found.telling] >= 3
        assert 2 * found.digits[found.telling] >= len(digits)
        assert not found.invariant


def test_invariance_is_judged_by_intervals():
    """98 of 100 against 95 may be chance, against 85 hardly."""
    for right, invariant in ((95, True), (85, False), (98, True)):
        assert WholeDigits((0, 1), (150, 100), (149, right), (149, 98)).invariant == invariant
    assert not WholeDigits((0, 1), (150, 100), (15, 10), (15, 10)).invariant  # reads nothing


def test_sample_is_seeded_and_in_order():
    digits = held_out_digits()
    assert sample(digits) is digits  # 1,000 already
    twice = Digits(np.concatenate([digits.images] * 2), np.concatenate([digits.labels] * 2))
    chosen = sample(twice)
    assert len(chosen) == 1_000
    assert (chosen.images == sample(twice).images).all()
    assert (chosen.images != sample(twice, seed=5).images).any()
    assert chosen.counts.min() > 70  # all kinds of digits: no prefix of a sorted set
