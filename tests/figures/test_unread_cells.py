"""The picture of what is left out: orange where no window reaches, and nowhere else."""

import numpy as np
import pytest

from mnist_core.figures.palette import DARK, LIGHT, rgb
from mnist_core.figures.unread_cells import ABOUT, leftover
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Conv2D, MaxPooling2D
from mnist_core.network.summary import summary


def orange(row, palette):
    """Which cells of the picture are drawn as left out: bool array of the input's shape."""
    picture = leftover(row, palette)
    height, width, _ = row.input_shape
    cell = picture.shape[0] // height
    assert picture.shape == (height * cell, width * cell, 3) and picture.dtype == np.uint8
    return (picture[::cell, ::cell] == rgb(palette.positive)).all(axis=2)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_last_row_and_column_of_pool2(palette):
    row = ARCHITECTURES["keras_cnn"].rows[5]
    found = orange(row, palette)
    assert found.sum() == row.unused_cells == 21
    assert found[10].all() and found[:, 10].all() and not found[:10, :10].any()
    assert ABOUT / 2 < leftover(row, palette).shape[0] <= ABOUT


@pytest.mark.parametrize(
    "layer",
    [
        Conv2D(1, 1, 3),
        Conv2D(1, 3, 2),
        MaxPooling2D(3),
        MaxPooling2D(2, 3),
        Conv2D(1, 2, 5, "same"),
        Conv2D(1, 5, 4),
    ],
)
@pytest.mark.parametrize("shape", [(28, 28, 1), (11, 8, 2)])
def test_orange_is_what_the_windows_do_not_cover(layer, shape):
    (row,) = summary((layer,), shape)
    covered = np.zeros(shape[:2], bool)
    window = layer.window
    tops, lefts = (
        [place * window.stride - window.padded(length)[0] for place in range(positions)]
        for length, positions in zip(shape[:2], row.output_shape[:2], strict=True)
    )
    for top in tops:
        for left in lefts:
            covered[max(top, 0) : top + window.size, max(left, 0) : left + window.size] = True
    assert (orange(row, LIGHT) == ~covered).all()
    assert row.unused_cells == (~covered).sum()


def test_neighbouring_windows_are_told_apart():
    picture = leftover(ARCHITECTURES["keras_cnn"].rows[5], LIGHT)
    cell = picture.shape[0] // 11
    assert (picture[0, 0] == picture[cell, cell]).all()
    assert (picture[0, 0] != picture[0, 2 * cell]).any()
