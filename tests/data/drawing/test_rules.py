"""Printed lines are taken out of the ink; strokes of digits are none, however straight."""

import numpy as np
import pytest

from mnist_core.data.drawing.rules import without_rules
from mnist_core.data.drawing.run_lengths import ends, thickness

HIGH, WIDE = 160, 240


def seven(top=50, left=100, size=60, pen=7):
    """The ink of a 7: a bar, and a stem that leans."""
    ink = np.zeros((HIGH, WIDE), np.float32)
    ink[top : top + pen, left : left + 40] = 1
    for row in range(size):
        start = left + 36 - row // 2
        ink[top + row, start : start + pen] = 1
    return ink


def test_runs_counted_by_hand():
    mask = np.array([[1, 0], [1, 1], [0, 1], [1, 1]], bool)
    first, last = ends(mask)
    assert first[mask].tolist() == [0, 0, 1, 1, 3, 1]
    assert last[mask].tolist() == [2, 2, 4, 4, 4, 4]
    assert thickness(mask).tolist() == [[1, 0], [2, 2], [0, 1], [1, 2]]


def ruled(rows=(), columns=(), lean=0.0):
    lines = np.zeros((HIGH, WIDE), bool)
    for row in rows:
        for column in range(WIDE):
            start = round(row + lean * column)
            lines[start : start + 3, column] = True
    for column in columns:
        lines[:, column : column + 3] = True
    return lines


@pytest.mark.parametrize(
    "lines",
    [
        ruled([30, 130]),
        ruled([80]),  # right through the digit
        ruled([108]),  # it stands on it
        ruled([60, 100], lean=0.08),
        ruled(range(10, 150, 30), range(10, 240, 30)),
    ],
    ids=["two rules", "through it", "under it", "leaning", "squared"],
)
def test_printed_lines_go_and_the_digit_stays(lines):
    digit = seven()
    bare, count = without_rules(np.maximum(digit, 0.6 * lines))
    assert count > 0
    assert (bare[(digit == 1) & ~lines] == 1).mean() > 0.98  # but for corners at a line
    assert (bare[digit == 1] > 0).mean() > 0.97
    far = np.ones_like(lines)
    far[46:114, 76:150] = False
    assert bare[far].max() == 0


def test_a_cell_goes_and_its_digit_stays():
    digit = seven()
    cell = np.zeros((HIGH, WIDE), np.float32)
    cell[20:140, 40:200] = 1
    cell[23:137, 43:197] = 0
    bare, count = without_rules(np.maximum(digit, cell))
    assert count == 4 and (bare == digit).all()


@pytest.mark.parametrize(
    "crop", [(slice(50, 110), slice(100, 140)), (slice(40, 120), slice(90, 150))]
)
def test_the_bar_of_a_seven_is_no_rule_in_any_crop(crop):
    ink = seven()[crop]
    bare, count = without_rules(ink)
    assert count == 0 and bare is ink


def test_a_one_is_no_rule_with_or_without_a_foot_or_dirt():
    one = np.zeros((100, 60), np.float32)
    one[5:95, 28:33] = 1
    assert without_rules(one)[1] == 0
    one[90:95, 15:46] = 1
    assert without_rules(one)[1] == 0
    one[40:44, 50:54] = 1
    assert without_rules(one)[1] == 0


@pytest.mark.parametrize("end", [9, 13])
def test_a_one_whose_ends_are_thicker_is_no_rule(end):
    one = np.zeros((120, 90), np.float32)
    one[8:112, 42:47] = 1
    for row in (8, 112 - end):  # the pen rests where a stroke begins and ends
        one[row : row + end, 40 : 40 + end] = 1
    bare, count = without_rules(one)
    assert count == 0 and bare is one


def test_ones_between_two_rules_stay():
    ink = np.zeros((100, 300), np.float32)
    for left in (60, 130, 200):
        ink[12:88, left : left + 9] = 1
    lines = np.zeros_like(ink)
    lines[10:12] = lines[88:90] = 1
    bare, count = without_rules(np.maximum(ink, lines))
    assert count == 2 and (bare[ink == 1] == 1).all()


def test_fine_lines_from_rim_to_rim_go_however_narrow_the_crop():
    digit = seven(pen=10)
    lines = ruled([30, 112])  # it stands on one of them, and neither is half as long again
    narrow = slice(20, 130), slice(92, 152)
    bare, count = without_rules(np.maximum(digit, lines)[narrow])
    assert count == 2 and (bare[digit[narrow] == 1] == 1).mean() > 0.97
    assert bare[digit[narrow] == 0].max() == 0


def test_the_stem_of_a_nine_between_two_rules_is_no_side_of_a_cell():
    nine = np.zeros((HIGH, WIDE), np.float32)
    nine[30:130, 137:140] = nine[30:33, 100:140] = nine[60:63, 100:140] = nine[30:63, 100:103] = 1
    bare, count = without_rules(np.maximum(nine, ruled([28, 130])))
    assert count == 2 and (bare[34:128, 137:140] == 1).all()


def test_an_upright_stroke_that_ends_on_the_paper_is_no_underline():
    six = np.zeros((160, 90), np.float32)
    six[20:140, 30:35] = six[80:85, 30:62] = six[135:140, 30:62] = six[80:140, 57:62] = 1
    bare, count = without_rules(six)
    assert count == 0 and bare is six


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (50, 1), (3, 400), (17, 17)])
def test_tiny_pictures_come_to_no_harm(size):
    ink = np.random.default_rng(0).uniform(0, 1, size).astype(np.float32)
    assert without_rules(ink)[0].shape == size
