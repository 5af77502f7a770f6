"""The networks to start from: what their sources say of them, counted by hand."""

from mnist_core.editing.draft import Draft
from mnist_core.editing.presets import LENET_5, PRESETS, VGG_STYLE
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


def test_every_preset_can_be_edited_and_has_an_id_of_its_own():
    assert not set(PRESETS) & set(ARCHITECTURES)
    for preset in PRESETS.values():
        assert Draft.of(preset).architecture().layers == preset.layers
