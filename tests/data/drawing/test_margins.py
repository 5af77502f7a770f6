"""A picture within a margin of one colour is found, and nothing else is taken for one."""

import numpy as np
import pytest

from mnist_core.data.drawing.ink import find_ink
from mnist_core.data.drawing.margins import window


def board(margin: int, ground: int, chalk: int) -> np.ndarray:
    """A stroke on a board of 100 × 140 pixels, in a page of 160 × 200, grey levels."""
    page = np.full((160, 200), float(margin))
    page[20:120, 40:180] = ground
    page[40:100, 90:96] = chalk
    return page


@pytest.mark.parametrize("levels", [(255, 0, 255), (255, 0, 200), (0, 255, 0), (128, 20, 230)])
def test_a_board_in_a_page_is_found_and_what_is_written_there_is_the_ink(levels):
    page = board(*levels)
    rows, columns = window(page)
    assert 20 <= rows.start <= 25 and 115 <= rows.stop <= 120
    assert 40 <= columns.start <= 45 and 175 <= columns.stop <= 180
    inked = find_ink(np.dstack([page.astype(np.uint8)] * 3 + [np.full(page.shape, 255, np.uint8)]))
    expected = np.zeros(page.shape, bool)
    expected[40:100, 90:96] = True
    assert (inked.ink == expected).all() and "The margin is left out." in inked.sentence


def test_strokes_frames_and_light_are_no_window():
    bar = np.full((160, 200), 255.0)
    bar[20:120, 60:120] = 0  # one colour all over
    frame = board(255, 255, 0)
    frame[20:120, 40:180] = 0
    frame[24:116, 44:176] = 255  # hollow
    frame[40:100, 90:96] = 0
    slope = board(255, 0, 255) * np.linspace(0.7, 1, 200)  # a photo: its rim has not one colour
    for page in (bar, frame, slope, np.full((160, 200), 255.0)):
        assert window(page) is None
