"""Pairs of digits counted in a matrix made by hand."""

import numpy as np

from mnist_core.lessons.claims.confused_pairs import pairs, rank


def test_pairs_and_their_places():
    matrix = np.zeros((10, 10), int)
    matrix[4, 9], matrix[9, 4], matrix[3, 8], matrix[7, 2] = 3, 2, 5, 1
    matrix[5, 5] = 99  # right answers are no confusion
    found = pairs(matrix)
    assert found[4, 9] == found[3, 8] == 5 and sum(found.values()) == 11
    assert rank(found, (4, 9)) == rank(found, (3, 8)) == 1
    assert rank(found, (2, 7)) == 3 and rank(found, (0, 1)) == 4
