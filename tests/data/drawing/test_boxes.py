"""Boxes around ink, and the lines they stand in, counted by hand."""

import numpy as np
import pytest

from mnist_core.data.drawing.boxes import Box, box_of, boxes_of, in_lines


def test_boxes_end_without_the_last_row_and_column():
    pieces = np.array([[0, 1, 1, 0], [0, 0, 1, 0], [2, 0, 0, 0]])
    assert boxes_of(pieces) == [Box(0, 1, 2, 3), Box(2, 0, 3, 1)]
    assert box_of(pieces > 0) == Box(0, 0, 3, 3)


def test_a_box_holds_what_is_away_from_its_sides():
    assert Box(0, 0, 10, 10).holds(Box(1, 1, 9, 9))
    assert not Box(0, 0, 10, 10).holds(Box(0, 1, 9, 9))


def test_how_level_two_boxes_are():
    assert Box(0, 0, 10, 5).level_with(Box(5, 8, 25, 12)) == 0.5
    assert Box(0, 0, 10, 5).level_with(Box(12, 8, 20, 12)) < 0
    assert Box(0, 0, 10, 5).level_with(Box(4, 8, 4, 12)) == 1  # a dash beside it


def sloped(degrees, count, top=0.0, height=60.0, step=55.0):
    rise = step * np.tan(np.radians(degrees))
    return [
        Box(top - number * rise, number * step, top - number * rise + height, number * step + 40)
        for number in range(count)
    ]


@pytest.mark.parametrize("degrees", range(-12, 13, 4))
@pytest.mark.parametrize("count", [5, 10])
def test_a_sloped_number_is_one_line_and_two_stay_two(degrees, count):
    first, second = sloped(degrees, count), sloped(degrees, count, top=80)
    assert in_lines(first) == [list(range(count))]
    mixed = [*second, *first]
    assert in_lines(mixed) == [list(range(count, 2 * count)), list(range(count))]
    assert in_lines([*second[:2], *first]) == [list(range(2, count + 2)), [0, 1]]
