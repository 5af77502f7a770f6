"""The editable summary on the Architecture page, and the way to Training."""

import pytest

from mnist_core.editing.edits import edits
from mnist_core.editing.link_code import read
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.training import runs
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_training import train_run
from pages.ui import frame
from tests.browser.small_trainer import Small
from tests.pages.guesses import guess
from tests.pages.ui.editor.test_summary_table import text


def summary(app, **query):
    at = app("architecture", **{"look": "Ledger", "network": "keras_cnn", **query})
    assert not at.exception
    return at


def lines(at):
    return [text(box.value) for box in at.get("html")]


def click(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    return at


def opened(at, name):
    """The summary with the layer of this name open."""
    button = next(box for box in at.main.button if box.label == name)
    return click(at, button.key)


def test_at_rest_it_is_the_summary_of_the_chosen_network(app):
    at = summary(app)
    found = lines(at)
    assert any("13 − 3 + 1 = 11" in line and "84.8 %" in line for line in found)
    assert any("⌊11 / 2⌋ = 5" in line for line in found)
    assert any("leaves out the last row and column: 21 of 121" in box.value for box in at.caption)
    assert at.button(key="edit_train").disabled and at.button(key="edit_undo").disabled
    assert any("225,034 parameters as many as Keras CNN" in line for line in found)


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_every_network_can_be_the_start(app, id):
    at = summary(app, network=id)
    name = ARCHITECTURES[id].layers[-2].name
    at = opened(at, name)
    at.number_input(key="edit_units").set_value(11).run()
    assert "end it with Dense(10) and Softmax" in at.error[0].value
    assert len(lines(at)) >= len(ARCHITECTURES[id].layers)


def test_every_line_follows_an_edit_at_once(app):
    at = opened(summary(app), "conv1")
    at.number_input(key="edit_kernel_size").set_value(5).run()
    at.number_input(key="edit_filters").set_value(8).run()
    at.segmented_control(key="edit_padding").set_value("same").run()
    assert not at.exception
    found = lines(at)
    assert any(line.startswith("28 × 28 × 8 28 + 4 − 5 + 1 = 28") for line in found)
    assert any(line.startswith("14 × 14 × 8 28 / 2 = 14") for line in found)
    assert any("against Keras CNN" in line for line in found)
    assert at.query_params["edit"] in (
        "c8x5p_r_m2_c64x3_r_m2_f_d128_r_o0.5_d10_s",
        ["c8x5p_r_m2_c64x3_r_m2_f_d128_r_o0.5_d10_s"],
    )


def test_an_illegal_edit_gets_one_sentence_at_its_line_and_can_be_undone(app):
    at = opened(summary(app), "conv2")
    at.number_input(key="edit_kernel_size").set_value(14).run()
    assert [box.value for box in at.error] == [
        "Conv2D has a 14×14 window but its input is only 13×13: make the window smaller or use "
        "same padding."
    ]
    found = lines(at)
    assert found.count("does not fit:") == 1 and found.count("waits for the layer above") == 8
    assert any("28 − 3 + 1 = 26" in line for line in found)
    assert at.button(key="edit_train").disabled
    click(at, "edit_undo")
    assert not at.error and at.number_input(key="edit_kernel_size").value == 3


@pytest.mark.parametrize(
    ("layer", "key", "value", "sentence"),
    [
        ("conv1", "edit_filters", 0, "whole number of filters from 1 to 1,024, not 0"),
        ("conv1", "edit_filters", 10**15, "not 1000000000."),
        ("pool1", "edit_strides", -1, "a whole stride from 1 to 28, not -1."),
        ("dropout", "edit_rate", 1.0, "a rate from 0 to below 1, not 1.0."),
        ("dense1", "edit_units", 4096, "the limit is 1,000,000"),
        ("conv2", "edit_filters", 1024, "the limit is"),
    ],
)
def test_numbers_out_of_range_get_a_sentence(app, layer, key, value, sentence):
    at = opened(summary(app), layer)
    at.number_input(key=key).set_value(value).run()
    assert not at.exception
    assert len(at.error) == 1 and sentence in at.error[0].value


@pytest.mark.slow
def test_layers_are_added_moved_and_removed(app):
    at = opened(summary(app), "pool2")
    at.menu_button(key="edit_add").click("BatchNormalization").run()
    assert not at.exception
    names = [box.label for box in at.main.button if box.key.startswith("open_layer_")]
    assert names[6:9] == ["pool2", "norm", "flatten"]
    click(at, "edit_up")
    names = [box.label for box in at.main.button if box.key.startswith("open_layer_")]
    assert names[6:9] == ["norm", "pool2", "flatten"]
    click(at, "edit_remove")
    assert "edit" not in at.query_params  # back at the network it began with
    at = opened(at, "digit")
    at.menu_button(key="edit_add").click("Flatten").run()
    assert "needs feature maps" in at.error[0].value
    click(at, "edit_undo")
    assert not at.error


def test_start_over_and_undo_that(app):
    at = opened(summary(app), "dense1")
    at.number_input(key="edit_units").set_value(32).run()
    click(at, "edit_reset")
    assert "edit" not in at.query_params
    click(at, "edit_undo")
    assert at.number_input(key="edit_units").value == 32


def test_document_004_is_one_click_away(app):
    at = summary(app)
    assert any("11 × 11 × 64 → 5 × 5 × 64 → 1,600" in box.value for box in at.markdown)
    click(at, "edit_same_conv2")
    said = [box.value for box in at.markdown]
    assert any("now says **13 × 13 × 64 → 6 × 6 × 64 → 2,304**" in it for it in said)
    assert any(line.startswith("2,304 6 × 6 × 64 = 2,304") for line in lines(at))
    at = summary(app, network="mlp")
    assert not any("Document 004" in box.value for box in at.markdown)


@pytest.mark.slow
def test_the_guess_is_judged_and_every_edit_can_be_tried(app):
    at = summary(app)
    found = sorted(edits(ARCHITECTURES["keras_cnn"]), key=lambda edit: edit.parameters)
    guess(at, "guess_edit_keras_cnn", found[1].label)
    said = next(box.value for box in at.markdown if ": not quite. " in box.value)
    best = found[0].label[0].upper() + found[0].label[1:]
    assert f"**{best}** leaves {found[0].parameters:,} of 225,034" in said
    assert "dense1 holds 91.1 % of them" in said
    for number, edit in enumerate(found):
        click(at, f"try_{number}")
        assert any(f"{edit.parameters:,} parameters" in line for line in lines(at))


@pytest.mark.slow
@pytest.mark.xdist_group("keras")
def test_the_code_shown_is_the_edited_network(app):
    at = opened(summary(app), "conv1")
    at.number_input(key="edit_filters").set_value(7).run()
    code = next(box.value for box in at.code if "Conv2D(7" in box.value)
    namespace: dict = {}
    exec(code, namespace)
    word = at.query_params["edit"]
    architecture = read(word if isinstance(word, str) else word[0]).architecture()
    assert namespace["model"].count_params() == architecture.parameters


def button(at, label):
    return next(box for box in at.main.button if box.label == label)


@pytest.mark.slow
def test_an_edited_network_is_trained_and_opens_on_every_page(app):
    word = "z_o0.1_c6x5s2p_b_r_c6x1_k4_a2_d4_m3s1p_f_d12_r_d10_s"  # of everything something
    at = summary(app, edit=word)
    click(at, "edit_train")
    at.switch_page("pages/training.py").run()  # a browser is there already
    assert at.selectbox(key="train_architecture").value == "own"
    assert any("has learnt nothing yet" in box.value for box in at.markdown)
    button(at, "One epoch").click().run()
    at.number_input(key="train_examples").set_value(300).run()
    button(at, "Start").click().run()
    assert not at.exception
    assert button(at, "Start").disabled and not button(at, "Stop").disabled
    (run,) = runs.all_runs()
    assert run.config.architecture.layers == read(word).architecture().layers
    assert run.config.architecture.preprocessing == "standardise"
    assert run.config.recipe.epochs == 1 and run.config.examples == 300
    train_run(run, backend=Small)
    assert run.state == RunState.FINISHED, run.result
    at.run()
    assert not at.exception and not button(at, "Start").disabled
    assert any("training digits read right" in box.value for box in at.markdown)
    assert f"run-{run.id}" in at.sidebar.selectbox(key="network").options
    assert at.query_params["run"] == run.id
    at.sidebar.selectbox(key="network").set_value(f"run-{run.id}").run()
    for page in frame.built_pages():
        at = app(page, network=f"run-{run.id}")
        assert not at.exception
        assert at.sidebar.selectbox(key="network").value == f"run-{run.id}"
