"""Build: a network of one's own, from a known one to start with, layer by layer."""

from __future__ import annotations

import streamlit as st

from mnist_core.editing.presets import PRESETS
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.sequential import Architecture
from pages.ui import controls, edited_network, resources
from pages.ui.architecture import summary_editor

START = "start"  # also the name of the URL parameter


def show() -> None:
    """The network to start from, then the ledger of what has become of it."""
    ids = (*controls.offered_networks(), *PRESETS)
    id = st.selectbox(
        "Start from",
        ids,
        index=ids.index(controls.chosen_network()),
        key=START,
        bind="query-params",
        on_change=_begin,
        help="What you have built so far makes way for it; Undo brings it back.",
    )
    start, source = _architecture(id), _architecture(id).source or "source unknown"
    st.markdown(
        f"**{controls.plain(start.title)}** ({controls.plain(source)}): "
        f"{start.parameters:,} parameters. What you make of it is **your network** on every page: "
        "Training trains it, and the address carries it."
    )
    summary_editor.show(start, id)


def _architecture(id: str) -> Architecture:
    known = PRESETS.get(id) or ARCHITECTURES.get(id)
    return known or resources.network(id).architecture


def _begin() -> None:
    """Callback: begin anew with the network that was chosen."""
    if edited_network.current() is not None:
        edited_network.put(None)
