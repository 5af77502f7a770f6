"""The shapes of document 004's network, worked by hand."""

from mnist_core.lessons.claims import shapes
from mnist_core.lessons.claims.shapes import Flattened, SecondMaps


def test_document_004s_network_by_hand(evidence):
    assert shapes.flattened(evidence) == Flattened(
        flattened_values=5 * 5 * 64,
        dense_parameters=1600 * 128 + 128,
        all_parameters=320 + 18_496 + 204_928 + 1_290,
    )
    assert shapes.second_maps(evidence) == SecondMaps(side=11, pooled_side=5, maps=64)
    said = shapes.draw_flattened(shapes.flattened(evidence))
    assert [bar.value for bar in said.bars if bar.said] == [295_040, 315_146]
