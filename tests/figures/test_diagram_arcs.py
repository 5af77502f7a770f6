"""The ways around in a diagram: each begins at what is read and ends at what reads it."""

import re

import pytest

from mnist_core.editing.presets import RESNET_STYLE
from mnist_core.figures.architecture_diagram import PER_LINE, diagram
from mnist_core.figures.diagram_arcs import Join, in_words, joins, levels, rises
from mnist_core.figures.palette import PALETTES
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Add, Conv2D, Dense, Flatten, ReLU, Softmax
from mnist_core.network.summary import summary

ROWS = RESNET_STYLE.rows
NAMES = [row.layer.name for row in ROWS]


@pytest.fixture(params=PALETTES)
def drawn(request):
    """The diagram of the ResNet-style preset: the figure and the lines of its ways around."""
    figure = diagram(ROWS, PALETTES[request.param])
    accent = PALETTES[request.param].accent
    ways = [it for it in figure.layout.shapes if it.line.color == accent and it.line.width == 1.5]
    return figure, ways


def numbers(shape):
    return [float(it) for it in re.findall(r"-?\d+\.?\d*", shape.path)]


def heights(figure):
    """Where the names of all layers stand, in pixels: the labels' lines are 15.6 apart."""
    found = {}
    for note in figure.layout.annotations:
        for number, name in enumerate(note.text.split("<br>")):
            found[re.sub("<.*?>| .*", "", name)] = (note.x, note.y + 1 + 15.6 * (number + 0.5))
    return found


def test_what_is_read_but_by_the_next_layer():
    found = [(NAMES[it.source], NAMES[it.reader]) for it in joins(ROWS)]
    assert found == [("pool", "add1"), ("relu3", "conv6"), ("norm5", "add2"), ("relu5", "add3")]
    assert in_words(ROWS) == (
        " Ways around: pool to add1, relu3 to conv6, norm5 to add2, relu5 to add3."
    )


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_a_chain_has_none(id):
    assert joins(ARCHITECTURES[id].rows) == () and in_words(ARCHITECTURES[id].rows) == ""


@pytest.mark.parametrize(("source", "sum"), [("pool", "add1"), ("relu5", "add3")])
def test_within_a_block_a_line_leads_from_one_name_to_the_other(drawn, source, sum):
    figure, ways = drawn
    at = heights(figure)
    (x, begin), (_, end) = at[source], at[sum]
    (line,) = [
        it
        for it in ways
        if it.xanchor == pytest.approx(x)
        and " H" in it.path
        and numbers(it)[1] == pytest.approx(begin, abs=1.5)
    ]
    near, _, far, down, _ = numbers(line)
    assert down == pytest.approx(end, abs=1.5) and abs(far) > abs(near)
    assert (far < 0) == (x == PER_LINE - 0.5)  # in the last column the right is the edge


def test_between_blocks_a_line_goes_over_the_drawings_to_the_block_that_reads(drawn):
    """relu3 is of the block in the third column, norm5 in the fourth; both go to the fifth."""
    figure, ways = drawn
    over = [numbers(it) for it in ways if it.xanchor is None]
    ends = sorted((int(it[0]), int(it[-2])) for it in over)
    assert ends == [(2, 4), (3, 4)]
    roofs = [min(it[1::2]) for it in over]
    assert min(roofs) >= 0 and abs(roofs[0] - roofs[1]) > 11  # a name fits between them
    words = {it.text: it.y for it in figure.layout.annotations if it.bgcolor}
    assert sorted(words) == ["norm5", "relu3"]
    assert sorted(words.values()) == pytest.approx(sorted(roofs), abs=0.1)


def test_every_line_has_an_arrow(drawn):
    _, ways = drawn
    assert len([it for it in ways if it.path.endswith("Z")]) == 4 == len(joins(ROWS))


def test_a_line_to_another_row_of_the_diagram_leaves_at_the_right_and_comes_in_from_the_left():
    shrinking = [Conv2D(filters, 3, name=f"conv{filters}") for filters in range(1, 7)]
    around = Conv2D(4, 15, name="wide", reads="conv1")
    rows = summary((*shrinking, around, Flatten(), Dense(10), Softmax()))
    figure = diagram(rows, PALETTES["light"])
    words = [it.text for it in figure.layout.annotations if it.bgcolor]
    assert words == ["conv1 →", "→ conv1"]
    over = [numbers(it) for it in figure.layout.shapes if it.line.width == 1.5 and not it.xanchor]
    assert over[0][-2] == PER_LINE and over[1][0] == 0
    assert over[0][-1] < over[1][1]  # the second one in a line further down


def test_lines_that_would_meet_have_levels_of_their_own_and_short_ones_lie_below():
    found = [Join(0, 4), Join(1, 2), Join(3, 5), Join(6, 7)]
    block = {place: (0, place) for place in range(6)} | {6: (1, 0), 7: (1, 1)}
    assert levels(found, block) == [3, 1, 2, 1]
    assert rises(found, [3, 1, 2, 1], block, 2) == [3, 1]
    assert levels([Join(0, 1)], {0: (0, 0), 1: (0, 0)}) == [0]


def test_the_sum_of_a_digit_that_kept_its_shape_is_drawn():
    kept = (Conv2D(1, 3, padding="same", name="conv"), ReLU(), Add(source="conv", name="add"))
    layers = (*kept, Flatten(), Dense(10), Softmax())
    figure = diagram(summary(layers), PALETTES["light"])
    (line,) = [it for it in figure.layout.shapes if it.line.width == 1.5 and "H" in it.path]
    at = heights(figure)
    assert numbers(line)[1] == pytest.approx(at["conv"][1], abs=1.5)
    assert numbers(line)[3] == pytest.approx(at["add"][1], abs=1.5)
