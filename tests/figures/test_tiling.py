"""Tiles: nothing lost, nothing turned, and every cell knows where it comes from."""

import numpy as np
import pytest

from mnist_core.figures.tiling import MOST_CELLS, at_most, columns_for, lay_out, tile


@pytest.mark.parametrize(
    ("count", "columns"),
    [(1, 1), (10, 5), (20, 5), (32, 8), (64, 8), (128, 16), (50, 10), (7, 3), (1600, 40)],
)
def test_grids_are_tidy(count, columns) -> None:
    assert columns_for(count) == columns


def test_laid_out_like_text_and_the_rest_is_filled() -> None:
    tiles = np.arange(5 * 2 * 2).reshape(5, 2, 2)
    by_hand = [
        [0, 1, 4, 5, 8, 9],
        [2, 3, 6, 7, 10, 11],
        [12, 13, 16, 17, -1, -1],
        [14, 15, 18, 19, -1, -1],
    ]
    assert lay_out(tiles, 3, -1).tolist() == by_hand
    coloured = lay_out(np.stack([tiles, tiles], axis=-1), 3, np.array([7, 8]))
    assert coloured[..., 0][:2].tolist() == by_hand[:2] and (coloured[2:, 4:] == [7, 8]).all()


@pytest.mark.parametrize("shape", [(1, 4, 4), (7, 2, 3), (32, 5, 5), (6, 1, 1)])
def test_every_value_stands_at_its_place(shape) -> None:
    stack = np.random.default_rng(0).random(shape).astype(np.float32)
    tiling = tile(stack)
    shown = ~np.isnan(tiling.values)
    assert shown.sum() == stack.size
    number, row, column = tiling.places[shown].T
    assert (stack[number, row, column] == tiling.values[shown]).all()
    assert tiling.values.shape == (len(tiling.y) - 1, len(tiling.x) - 1)


def test_tiles_follow_each_other_like_text() -> None:
    tiling = tile(np.arange(4).reshape(4, 1, 1) * np.ones((1, 2, 2)))
    assert (tiling.across, tiling.down) == (2, 2)
    assert tiling.values[[0, 0, 3, 3], [0, 3, 0, 3]].tolist() == [0, 1, 2, 3]
    assert np.isnan(tiling.values[2]).all() and np.isnan(tiling.values[:, 2]).all()


def test_cells_are_square_and_lines_are_thin() -> None:
    tiling = tile(np.zeros((4, 10, 10)))
    widths = np.diff(tiling.x)
    assert widths[10] == pytest.approx(0.6) and widths[np.arange(21) != 10] == pytest.approx(1)
    assert (tiling.x == tiling.y).all()
    assert tiling.middles == pytest.approx([5, 15.6])


def test_no_more_tiles_than_a_page_can_carry() -> None:
    assert at_most(64, 121) == 64
    assert at_most(1024, 676) == MOST_CELLS // 676
    assert at_most(3, 10 * MOST_CELLS) == 1
