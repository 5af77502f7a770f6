"""Rules and frames are told from digits by their shape alone."""

import numpy as np

from mnist_core.data.drawing.boxes import Box
from mnist_core.data.drawing.form_lines import along_sides, printed

SEVEN, ONE = Box(50, 50, 110, 90), Box(50, 120, 110, 126)  # 60 pixels high
ONES_INK, SEVENS_INK = 360.0, 600.0


def found(*others, side=1.0):
    """Which of these (box, ink) are a form's, beside a 7 and a 1, which never are."""
    boxes = [SEVEN, ONE, *(box for box, _ in others)]
    result = printed(
        boxes,
        np.array([SEVENS_INK, ONES_INK, *(ink for _, ink in others)]),
        np.full(len(boxes), side),
    )
    assert not result[:2].any()
    return result[2:].tolist()


def test_long_thin_pieces_are_rules():
    assert found((Box(115, 40, 119, 140), 400.0)) == [True]
    assert found((Box(0, 20, 200, 24), 800.0)) == [True]
    assert found((Box(44, 60, 48, 100), 160.0)) == [False]  # the bar of a 5
    assert found((Box(115, 40, 135, 140), 2000.0)) == [False]  # too thick


def test_a_frame_is_hollow_and_holds_digits():
    around = Box(30, 30, 130, 150)
    assert found((around, 1300.0)) == [True]
    assert found((around, 6000.0)) == [False]  # half of it is ink
    assert found((Box(30, 200, 130, 320), 1300.0)) == [False]  # nothing in it: a large, thin 0
    assert found((around, 1300.0), side=0.65) == [False]  # an oval


def test_a_frame_has_ink_along_all_four_sides_and_an_oval_has_not():
    frame = np.ones((80, 100), bool)
    frame[3:-3, 3:-3] = False
    assert along_sides(frame) == 1
    y, x = np.mgrid[-1:1:80j, -1:1:100j]
    oval = np.abs(np.hypot(x, y) - 0.96) < 0.04
    assert 0.5 < along_sides(oval) < 0.75
    frame[:3, 30:] = False  # a thin 6: nothing above its belly
    assert along_sides(frame) == 0.33  # the three columns of its right side as well


def test_the_dot_of_a_zero_makes_no_frame():
    assert found((Box(50, 150, 110, 190), 400.0), (Box(76, 166, 84, 174), 64.0)) == [False, False]


def test_never_all():
    rules = [Box(10, 0, 14, 200), Box(40, 0, 44, 900)]
    assert not printed(rules[:1], np.array([800.0]), np.ones(1)).any()
    assert not printed(rules, np.array([800.0, 3600.0]), np.ones(2)).all()


def test_a_rule_beside_nothing_but_ones():
    ones = [Box(50, 30 * number, 110, 30 * number + 6) for number in range(3)]
    rule = Box(0, 200, 300, 206)
    amounts = np.array([360.0, 360.0, 360.0, 1800.0])
    assert printed([*ones, rule], amounts, np.ones(4)).tolist() == [False, False, False, True]
    assert not printed(ones, amounts[:3], np.ones(3)).any()
