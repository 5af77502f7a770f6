"""Many small pictures laid out as one: the only place where tiles get their place in a grid."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

WIDEST = 1.6  # a grid is at most this many times wider than a square one
LINE = 0.06  # width of the line between tiles, as a share of a tile
THINNEST = 0.35  # of a cell: small tiles need a line that can be seen
MOST_CELLS = 120_000  # what a browser draws and a page sends without a pause


@dataclass(frozen=True, eq=False)
class Tiling:
    """A grid of tiles as one heat map, in which every cell is 1 wide and 1 high.

    Attributes
    ----------
    values : float32 array of shape (rows, columns), NaN in the lines between the tiles
    places : uint16 array of shape (rows, columns, 3): number of the tile, row and column in it
    x, y : where columns and rows begin and end, arrays of length columns + 1 and rows + 1
    across, down : tiles in a row, and rows of tiles
    middles : the middle of every row of tiles on the y axis
    """

    values: np.ndarray
    places: np.ndarray
    x: np.ndarray
    y: np.ndarray
    across: int
    down: int

    @property
    def middles(self) -> np.ndarray:
        tiles = self.y.reshape(self.down, -1)  # the edges of a row of tiles, with its line's start
        return (tiles[:, 0] + tiles[:, -1]) / 2


def columns_for(count: int) -> int:
    """How many tiles in a row make a tidy grid: no gaps at its end, and not too far from square."""
    side = math.sqrt(count)
    tidy = (n for n in range(math.ceil(side), int(WIDEST * side) + 1) if count % n == 0)
    return next(tidy, math.ceil(side))


def tile(stack: np.ndarray) -> Tiling:
    """Lay tiles out left to right and top to bottom, with thin empty lines between them.

    Parameters
    ----------
    stack : array of shape (n, height, width); NaN stays empty
    """
    count, height, width = stack.shape
    across = columns_for(count)
    down = math.ceil(count / across)
    places = np.zeros((down * across, height + 1, width + 1, 3), np.uint16)
    places[..., 0] = np.arange(len(places))[:, None, None]
    places[..., 1] = np.arange(height + 1)[:, None]
    places[..., 2] = np.arange(width + 1)
    line = max(LINE * max(height, width), THINNEST)
    return Tiling(
        values=lay_out(lined(stack), across, np.nan)[:-1, :-1],  # the outermost line is no line
        places=lay_out(places, across)[:-1, :-1],
        x=_edges(across, width, line),
        y=_edges(down, height, line),
        across=across,
        down=down,
    )


def lay_out(tiles: np.ndarray, columns: int, rest: float | np.ndarray = 0) -> np.ndarray:
    """Lay tiles out left to right and top to bottom, like text, with nothing between them.

    Parameters
    ----------
    tiles : array of shape (n, height, width) or (n, height, width, values of a cell)
    columns : tiles in a row
    rest : what fills the places that are left over in the last row: one value, or a cell's

    Returns
    -------
    array of shape (rows · height, columns · width) or (rows · height, columns · width, values)
    """
    count, height, width, *cell = tiles.shape
    rows = math.ceil(count / columns)
    grid = np.full((rows * columns, height, width, *cell), rest, tiles.dtype)
    grid[:count] = tiles
    grid = grid.reshape(rows, columns, height, width, *cell).swapaxes(1, 2)
    return grid.reshape(rows * height, columns * width, *cell)


def lined(stack: np.ndarray) -> np.ndarray:
    """Tiles with a line of NaN below and to the right of each: (n, height + 1, width + 1)."""
    return np.pad(stack.astype(np.float32), ((0, 0), (0, 1), (0, 1)), constant_values=np.nan)


def at_most(count: int, cells: int) -> int:
    """How many tiles of this many cells are shown at once, of `count`."""
    return min(count, max(1, MOST_CELLS // cells))


def _edges(tiles: int, cells: int, line: float) -> np.ndarray:
    """Where the cells of `tiles` tiles begin and end along one side."""
    starts = np.arange(tiles)[:, None] * (cells + line)
    return (starts + np.arange(cells + 1)).ravel()
