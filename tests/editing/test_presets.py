"""The networks to start from: what their sources say of them, counted by hand."""

from mnist_core.editing.draft import Draft
from mnist_core.editing.presets import LENET_5, PRESETS, RESNET_STYLE, VGG_STYLE
from mnist_core.network.architectures import ARCHITECTURES


def test_lenet_5_is_that_of_1998():
    shapes = [row.output_shape for row in LENET_5.rows]
    assert shapes[0] == (28, 28, 6) and shapes[2] == (14, 14, 6)  # C1, S2
    assert shapes[3] == (10, 10, 16) and shapes[5] == (5, 5, 16)  # C3, S4
    parameters = {row.layer.name: row.parameters for row in LENET_5.rows if row.parameters}
    # C1, C5, F6 and the scores as in the paper; its C3 leaves pairs of maps unconnected
    assert list(parameters.values()) == [156, 2416, 48120, 10164, 850]


def test_two_3x3_convolutions_see_what_one_5x5_does():
    assert [row.receptive_field.size for row in VGG_STYLE.rows[:4:2]] == [(3, 3), (5, 5)]
    assert VGG_STYLE.rows[9].output_shape == (7, 7, 32)


def test_residual_blocks_add_what_they_read_to_what_they_make_of_it():
    rows = {row.layer.name: row for row in RESNET_STYLE.rows}
    names = list(rows)
    read = {
        name: [names[place] for place in row.inputs] for name, row in rows.items() if "add" in name
    }
    assert read == {
        "add1": ["norm3", "pool"],
        "add2": ["norm6", "norm5"],  # the 1×1 convolution that reads relu3
        "add3": ["norm8", "relu5"],
    }
    assert [names[place] for place in rows["conv6"].inputs] == ["relu3"]
    # 9 of 3×3 and one of 1×1: 160 + 2 · 2,320 + 4,640 + 3 · 9,248 + 544, four a map of 208, 330
    assert RESNET_STYLE.parameters == 160 + 4640 + 4640 + 27744 + 544 + 4 * 208 + 330


def test_every_preset_can_be_edited_and_has_an_id_of_its_own():
    assert not set(PRESETS) & set(ARCHITECTURES)
    for preset in PRESETS.values():
        assert Draft.of(preset).architecture().layers == preset.layers
