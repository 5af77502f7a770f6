"""Before and after: every number in its place, one scale for all maps, patches cut as marked."""

import numpy as np
import pytest

from mnist_core.figures.before_after import before_and_after, changes, map_rows, patches
from mnist_core.figures.palette import DARK, LIGHT, rgb
from mnist_core.figures.sprite import compose


def test_before_stands_above_after_and_small_ones_have_no_label():
    before, after = np.full(10, 0.001), np.full(10, 0.001)
    before[3], after[8] = 0.991, 0.991
    figure = before_and_after(before, after, LIGHT)
    bars = {bar.name: bar for bar in figure.data}
    assert bars["before"].x[3] == bars["after"].x[8] == 0.991
    assert bars["before"].text[3] == "99.1 %" and bars["before"].text[8] == ""
    assert [bar.name for bar in figure.data] == ["before", "after"]  # the axis runs downwards
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_layers_without_maps_have_one_bar():
    figure = changes(["conv", "dense"], [1.2, 0.8], [0.0, None], LIGHT)
    in_place, moved = figure.data
    assert list(in_place.x) == ["conv", "dense"] and list(in_place.y) == [120, 80]
    assert list(moved.x) == ["conv"] and list(moved.text) == ["0 %"]
    assert list(figure.layout.xaxis.categoryarray) == ["conv", "dense"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_all_rows_of_maps_share_one_scale_around_zero(palette):
    first, second = np.zeros((2, 14, 14, 1))
    first[:], second[:] = -1.0, 0.5
    picture = map_rows([first, second], ["a", "b"], palette)
    assert picture.dtype == np.uint8 and picture.shape[2] == 3
    down = len(picture) // 2
    np.testing.assert_array_equal(picture[down // 2, 40], rgb(palette.negative))
    between = picture[down + down // 2, 40].astype(float)
    np.testing.assert_allclose(between, (rgb(palette.neutral) + rgb(palette.positive)) / 2, atol=2)


def test_maps_without_signs_go_from_paper_to_ink_and_silence_is_paper():
    maps = np.zeros((28, 28, 2))
    maps[..., 1] = 3
    picture = map_rows([maps], ["a"], LIGHT)
    np.testing.assert_array_equal(picture[50, 40], rgb(LIGHT.paper))
    np.testing.assert_array_equal(picture[50, 40 + 84 + 5], rgb(LIGHT.ink))
    np.testing.assert_array_equal(map_rows([maps * 0], ["a"], LIGHT)[50, 40], rgb(LIGHT.paper))


def test_words_longer_than_the_maps_are_wide_are_not_cut():
    maps, words = np.zeros((28, 28, 1)), "many more words than fit above one map"
    short, long = (map_rows([maps], [title], LIGHT) for title in ("a", words))
    assert short.shape[1] == 84 and long.shape[1] > 200
    assert (long[:18, -12:] == rgb(LIGHT.paper)).all(axis=2).mean() < 1  # the last word is there
    assert map_rows([maps], ["a"], LIGHT, side=140).shape == (18 + 140 + 5, 140, 3)


def test_maps_are_upright():
    maps = np.zeros((28, 28, 1))
    maps[:4] = 1
    picture = map_rows([maps], ["a"], LIGHT)
    assert picture[18 + 5, 40].sum() < picture[-12, 40].sum()  # ink is dark, and at the top


def test_patches_are_cut_as_marked_and_filled_up_with_paper():
    images = np.arange(2 * 16, dtype=np.uint8).reshape(2, 4, 4)
    cut = patches(images, [(0, 1, 2, 4), (3, 0, 4, 1)])
    np.testing.assert_array_equal(cut[0], [[1, 2, 3], [5, 6, 7]])
    np.testing.assert_array_equal(cut[1], [[28, 0, 0], [0, 0, 0]])


def test_a_box_is_marked_around_its_pixels():
    plain = compose(np.zeros((1, 28, 28), np.uint8), LIGHT, columns=1, zoom=4, gap=8)
    marked = compose(
        np.zeros((1, 28, 28), np.uint8), LIGHT, columns=1, zoom=4, gap=8, boxes=[(2, 3, 10, 11)]
    )
    rows, columns = np.nonzero((plain != marked).any(axis=2))
    assert (rows.min(), rows.max()) == (8 + 2 * 4, 8 + 10 * 4 - 1)
    assert (columns.min(), columns.max()) == (8 + 3 * 4, 8 + 11 * 4 - 1)
    np.testing.assert_array_equal(marked[8 + 2 * 4, 8 + 5 * 4], rgb(LIGHT.accent))
    with pytest.raises(ValueError, match="1 pictures need 1 boxes, not 2"):
        compose(np.zeros((1, 4, 4)), LIGHT, columns=1, boxes=[(0, 0, 1, 1)] * 2)
