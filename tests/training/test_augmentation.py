"""Digits written anew: legible, different every time, the same for the same seed."""

import numpy as np
import pytest
from scipy import ndimage

from mnist_core.data.embedded import held_out_digits
from mnist_core.data.measurements import bounding_boxes, centres_of_mass
from mnist_core.network.forward import Network
from mnist_core.training import augmentation
from mnist_core.training.augmentation import handwriting, written_anew
from mnist_core.training.distortion import sampled
from tests.pen_widths import pen_widths

DIGITS = held_out_digits()
HABITS = ("CORNERED", "SLASHED", "FLAGGED", "FOOTED", "CROSSED", "HOOKED")


def write(digits=DIGITS, seed=0):
    return handwriting(digits.images, digits.labels, np.random.default_rng(seed))


def only(monkeypatch, *habits):
    """Everybody has these habits and nobody others, and the paper stays where it is."""
    for habit in HABITS:
        monkeypatch.setattr(augmentation, habit, float(habit in habits))
    for amount in ("ROTATION", "SHEAR", "STRETCH", "SHIFT", "BEND", "THICKER", "THINNER"):
        monkeypatch.setattr(augmentation, amount, 0.0)
    monkeypatch.setattr(augmentation, "CONTRAST", 1.0)


def of(digit):
    return DIGITS[DIGITS.labels == digit]


def holes(image):
    """Parts of the paper that ink shuts in."""
    return ndimage.label(np.pad(image, 1) < 64)[1] - 1


def test_the_seed_decides_and_the_digits_stay_as_they_are():
    before = DIGITS.images.copy()
    one, same, other = write(seed=1), write(seed=1), write(seed=2)
    assert one.dtype == np.uint8 and one.shape == before.shape
    assert (one == same).all()
    assert (one != other).any(axis=(1, 2)).mean() > 0.99
    assert (DIGITS.images == before).all()


@pytest.mark.parametrize("done", [0.0, 0.5, 0.7499, 0.75, 0.99])
def test_towards_the_end_seven_digits_in_ten_are_as_they_are(done):
    before = DIGITS.images.copy()
    written = written_anew(DIGITS.images, DIGITS.labels, np.random.default_rng(4), done)
    changed = (written != before).any(axis=(1, 2)).sum()
    if done < 0.75:
        assert changed > 990
    else:  # 300 of 1,000, and three standard deviations of a binomial, √(1000 · 0.3 · 0.7) = 14.5
        assert abs(changed - 300) < 44
    assert written.dtype == np.uint8 and (DIGITS.images == before).all()


def test_a_batch_of_which_none_is_rewritten_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(augmentation, "REWRITTEN", 0.0)
    written = written_anew(DIGITS.images, DIGITS.labels, np.random.default_rng(4), 0.9)
    np.testing.assert_array_equal(written, DIGITS.images)


def test_without_habits_and_movement_a_digit_is_itself(monkeypatch):
    only(monkeypatch)
    kept = bounding_boxes(DIGITS.images)[:, 2:].max(axis=1) == 20
    assert kept.mean() > 0.98
    np.testing.assert_allclose(write()[kept], DIGITS.images[kept].astype(int), atol=2)


def test_digits_stay_in_their_place_and_legible():
    written = write()
    assert (written.max(axis=(1, 2)) == 255).mean() > 0.99
    off = np.abs(centres_of_mass(written) - 14).max(axis=1)
    assert np.quantile(off, 0.99) < 3 and off.mean() > 0.5
    larger = bounding_boxes(written >= 64)[:, 2:].max(axis=1)
    assert np.quantile(larger, 0.01) >= 15 and np.quantile(larger, 0.99) <= 27
    read = Network.load("keras_cnn").predict(written).argmax(axis=1)
    assert (read == DIGITS.labels).mean() > 0.9  # by one who has never seen such digits


