"""The summary of the chosen network, editable, with a guess, and what its document says of it."""

from __future__ import annotations

import streamlit as st

from mnist_core.editing.budget import same_paddings_that_give, shapes_from
from mnist_core.editing.draft import Draft
from mnist_core.figures.architecture_diagram import shape_text
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.sequential import Architecture
from pages.ui.architecture import edit_guess
from pages.ui.editor import lines, own_network, steps, summary_table


def show(architecture: Architecture, id: str) -> None:
    """The summary of the chosen network, or of the one that was made of it.

    Parameters
    ----------
    architecture : the network chosen in the sidebar, with which everything is compared
    id : its id, for the keys of what belongs to it
    """
    st.fragment(_summary)(architecture, id)


def _summary(architecture: Architecture, id: str) -> None:
    draft = steps.now(architecture)
    found = draft.lines()
    st.markdown(
        "Press a layer to change it, move it, remove it, or put another below it. Every line "
        "follows at once. **Work** is multiply–accumulates for one digit."
    )
    edit_guess.show(architecture, id, steps.take)
    lines.show(found, architecture)
    own_network.show(draft, found, architecture)
    if architecture.layers == ARCHITECTURES["keras_cnn"].layers:
        _document_004(architecture, draft)


def _document_004(architecture: Architecture, draft: Draft) -> None:
    """What its document says of this network, what is true, and the edits that would make it so."""
    st.markdown(summary_table.document_004(architecture.rows))
    names = [row.layer.name for row in architecture.rows]
    ways = same_paddings_that_give(architecture.rows, summary_table.DOCUMENT_004[1])
    drafts = {it: Draft.of(architecture).changed(names.index(it), "padding", "same") for it in ways}
    with st.container(horizontal=True):
        for name, edit in drafts.items():
            st.button(
                f"Try it: same padding in {name}",
                key=f"{steps.FIELD}same_{name}",
                on_click=steps.take,
                args=(architecture, edit),
            )
    if draft in drafts.values():
        path = shapes_from(draft.architecture().rows, "conv2")
        st.markdown(f"Done: the ledger above now says **{' → '.join(map(shape_text, path))}**.")
