"""A network out of a file: opened on Architecture, chosen, and used on the other pages."""

import pytest

from tests.network.keras_files import INPUT, keras_file, layer, legacy_file, model

LAMBDA = layer("Lambda", function="x")


@pytest.mark.slow
def test_a_file_is_opened_chosen_and_used_on_other_pages(app, home) -> None:
    at = app("architecture")
    at.file_uploader(key="network_file").upload("My net.keras", keras_file(), "x/keras").run()
    assert not at.exception
    (said,) = at.main.success
    assert "It ends in probabilities (softmax)." in said.value
    id = at.session_state["network"]
    assert id.startswith("file-") and at.main.metric[0].value == "7,850"
    assert any("My net" in it.value for it in at.main.markdown)
    for page in ("home", "draw", "evaluation", "robustness", "experiments"):
        other = app(page, network=id)
        assert not other.exception and other.session_state["network"] == id
        assert any("7,850 parameters" in it.value for it in other.sidebar.caption)


def test_a_hostile_file_is_one_sentence_and_changes_nothing(app, home) -> None:
    at = app("architecture", network="mlp")
    file = legacy_file(model(INPUT, LAMBDA))
    at.file_uploader(key="network_file").upload("<b>x</b>.h5", file, "x/h5").run()
    assert not at.exception and at.session_state["network"] == "mlp"
    (said,) = at.main.error
    assert "class Lambda" in said.value and "<b>" not in said.value
    assert not (home / "networks").exists()


@pytest.mark.parametrize("id", ["file-0123456789abcdef", "file-../../x"])
def test_a_link_to_a_file_that_is_not_here_says_so(app, id) -> None:
    at = app("architecture", network=id)
    assert not at.exception and at.session_state["network"] == "keras_cnn"
    assert "open its file again" in at.main.warning[0].value
