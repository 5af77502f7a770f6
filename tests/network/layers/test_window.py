"""The window arithmetic against literals and against sliding by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.network.layers import Window


@pytest.mark.parametrize(
    ("window", "length", "positions", "dropped", "words"),
    [
        (Window(3, 1, "valid"), 28, 26, 0, "28 − 3 + 1 = 26"),
        (Window(5, 1, "valid"), 12, 8, 0, "12 − 5 + 1 = 8"),
        (Window(2, 2, "valid"), 26, 13, 0, "26 / 2 = 13"),
        (Window(2, 2, "valid"), 11, 5, 1, "⌊11 / 2⌋ = 5"),
        (Window(3, 2, "valid"), 28, 13, 1, "⌊(28 − 3) / 2⌋ + 1 = 13"),
        (Window(3, 1, "same"), 13, 13, 0, "13 + 2 − 3 + 1 = 13"),
        (Window(2, 2, "same"), 11, 6, 0, "⌈11 / 2⌉ = 6 (padded by 0 + 1)"),
        (Window(2, 3, "valid"), 7, 2, 2, "⌊(7 − 2) / 3⌋ + 1 = 2"),
    ],
)
def test_positions_dropped_and_words(window, length, positions, dropped, words):
    assert window.positions(length) == positions
    assert window.dropped(length) == dropped
    assert window.arithmetic(length) == words


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 40), st.sampled_from(["valid", "same"]))
def test_positions_equal_sliding_the_window_by_hand(size, stride, length, padding):
    window = Window(size, stride, padding)
    if padding == "valid" and size > length:
        return
    before, after = window.padded(length)
    starts = range(0, before + length + after - size + 1, stride)
    assert window.positions(length) == len(starts)
    reached = {cell - before for start in starts for cell in range(start, start + size)}
    assert window.unread(length) == tuple(sorted(set(range(length)) - reached))
    if padding == "valid":
        assert window.dropped(length) == length - 1 - max(reached)


def test_cells_at_the_end_and_in_the_gaps_are_unread():
    assert Window(2, 2, "valid").unread(11) == (10,)
    assert Window(2, 3, "valid").unread(9) == (2, 5, 8)
    assert Window(1, 2, "same").unread(4) == (1, 3)
    assert Window(3, 1, "same").unread(13) == ()


@pytest.mark.parametrize("size", range(1, 8))
@pytest.mark.parametrize("length", range(7, 12))
def test_the_words_are_true(size, length):
    """Each side of the equals sign, as Python understands it."""
    for stride in (1, 2, 3):
        for padding in ("valid", "same"):
            words = Window(size, stride, padding).arithmetic(length).partition(" (padded")[0]
            left, right = words.replace("−", "-").split(" = ")
            rounded = left.replace("⌊", "math.floor(").replace("⌈", "math.ceil(")
            value = eval(rounded.replace("⌋", ")").replace("⌉", ")"), {"math": math})
            assert value == int(right) == Window(size, stride, padding).positions(length)
