"""The summary's callbacks where a second click comes before the first one is on the page."""

from streamlit.testing.v1 import AppTest


def pressed():
    """A page on which each button of the summary was pressed once more than it offers."""
    import streamlit as st

    from mnist_core.editing.draft import Draft
    from mnist_core.network.architectures import ARCHITECTURES
    from mnist_core.network.limits import MAX_LAYERS
    from pages.ui import edited_network
    from pages.ui.editor import steps

    mlp = ARCHITECTURES["mlp"]
    edited_network.undo()
    steps.take(mlp, Draft.of(mlp).removed(0))
    edited_network.undo()
    edited_network.undo()
    st.session_state["undone"] = edited_network.current()

    for _ in range(len(mlp.layers) + 1):
        steps.remove(mlp, 0)
    st.session_state["removed"] = len(steps.now(mlp).specs)

    st.session_state[steps.ADD] = "ReLU"
    for _ in range(MAX_LAYERS + 1):
        steps.add(mlp, 0)
    st.session_state["added"] = len(steps.now(mlp).specs)
    steps.move(mlp, MAX_LAYERS, 0)


def test_one_press_too_many_of_a_button_is_passed_over():
    at = AppTest.from_function(pressed).run()
    assert not at.exception
    assert at.session_state["undone"] is None
    assert (at.session_state["removed"], at.session_state["added"]) == (1, 40)
