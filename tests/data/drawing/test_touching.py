"""Real digits pushed together until their ink is one piece come apart again; single ones do not."""

import numpy as np
import pytest

from mnist_core.data.drawing.boxes import box_of
from mnist_core.data.drawing.likeliest import Judge
from mnist_core.data.drawing.segmentation import segment_image
from mnist_core.data.drawing.touching import divide
from mnist_core.data.embedded import held_out_digits
from mnist_core.evaluation.rejection import judge_by
from mnist_core.network.forward import Network
from tests.numbers import in_one_piece, tight, touching

DIGITS = held_out_digits()
ROBUST = Network.load("robust_cnn")
JUDGE = judge_by(ROBUST)


def read(cuts):
    return [int(ROBUST.predict(cut.preparation.digit[None]).argmax()) for cut in cuts]


@pytest.mark.slow
@pytest.mark.parametrize(("count", "least"), [(2, 0.8), (3, 0.7)])
def test_digits_that_touch_are_cut_and_read(count, least):
    shown = touching(DIGITS, count, 20, seed=3)
    found = [(read(segment_image(number, JUDGE)), labels) for number, labels in shown]
    cut = sum(len(digits) == count for digits, _ in found)
    right = sum(digits == labels for digits, labels in found)
    print(f"{count} touching: {cut} of 20 cut right, {right} read right")
    assert cut >= right >= least * 20


def test_digits_that_touch_stay_together_where_nobody_judges():
    assert all(len(segment_image(number)) == 1 for number, _ in touching(DIGITS, 2, 10, seed=4))


@pytest.mark.slow
def test_a_digit_alone_is_not_cut():
    whole = sum(len(segment_image(np.pad(tight(it), 9), JUDGE)) == 1 for it in DIGITS.images[:80])
    print(f"{whole} of 80 digits whole")
    assert whole >= 78


@pytest.mark.parametrize("zoom", [1, 2, 9])
def test_the_parts_are_the_ink(zoom):
    left, right = (tight(DIGITS.images[place], zoom) for place in (3, 5))
    number = np.pad(in_one_piece(left, right), 11) / 255
    height = 20 * zoom
    parts = divide(number, height, JUDGE)
    np.testing.assert_array_equal(sum(parts), number)
    assert [part.shape for part in parts] == [number.shape] * 2
    lefts = [box_of(part >= 0.25).left for part in parts]
    assert lefts[0] < lefts[1]


def beams(*places):
    """Upright beams of full ink (left, width), joined by a faint thread: float (40, 80)."""
    ink = np.zeros((40, 80))
    ink[20, places[0][0] : places[-1][0]] = 0.2
    for left, width in places:
        ink[:, left : left + width] = 1.0
    return ink


def test_a_cut_is_where_the_judge_says():
    ink = beams((5, 6), (30, 6), (60, 6))

    def one_beam(digits):  # how often ink begins in the tenth row: the best is once
        begins = (digits[:, 9, 1:] > 0.5) & (digits[:, 9, :-1] <= 0.5)
        return -np.abs(begins.sum(axis=1) - 1.0)

    parts = divide(ink, 40, Judge(one_beam))
    middles = [(part[5] * np.arange(80)).sum() / part[5].sum() for part in parts]
    np.testing.assert_allclose(middles, [7.5, 32.5, 62.5])
    assert len(divide(ink, 40, Judge(lambda digits: -one_beam(digits)))) == 1  # three are best


def test_who_sees_no_difference_cuts_nothing():
    ink = beams((5, 6), (60, 6))
    assert len(divide(ink, 40, Judge(lambda digits: np.zeros(len(digits))))) == 1


def _wide(digits):
    return np.array([np.ptp(np.flatnonzero(it.max(axis=0) > 0.5)) + 1 for it in digits])


@pytest.mark.parametrize(("thick", "count"), [(1.0, 1), (3.8, 1), (3.9, 2), (9.0, 2)])
def test_the_worst_part_decides(thick, count):
    ink = beams((5, 4), (60, 12))

    def marks(digits):  # a thin beam is worth 9, the whole 5, 67 wide and 40 high: 5 √(40 / 67)
        wide = _wide(digits)
        return np.select([wide <= 2, wide <= 8], [9.0, thick], 5.0)

    assert len(divide(ink, 40, Judge(marks))) == count


@pytest.mark.parametrize(("cut", "count"), [(0.13, 2), (0.14, 1)])
def test_a_further_cut_has_to_bring_what_the_judge_asks(cut, count):
    """Two parts are worth 4, the whole 5 √(40 / 67) = 3.863: 0.137 less."""
    ink = beams((5, 4), (60, 12))
    judge = Judge(lambda digits: np.where(_wide(digits) <= 8, 4.0, 5.0), cut)
    assert len(divide(ink, 40, judge)) == count


def test_what_is_narrow_or_low_is_not_asked_about():
    def never(digits):
        raise AssertionError("asked")

    one = np.zeros((60, 60))
    one[10:50, 20:35] = 1.0  # 40 high, 15 wide
    dash = np.zeros((60, 60))
    dash[30:40, 5:55] = 1.0
    for ink in (one, dash):
        (part,) = divide(ink, 40, Judge(never))
        assert part is ink
