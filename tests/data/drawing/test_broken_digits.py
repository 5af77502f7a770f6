"""Pieces of one digit come together, two digits stay two."""

import numpy as np

from mnist_core.data.drawing.boxes import Box
from mnist_core.data.drawing.broken_digits import joined

LEFT = (Box(0, 0, 40, 14), np.full((40, 14), 200, np.uint8))
RIGHT = (Box(4, 16, 40, 30), np.full((36, 14), 100, np.uint8))


def likes(*scores):
    """A judge that says the same of every pair: of both together, of the first, of the second."""
    return lambda digits: np.array(scores[: len(digits)])


def test_what_is_more_like_a_digit_together_becomes_one():
    ((box, picture),) = joined([RIGHT, LEFT], 40, likes(9, 5, 5))
    assert box == Box(0, 0, 40, 30)
    assert (picture[:, :14] == 200).all() and (picture[4:, 16:] == 100).all()
    assert picture[:, 14:16].max() == 0 and picture[:4, 14:].max() == 0


def test_two_digits_stay_two_and_so_do_distant_pieces():
    assert len(joined([LEFT, RIGHT], 40, likes(9, 5, 9.5))) == 2
    far = (Box(0, 24, 40, 38), LEFT[1])  # a quarter of a digit's height apart
    assert len(joined([LEFT, far], 40, likes(9, 5, 5))) == 2
    wide = (Box(0, 16, 40, 50), np.full((40, 34), 100, np.uint8))
    assert len(joined([LEFT, wide], 40, likes(9, 5, 5))) == 2
