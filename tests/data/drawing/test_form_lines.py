"""Rules and frames are told from digits by their shape alone."""

import numpy as np

from mnist_core.data.drawing.boxes import Box
from mnist_core.data.drawing.form_lines import printed

SEVEN, ONE = Box(50, 50, 110, 90), Box(50, 120, 110, 126)  # 60 pixels high
ONES_INK, SEVENS_INK = 360.0, 600.0


def found(*others):
    """Which of these (box, ink) are a form's, beside a 7 and a 1, which never are."""
    boxes = [SEVEN, ONE, *(box for box, _ in others)]
    result = printed(boxes, np.array([SEVENS_INK, ONES_INK, *(ink for _, ink in others)]))
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


def test_the_dot_of_a_zero_makes_no_frame():
    assert found((Box(50, 150, 110, 190), 400.0), (Box(76, 166, 84, 174), 64.0)) == [False, False]


def test_never_all():
    rules = [Box(10, 0, 14, 200), Box(40, 0, 44, 900)]
    assert not printed(rules[:1], np.array([800.0])).any()
    assert not printed(rules, np.array([800.0, 3600.0])).all()


def test_a_rule_beside_nothing_but_ones():
    ones = [Box(50, 30 * number, 110, 30 * number + 6) for number in range(3)]
    rule = Box(0, 200, 300, 206)
    amounts = np.array([360.0, 360.0, 360.0, 1800.0])
    assert printed([*ones, rule], amounts).tolist() == [False, False, False, True]
    assert not printed(ones, amounts[:3]).any()
