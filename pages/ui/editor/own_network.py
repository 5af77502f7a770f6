"""What to do with the network that somebody has made: train it, take an edit back, copy it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mnist_core.editing.draft import Draft, DraftLine
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.keras_code import keras_code
from mnist_core.network.sequential import Architecture
from pages.ui import controls, edited_network, frame, recipe_form
from pages.ui.editor import steps


def show(draft: Draft, lines: Sequence[DraftLine], architecture: Architecture) -> None:
    """The buttons, then the code of the network.

    Parameters
    ----------
    draft, lines : the network in view, and its lines
    architecture : the network that it began with
    """
    edits, sound = edited_network.current() is not None, not any(line.fault for line in lines)
    own = edits or architecture.id not in ARCHITECTURES  # those can be trained as they are
    with st.container(horizontal=True):
        if st.button(
            "Train this network",
            type="primary",
            icon=":material/model_training:",
            key=steps.FIELD + "train",
            disabled=not (own and sound),
        ):
            if not edits:
                edited_network.put(draft)
            recipe_form.choose_own()
            frame.go("training")
        st.button(
            "Undo",
            icon=":material/undo:",
            key=steps.FIELD + "undo",
            disabled=not edited_network.can_undo(),
            on_click=edited_network.undo,
        )
        st.button(
            f"Start over from {controls.plain(architecture.title)}",
            icon=":material/restart_alt:",
            key=steps.FIELD + "reset",
            disabled=not edits,
            on_click=edited_network.put,
            args=(None,),
        )
    if edits and sound:
        st.caption("The address of this page holds your network: send it, and others have it.")
    if own and sound:
        with st.expander("Your network in Keras"):
            st.code(keras_code(draft.architecture()), language="python", wrap_lines=True)