def test_pens_become_a_little_thinner_or_much_thicker():
    ratio = pen_widths(write()) / pen_widths(DIGITS.images)
    assert np.quantile(ratio, 0.05) < 0.95 and np.quantile(ratio, 0.95) > 1.4


def test_a_slash_cuts_a_zero_in_two(monkeypatch):
    zeros = of(0)
    plain = np.array([holes(image) for image in zeros.images]) == 1
    only(monkeypatch, "SLASHED")
    slashed = np.array([holes(image) for image in write(zeros)])
    assert (slashed[plain] >= 2).mean() > 0.5  # a short or a steep slash leaves the rim whole
    assert (write(of(8)) == write(of(8))).all()


@pytest.mark.parametrize(
    ("habit", "digit", "half"), [("FLAGGED", 1, "upper"), ("FOOTED", 1, "lower")]
)
def test_flags_are_above_and_feet_below(habit, digit, half, monkeypatch):
    only(monkeypatch)
    plain = write(of(digit)).astype(float)
    monkeypatch.setattr(augmentation, habit, 1.0)
    added = np.maximum(write(of(digit)) - plain, 0)
    assert np.quantile(added.sum(axis=(1, 2)), 0.1) > 5 * 255  # pixels full of ink
    rows = added.sum(axis=(0, 2))
    assert (rows[:14].sum() > rows[14:].sum()) == (half == "upper")


def test_a_bar_crosses_the_stem_of_a_seven_in_the_middle(monkeypatch):
    only(monkeypatch)
    plain = write(of(7)).astype(float)
    monkeypatch.setattr(augmentation, "CROSSED", 1.0)
    rows = np.maximum(write(of(7)) - plain, 0).sum(axis=(0, 2))
    assert rows[8:20].sum() > 0.7 * rows.sum()


def test_habits_are_as_frequent_as_they_should_be(monkeypatch):
    only(monkeypatch)
    plain = write()
    for name, share in (("SLASHED", 0.15), ("CROSSED", 0.25)):
        monkeypatch.setattr(augmentation, name, share)
    changed = (write() != plain).any(axis=(1, 2))
    assert 0.05 < changed[DIGITS.labels == 0].mean() < 0.3
    assert 0.12 < changed[DIGITS.labels == 7].mean() < 0.4
    assert not changed[~np.isin(DIGITS.labels, (0, 7))].any()


def test_some_digits_are_written_in_straight_strokes_and_what_is_none_never(monkeypatch):
    only(monkeypatch)
    plain = write()
    monkeypatch.setattr(augmentation, "CORNERED", 0.2)
    changed = (write() != plain).any(axis=(1, 2))
    assert abs(changed.sum() - 200) < 38  # of 1,000; three standard deviations, √(1000·0.2·0.8)
    assert (np.bincount(DIGITS.labels[changed], minlength=10) > 0).all()
    monkeypatch.setattr(augmentation, "CORNERED", 1.0)
    none = np.full(len(DIGITS), 10)
    np.testing.assert_array_equal(handwriting(DIGITS.images, none, np.random.default_rng(0)), plain)


def test_sampling_between_pixels_is_scipys():
    random = np.random.default_rng(0)
    ink = random.random((3, 28, 28)).astype(np.float32)
    places = random.uniform(-4, 31, (2, 3, 28, 28)).astype(np.float32)
    expected = [
        ndimage.map_coordinates(np.pad(image, 1), where + 1, order=1, mode="nearest")
        for image, where in zip(ink, places.transpose(1, 0, 2, 3), strict=True)
    ]
    np.testing.assert_allclose(sampled(ink, *places), expected, atol=0.02)


def test_a_blank_and_a_dot_come_to_no_harm():
    images = np.zeros((2, 28, 28), np.uint8)
    images[1, 3, 25] = 255
    for digit in range(10):
        written = handwriting(images, np.full(2, digit), np.random.default_rng(digit))
        assert written.dtype == np.uint8
