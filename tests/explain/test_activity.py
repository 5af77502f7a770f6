"""The parts of a layer that are loudest."""

import numpy as np

from mnist_core.explain.activity import most_active, most_active_parts


def test_most_active_holds_the_largest_value() -> None:
    output = np.zeros((2, 2, 3))
    output[..., 1] = 1  # more in sum
    output[1, 0, 2] = 3  # but not at its best
    assert most_active(output) == 2
    assert most_active(np.array([-5.0, -1.0, -1.0])) == 1


def test_most_active_parts_begin_with_the_most_active_one():
    output = np.zeros((2, 2, 4), np.float32)
    output[0, 1, 2], output[1, 0, 0], output[1, 1, 3] = 5, 1, -1
    assert most_active_parts(output, 2).tolist() == [2, 0]
    assert most_active_parts(output, 9).tolist() == [2, 0, 1, 3]
    assert most_active_parts(output, 1)[0] == most_active(output)
