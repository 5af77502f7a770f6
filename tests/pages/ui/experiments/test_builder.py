"""Build, on the page Experiments: a known network becomes one's own."""

import pytest

from mnist_core.editing.draft import Draft
from mnist_core.editing.link_code import written
from mnist_core.editing.presets import LENET_5


def test_a_preset_can_be_trained_as_it_is(app):
    at = app("experiments")
    assert at.selectbox(key="start").value == "keras_cnn"
    assert at.button(key="edit_train").disabled  # Training has it already
    at.selectbox(key="start").set_value("lenet_5").run()
    assert any("LeCun" in box.value for box in at.markdown)
    assert {box.label: box.value for box in at.metric} == {
        "Layers": "13",
        "Parameters": "61,706",
        "Multiply–accumulates": "416,520",
        "A last map's value sees": "16 × 16",
    }
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


@pytest.mark.slow
def test_the_terms_of_a_sum_are_chosen_and_one_that_cannot_be_is_explained(app):
    at = app("experiments", start="resnet_style")
    assert "Ways around: pool to add1, relu3 to conv6" in at.get("plotly_chart")[0].proto.alt
    at.button(key="open_layer_18").click().run()  # add2
    adds, reads = at.selectbox(key="edit_source"), at.selectbox(key="edit_reads")
    assert (adds.value, reads.value) == (15, "none")
    assert adds.options[:2] == ["choose a layer", "conv1, 28 × 28 × 16"]
    adds.set_value(10).run()  # relu3
    (box,) = at.error
    assert box.value.startswith("Add gets 7 × 7 × 32 numbers, but relu3 gives 14 × 14 × 16")
    assert any("look at layer 19, add2" in it.value for it in at.markdown)
    assert at.button(key="edit_train").disabled and not at.metric
    at.selectbox(key="edit_source").set_value(14).run()  # conv5, before its normalisation
    (box,) = at.error
    assert box.value.startswith("No layer reads what norm5 gives")
    at.selectbox(key="edit_reads").set_value(15).run()
    (box,) = at.error
    assert box.value.startswith("No layer reads what norm6 gives")
    for _ in range(3):
        at.button(key="edit_undo").click().run()
    assert not at.exception and not at.error and "edit" not in at.query_params
