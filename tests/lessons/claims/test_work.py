"""Multiply–accumulates and values by hand."""

from mnist_core.lessons.claims.work import kernels, more_maps


def test_multiply_accumulates_by_hand(evidence):
    found = kernels(evidence)
    assert found.layer[:2] == (26 * 26 * 9 * 32, 24 * 24 * 25 * 32) == (194_688, 460_800)
    assert found.network[:2] == (2_631_040, 2_510_080)


def test_values_behind_each_layer_by_hand(evidence):
    values = {"pool1": 13 * 13 * 32, "conv2": 11 * 11 * 64, "pool2": 5 * 5 * 64}
    assert more_maps(evidence).values == values
