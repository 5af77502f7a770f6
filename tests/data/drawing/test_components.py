"""Pieces of ink, counted by hand."""

import numpy as np

from mnist_core.data.drawing.boxes import Box
from mnist_core.data.drawing.components import DOT, FAR, far_dots, label, without_dirt


def test_pieces_that_meet_at_a_corner_are_one():
    mask = np.array([[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 1]], bool)
    pieces, count = label(mask)
    assert count == 3
    assert pieces[0, 0] == pieces[1, 1] != pieces[0, 3] != pieces[2, 3]
    assert pieces[2, 0] == 0


def test_specks_go_and_strokes_stay():
    ink = np.zeros((40, 40), np.float32)
    ink[5:35, 5:10] = 1  # 150 pixels
    ink[5:8, 20:23] = 0.5  # 4.5 in sum: 3 % of the largest, perhaps the dot of a stroke
    ink[30, 30] = 1  # below 2 %
    cleaned = without_dirt(ink)[0]
    assert cleaned[30, 30] == 0 and cleaned.sum() == ink.sum() - 1
    assert ink[30, 30] == 1 and cleaned.dtype == np.float32


def test_the_edge_of_a_scan_goes_where_there_is_ink_inside():
    ink = np.zeros((100, 60), np.float32)
    ink[:, :4] = 1
    assert (without_dirt(ink)[0] == ink).all()  # nothing else: it is the ink
    ink[40:60, 30:34] = 1
    assert without_dirt(ink)[0].sum() == 80
    ink[40:60, 34:60] = 1  # now it reaches the rim itself: a digit that fills the picture
    assert (without_dirt(ink)[0] == ink).all()


def test_no_ink_stays_no_ink():
    assert (without_dirt(np.zeros((4, 4)))[0] == 0).all()


def stroke():
    """A stroke away from the rim, 4 pixels thick."""
    ink = np.zeros((120, 100), np.float32)
    ink[20:80, 40:44] = ink[76:80, 40:70] = 1
    return ink


def test_a_thing_at_the_rim_goes_and_a_stroke_that_touches_it_stays():
    ink = stroke()
    assert without_dirt(ink)[1] == 0
    ink[90:, :50] = 0.8  # a finger
    assert (without_dirt(ink)[0] == stroke()).all() and without_dirt(ink)[1] == 1
    ink = stroke()
    ink[60:, 90:94] = 1  # a 1 that is cut off by the rim
    assert (without_dirt(ink)[0] == ink).all()


def test_drops_far_from_the_writing_go_and_a_dot_beside_it_stays():
    ink = stroke()
    ink[110:116, 10:16] = 1
    assert (without_dirt(ink)[0] == stroke()).all()
    ink = stroke()
    ink[50:55, 55:60] = 1
    assert (without_dirt(ink)[0] == ink).all()


def test_drops_go_that_are_much_darker_than_a_thin_pen():
    ink = 0.3 * stroke()
    ink[106:112, 10:16] = ink[104:109, 80:85] = 1  # 36 and 25 beside 108: a third as much ink
    cleaned = without_dirt(ink)[0]
    assert (cleaned == 0.3 * stroke()).all()


def test_far_dots_are_those_whose_gap_to_all_else_is_wide():
    corners, sizes = np.random.default_rng(0).integers(0, 400, (60, 2)), [60, 50, 5, 9]
    boxes = [Box(y, x, y + sizes[n % 4], x + sizes[n % 4]) for n, (y, x) in enumerate(corners)]
    sums = np.array([0.0, *(box.height * box.width for box in boxes)])
    large = [box for box in boxes if box.height >= DOT * 60]
    expected = [
        n + 1
        for n, box in enumerate(boxes)
        if box not in large and min(box.gap(it) for it in large) > FAR * 60
    ]
    assert 0 < len(expected) < 30
    assert far_dots(boxes, sums).tolist() == expected
