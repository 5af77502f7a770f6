"""The edited network in the session and in the address: links, reloads, hostile words, undo."""

import pytest

from mnist_core.editing.draft import Draft
from mnist_core.editing.link_code import written
from mnist_core.network.architectures import ARCHITECTURES

WORD = written(Draft.of(ARCHITECTURES["keras_cnn"]).changed(0, "filters", 16))


def told(at):
    return " ".join(box.value for box in [*at.warning, *at.error])


def test_a_link_brings_its_network_and_other_pages_keep_it_in_the_address(app):
    at = app("architecture", edit=WORD, look="Ledger", network="keras_cnn")
    assert not at.exception and not at.warning
    assert any("16 ×" in box.value.replace("<b>", "") for box in at.get("html"))
    at.switch_page("pages/dataset.py").run()
    assert not at.exception and at.query_params["edit"] in (WORD, [WORD])
    at.switch_page("pages/architecture.py").run()
    assert at.query_params["edit"] in (WORD, [WORD])


def test_without_an_edit_the_address_says_nothing(app):
    at = app("architecture", look="Ledger")
    assert "edit" not in at.query_params


@pytest.mark.parametrize(
    "word", ["<script>alert(1)</script>", "c32x3", "_", "r_" * 3000, "../../x", "d" + "9" * 40]
)
def test_a_hostile_link_gets_a_sentence_or_a_fault_and_the_page_works(app, word):
    at = app("architecture", edit=word, look="Ledger")
    assert not at.exception
    assert told(at).endswith(".") and "Traceback" not in told(at)
    if word != "c32x3":  # a network, though one that ends too early
        assert "edit" not in at.query_params
    else:
        assert "end it with Dense(10) and Softmax" in told(at)
