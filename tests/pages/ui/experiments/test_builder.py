"""Build, on the page Experiments: a known network becomes one's own."""

from mnist_core.editing.draft import Draft
from mnist_core.editing.link_code import written
from mnist_core.editing.presets import LENET_5


def test_a_preset_can_be_trained_as_it_is(app):
    at = app("experiments")
    assert at.selectbox(key="start").value == "keras_cnn"
    assert at.button(key="edit_train").disabled  # Training has it already
    at.selectbox(key="start").set_value("lenet_5").run()
    assert any("LeCun" in box.value and "61,706 parameters" in box.value for box in at.markdown)
    at.button(key="edit_train").click().run()
    assert not at.exception
    assert at.session_state["edit"] == written(Draft.of(LENET_5))
    assert at.session_state["train_architecture"] == "own"


def test_another_start_makes_way_for_an_edit_which_undo_brings_back(app):
    at = app("experiments", start="lenet_5")
    at.button(key="open_layer_0").click().run()
    at.number_input(key="edit_filters").set_value(8).run()
    edited = at.session_state["edit"]
    assert edited.startswith("c8x5p_r_a2_c16x5")
    at.selectbox(key="start").set_value("vgg_style").run()
    assert at.session_state["edit"] is None
    at.button(key="edit_undo").click().run()
    assert not at.exception
    assert at.session_state["edit"] == edited
