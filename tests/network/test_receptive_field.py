"""Receptive fields against literals, the closed formula, and pixels nudged one by one."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layer_forward import apply
from mnist_core.network.layers import Add, AveragePooling2D, Conv2D, LayerError, ReLU
from mnist_core.network.summary import summary


@pytest.mark.parametrize(
    ("name", "sizes"),
    [("keras_cnn", [3, 4, 8, 10]), ("classic_cnn", [5, 6, 14, 16]), ("wide_cnn", [5, 6, 10, 12])],
)
def test_published_sizes(name, sizes):
    rows = ARCHITECTURES[name].rows
    assert [r.receptive_field.size[0] for r in rows if r.layer.window is not None] == sizes


def test_the_last_rows_of_the_digit_are_never_read_by_keras_cnn():
    flatten = ARCHITECTURES["keras_cnn"].rows[6].receptive_field
    assert flatten.rows.pixels(0, 28) == (0, 26)


sliding = st.one_of(
    st.builds(
        Conv2D, st.just(1), st.integers(1, 5), st.integers(1, 3), st.sampled_from(["valid", "same"])
    ),
    st.builds(AveragePooling2D, st.integers(1, 4), st.integers(1, 3), st.just("valid")),
)


@given(st.lists(sliding, min_size=1, max_size=4))
def test_size_equals_the_closed_formula(layers):
    """Araujo et al. 2019, equation 2: r = 1 + Σ (k_l − 1) Π s_i, the product over layers before."""
    try:
        rows = summary(layers, (28, 28, 1))
    except LayerError:
        assume(False)
    size, stride = 1, 1
    for layer in layers:
        size += (layer.window.size - 1) * stride
        stride *= layer.window.stride
    field = rows[-1].receptive_field
    assert field.size == (size, size)
    assert field.rows.stride == stride


@settings(max_examples=30, deadline=None)
@given(st.lists(sliding, min_size=1, max_size=3), st.integers(9, 14), st.integers(9, 14), st.data())
def test_the_box_is_exactly_where_nudged_pixels_matter(layers, height, width, data):
    shape = (height, width, 1)
    try:
        rows = summary(layers, shape)
    except LayerError:
        assume(False)
    output = rows[-1].output_shape
    cell = data.draw(st.tuples(st.integers(0, output[0] - 1), st.integers(0, output[1] - 1)))

    def run(x):
        for layer, row in zip(layers, rows, strict=True):
            ones = {name: np.ones(s, np.float64) for name, s in row.weight_shapes.items()}
            x = apply(layer, x, ones)
        return x[:, cell[0], cell[1], 0]

    nudged = np.eye(height * width).reshape(-1, *shape)
    changed = run(nudged) != run(np.zeros((1, *shape)))
    box = np.zeros((height, width), bool)
    field = rows[-1].receptive_field
    box[
        slice(*field.rows.pixels(cell[0], height)), slice(*field.columns.pixels(cell[1], width))
    ] = 1
    changed = changed.reshape(height, width)
    assert not changed[~box].any()
    gaps = any(layer.window.stride > layer.window.size for layer in layers)
    drops = any(row.dropped != (0, 0) for row in rows)
    # A stride longer than the window leaves holes in the box; what floor() drops is out of reach
    # even where the padding of a later layer reaches over it.
    if not gaps and not drops:
        assert changed[box].all()


def test_a_sum_sees_all_that_either_of_its_terms_sees_and_no_more():
    """A way through of 3×3, a way around of 1×1, both with stride 2; pixels nudged one by one."""
    layers = (
        ReLU(name="in"),
        Conv2D(1, 3, 2, "same", name="through"),
        Conv2D(1, 1, 2, reads="in"),
        Add("through"),
        Conv2D(1, 2),
    )
    rows = summary(layers, (12, 10, 1))
    outputs = {-1: np.eye(120).reshape(-1, 12, 10, 1)}
    for place, row in enumerate(rows):
        ones = {name: np.ones(shape) for name, shape in row.weight_shapes.items()}
        x, *others = (outputs[it] for it in row.inputs)
        outputs[place] = apply(row.layer, x, ones, *others)
    for place, (row, column) in ((3, (2, 1)), (4, (2, 1)), (4, (4, 3))):
        moved = outputs[place][:, row, column, 0]
        changed = (moved != np.median(moved)).reshape(12, 10)  # most pixels change nothing
        field = rows[place].receptive_field
        box = np.zeros((12, 10), bool)
        box[slice(*field.rows.pixels(row, 12)), slice(*field.columns.pixels(column, 10))] = True
        np.testing.assert_array_equal(changed, box)


def test_cells_that_lie_at_other_distances_are_not_added():
    layers = (ReLU(name="in"), Conv2D(1, 15, name="a"), Conv2D(1, 1, 2, reads="in"), Add("a"))
    with pytest.raises(LayerError, match="2 pixels apart on the digit to cells that lie 1 apart"):
        summary(layers)
    whole = (ReLU(name="in"), Conv2D(1, 28, name="a"), Conv2D(1, 1, 28, reads="in"), Add("a"))
    field = summary(whole)[-1].receptive_field  # of one cell, whose distance to none is no matter
    assert field.rows.pixels(0, 28) == (0, 28)
