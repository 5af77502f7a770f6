"""Pictures that are no digit."""

from collections import Counter

import numpy as np
import pytest
from scipy import ndimage

from mnist_core.data.sources import held_out_digits
from mnist_core.training import outliers as kinds
from mnist_core.training.outliers import NO_IMAGES, outliers
from mnist_core.training.straight_strokes import line

DIGITS = held_out_digits().images[:64]


def test_outliers_are_pictures_of_a_digits_size():
    """A digit of MNIST fits into 20 pixels, and all are stretched, bent and moved a little."""
    found = outliers(200, DIGITS, np.random.default_rng(1))
    assert found.shape == (200, 28, 28)
    assert found.dtype == np.uint8
    assert (found.max(axis=(1, 2)) > 128).all()
    sides = np.array([np.ptp(np.nonzero(it > 100), axis=1).max() + 1 for it in found])
    assert 18 <= np.median(sides) <= 22
    assert sides.min() >= 12


def test_the_dice_decide_everything():
    one, same, other = (outliers(8, DIGITS, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any(axis=(1, 2)).all()


def test_none_is_wanted_where_a_batch_is_too_small_for_one():
    assert outliers(0, DIGITS, np.random.default_rng(1)) is NO_IMAGES


@pytest.fixture
def only(monkeypatch):
    """Only outliers of the kind that is named, and no hand that writes them otherwise."""
    monkeypatch.setattr(kinds, "handwriting", lambda images, *_: images)

    def so(kind):
        for name in ("PAIRS", "WANDERS", "BLOTS"):
            monkeypatch.setattr(kinds, name, float(name == kind))

    return so


@pytest.fixture
def as_drawn(only):
    """Only pairs."""
    only("PAIRS")


@pytest.mark.usefixtures("as_drawn")
def test_two_narrow_digits_stand_beside_each_other_as_they_are(monkeypatch):
    """Bars of 5 by 20 pixels are together 10 wide: nothing is made smaller, nor moved down."""
    monkeypatch.setattr(kinds, "OVERLAP", 0)
    (pair,) = outliers(1, _block(17, 22), np.random.default_rng(1))
    np.testing.assert_allclose(pair, _block(9, 19)[0], atol=1)


@pytest.mark.usefixtures("as_drawn")
def test_wide_ones_are_made_smaller_together(monkeypatch):
    """A square of 20 beside another is 40 wide; in 20 there is room for 10 by 10 each."""
    monkeypatch.setattr(kinds, "OVERLAP", 0)
    (pair,) = outliers(1, _block(4, 24), np.random.default_rng(2))
    rows, columns = np.nonzero(pair > 127)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1, len(rows)) == (10, 20, 200)


@pytest.mark.usefixtures("as_drawn")
def test_digits_that_overlap_have_so_much_less_room():
    """Bars of 5 and 5 and at most 3 in common: 7 to 10 wide, no gap, and not all alike."""
    ink = outliers(50, _block(17, 22), np.random.default_rng(2)).max(axis=1) / 255
    widths = ink.sum(axis=1)
    assert 7 <= widths.min() < 8
    assert 9 < widths.max() <= 10


def test_a_pen_that_strays_fills_a_figures_box_and_turns_much(only):
    only("WANDERS")
    for picture in outliers(30, DIGITS, np.random.default_rng(3)):
        rows, columns = np.nonzero(picture > 127)
        assert 18 <= np.ptp(rows) + 1 <= 24  # 19 and a pen
        assert 14 <= np.ptp(columns) + 1 <= 20  # 15 and a pen
        assert _bulk(picture) > 0.12


def test_a_blot_is_about_as_high_as_wide_and_has_no_holes(only):
    """A thick 1 is narrower than its height's half, an 8 or a 0 has paper within."""
    only("BLOTS")
    for picture in outliers(60, DIGITS, np.random.default_rng(4)):
        rows, columns = np.nonzero(picture > 127)
        high, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
        assert min(high, wide) >= 8 and max(high, wide) <= 26
        assert 0.5 < high / wide < 2
        assert ndimage.label(np.pad(picture, 1) < 128)[1] == 1


def test_no_figure_is_a_single_straight_stroke_as_a_one_is():
    """How far its ink is from the straight line that fits it best, as a share of its length."""
    straight = line(np.array([[4.0], [10.0]]), np.array([[24.0], [17.0]]), np.array([2.5]))
    assert _bulk(255 * straight[0]) < 0.12
    assert min(_bulk(it) for it in outliers(200, DIGITS, np.random.default_rng(3))) > 0.12


def test_no_figure_leads_in_one_line_from_its_top_to_its_bottom(monkeypatch):
    """As a 2 or a 7 with corners would: of corners where one stroke is, there are not just two."""
    monkeypatch.setattr(kinds, "BENT", 0.0)
    monkeypatch.setattr(kinds, "LOOPS", 0.0)
    random, lines = np.random.default_rng(1), 0
    for _ in range(300):
        strokes = kinds.figure(random)
        met = Counter(map(tuple, strokes.reshape(-1, 2).tolist()))
        rows = [row for row, _ in met]
        ends = [row for (row, _), strokes_there in met.items() if strokes_there == 1]
        if len(ends) == 2:
            lines += 1
            assert abs(ends[0] - ends[1]) <= max(rows) - min(rows) - 3  # 3: an unsteady hand
    assert lines > 30


def _block(begin, end):
    """One picture, inked from one column to another, 20 pixels high: (1, 28, 28)."""
    picture = np.zeros((1, 28, 28), np.uint8)
    picture[0, 4:24, begin:end] = 255
    return picture


def _bulk(picture):
    rows, columns = np.nonzero(picture > 100)
    short, long = np.linalg.svd(
        np.stack([rows - rows.mean(), columns - columns.mean()]), compute_uv=False
    )[::-1]
    return short / long
