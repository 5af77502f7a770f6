"""The registry of perturbations as a whole, its sliders, and several changes of one digit."""

import numpy as np
import pytest
from scipy import stats

from mnist_core.data.geometry import rotate, shift, thicken
from mnist_core.data.intensity import add_noise
from mnist_core.data.perturbations import MEASURED, PERTURBATIONS, perturb
from mnist_core.data.preprocessing import scale

IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[8:20, 12:16] = 255
INK = (IMAGE / 255).astype(np.float32)
SLIDERS = [
    (id, slider)
    for id, it in PERTURBATIONS.items()
    for slider in (it.nudge, it.disturb)
    if slider is not None
]


@pytest.fixture(scope="module")
def digits(held_out_images) -> np.ndarray:
    return scale(held_out_images[::25])


def test_the_shift_of_a_curve_goes_one_of_four_ways(digits):
    moved = PERTURBATIONS["shift"].function(digits, 3, 11)
    ways = [shift(digits, *way) for way in ((3, 0), (-3, 0), (0, 3), (0, -3))]
    which = np.array([(moved == way).all(axis=(1, 2)) for way in ways])
    assert (which.sum(axis=0) == 1).all()  # each digit one way
    assert stats.chisquare(which.sum(axis=1)).pvalue > 0.001  # and as many each way, but for chance


@pytest.mark.parametrize("id", MEASURED)
def test_every_perturbation_at_the_levels_of_its_curve(id, digits):
    perturbation = PERTURBATIONS[id]
    levels = perturbation.levels
    assert perturbation.neutral in levels and list(levels) == sorted(set(levels))
    before = digits.copy()
    for level in levels:
        changed = perturbation.function(digits, level, 7)
        assert changed.shape == digits.shape and changed.dtype == np.float32
        assert changed.min() >= 0 and changed.max() <= 1
        assert (changed == digits).all() == (level == perturbation.neutral)
        one = perturbation.function(digits[:1], level, 7)
        assert one == pytest.approx(changed[:1], abs=1e-6)  # a digit alone as among others
    assert (digits == before).all()


@pytest.mark.parametrize(("id", "slider"), SLIDERS)
def test_every_slider_changes_the_digit_and_rests_where_nothing_changes(id, slider):
    perturbation = PERTURBATIONS[id]
    assert slider.lowest < perturbation.neutral < slider.highest or slider.lowest == 0
    for level in (slider.lowest, slider.highest):
        same = (perturb(IMAGE, {id: level}) == INK).all()
        assert same == (level == perturbation.neutral)
    assert (perturb(IMAGE, {id: perturbation.neutral}) == INK).all()
    steps = (slider.highest - slider.lowest) / slider.step
    assert 8 <= steps <= 140  # fine enough to find a place, and coarse enough to hit one


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({}, INK[None]),
        ({"right": 3}, shift(INK[None], 3, 0)),
        ({"down": -2}, shift(INK[None], 0, -2)),
        ({"rotate": 20}, rotate(INK[None], 20)),
        ({"thicken": 1}, thicken(INK[None], 1)),
        ({"noise": 0.2}, add_noise(INK[None], 0.2, 0)),
        ({"thicken": -1, "right": 2}, shift(thicken(INK[None], -1), 2, 0)),
        ({"right": 2, "rotate": 30}, rotate(shift(INK[None], 2, 0), 30)),
        ({"rotate": 30, "right": 2}, shift(rotate(INK[None], 30), 2, 0)),
    ],
)
def test_one_digit_is_changed_in_the_order_given(levels, expected):
    np.testing.assert_allclose(perturb(IMAGE, levels), expected[0], atol=1e-6)


def test_right_and_down_one_after_the_other_are_one_shift():
    moved = perturb(IMAGE, {"right": 5, "down": -3})
    np.testing.assert_array_equal(moved, shift(INK[None], 5, -3)[0])


def test_bytes_and_floats_are_changed_alike():
    levels = {"thicken": 1, "rotate": 10, "right": 2, "down": -1, "noise": 0.1}
    changed = perturb(IMAGE, levels)
    np.testing.assert_allclose(changed, perturb(IMAGE / 255, levels), atol=1e-6)
    assert changed.dtype == np.float32 and (changed != perturb(IMAGE, levels, seed=1)).any()
