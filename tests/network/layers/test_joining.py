"""The sum of two layers: what it says of itself, and the way out where it cannot be."""

import pytest

from mnist_core.network.layers import Add, LayerError


def test_a_sum_costs_nothing_and_keeps_the_shape():
    add = Add("relu1")
    assert add.output_shape((5, 5, 8)) == (5, 5, 8)
    assert add.parameters((5, 5, 8)) == add.macs((5, 5, 8)) == 0
    assert add.arithmetic((5, 5, 8)) == "same shape; plus relu1, cell by cell"
    assert add.settings == {} and add.named == {"source": "relu1"}


@pytest.mark.parametrize(
    ("wanted", "given", "way_out"),
    [
        ((14, 14, 8), (14, 14, 3), "let a 1×1 convolution with 8 filters read relu1"),
        ((14, 14, 1), (28, 28, 1), "let a 1×1 convolution with 1 filter and stride 2 read relu1"),
        ((5, 5, 8), (13, 13, 8), "with 8 filters and stride 3 read relu1"),  # ⌈13 / 3⌉ = 5
        ((9, 9, 8), (28, 14, 8), "gives 28 × 14 × 8: choose a layer of that shape."),
        ((28, 28, 8), (14, 14, 8), "gives 14 × 14 × 8: choose a layer of that shape."),
        ((784,), (28, 28, 1), "Add gets 784 numbers, but relu1 gives 28 × 28 × 1: choose a layer"),
        ((1_000,), (10,), "Add gets 1,000 numbers, but relu1 gives 10: choose a layer that gives"),
    ],
)
def test_terms_of_two_shapes_are_refused_with_a_way_out(wanted, given, way_out):
    with pytest.raises(LayerError) as error:
        Add("relu1").check(wanted, given)
    assert way_out in str(error.value)
