"""The diagram of a network: every shape once, to scale, and never too many side by side."""

import pytest

from mnist_core.editing.presets import RESNET_STYLE
from mnist_core.figures.architecture_diagram import (
    CELL,
    COUNTED,
    PER_LINE,
    TALLEST,
    diagram,
    lines,
    shape_text,
    stages,
)
from mnist_core.figures.palette import LIGHT
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Conv2D, Dense, Flatten, ReLU
from mnist_core.network.summary import summary

KERAS_CNN = ARCHITECTURES["keras_cnn"].rows


def paths(figure):
    """The corners of every shape, in pixels."""
    return [
        [tuple(map(float, point.strip("ML Z").split(","))) for point in shape.path.split(" L")]
        for shape in figure.layout.shapes
    ]


def test_shapes_of_keras_cnn_are_those_of_its_document_corrected() -> None:
    found = [shape_text(stage.shape) for stage in stages(KERAS_CNN)]
    assert found == [
        "28 × 28 × 1",
        "26 × 26 × 32",
        "13 × 13 × 32",
        "11 × 11 × 64",
        "5 × 5 × 64",
        "1,600",
        "128",
        "10",
    ]


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_every_layer_is_named_once(id) -> None:
    rows = ARCHITECTURES[id].rows
    text = "<br>".join(note.text for note in diagram(rows, LIGHT).layout.annotations)
    words = text.replace("<b>", "").replace("</b>", "").split("<br>")
    for row in rows:
        assert words.count(row.layer.name) == 1


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_lines_fit_a_phone_and_keep_the_order(id) -> None:
    found = stages(ARCHITECTURES[id].rows)
    broken = lines(found)
    assert all(1 <= len(line) <= PER_LINE for line in broken)
    assert [stage for line in broken for stage in line] == list(found)


def test_maps_start_a_line_and_vectors_another() -> None:
    assert [len(line) for line in lines(stages(KERAS_CNN))] == [5, 3]
    assert [len(line) for line in lines(stages(ARCHITECTURES["mlp"].rows))] == [5]


def test_maps_and_windows_are_to_scale() -> None:
    figure = diagram(KERAS_CNN, LIGHT)
    rectangles = [corners for corners in paths(figure) if len(corners) == 4]
    sides = {round((max(x for x, _ in r) - min(x for x, _ in r)) / CELL) for r in rectangles}
    assert {28, 26, 13, 11, 5, 3, 2} <= sides  # five maps, two kinds of windows


def test_stacks_are_to_scale_in_number() -> None:
    drawn = [corners for corners in paths(diagram(KERAS_CNN, LIGHT)) if len(corners) == 3]
    assert len(drawn) == 2 * (32 // COUNTED - 1) + 2 * (64 // COUNTED - 1)


def test_vectors_are_to_scale_among_themselves() -> None:
    rectangles = [corners for corners in paths(diagram(KERAS_CNN, LIGHT)) if len(corners) == 4]
    heights = [max(y for _, y in r) - min(y for _, y in r) for r in rectangles[-3:]]
    assert heights == pytest.approx([TALLEST, TALLEST * 128 / 1600, 1], abs=0.2)


def test_any_legal_network_can_be_drawn() -> None:
    layers = (*(Conv2D(300, 3, padding="same"), Conv2D(4, 3)) * 4, ReLU(), Flatten(), Dense(10))
    figure = diagram(summary(layers), LIGHT)
    assert figure.layout.yaxis.range == (figure.layout.height, 0)


def test_a_way_around_has_a_block_of_its_own_and_sums_name_their_terms():
    found = stages(RESNET_STYLE.rows)
    assert [block.shape for block in found[3:5]] == [(7, 7, 32), (7, 7, 32)]
    assert [block.chained for block in found] == [True] * 4 + [False, True, True]
    assert "<b>conv6 of relu3</b><br>norm6<br>add2 + norm5" in found[4].label
    assert "add1 + pool" in found[2].label
    notes = diagram(RESNET_STYLE.rows, LIGHT).layout.annotations
    assert [it.text for it in notes].count("→") == 5  # none into the way around
