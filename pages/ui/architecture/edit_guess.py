"""A guess about edits: which of some small changes saves the most parameters, then try any."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from mnist_core.editing.draft import Draft
from mnist_core.editing.edits import Edit, edits
from mnist_core.network.layers import Dense
from mnist_core.network.sequential import Architecture
from pages.ui import controls, guess, resources
from pages.ui.editor import summary_table


def show(architecture: Architecture, id: str, take: Callable[[Architecture, Draft], None]) -> None:
    """The question, and after an answer what every edit would leave, with a button for each.

    Parameters
    ----------
    architecture : the network that the edits start from
    id : its id
    take : callback for the edit that somebody wants to see
    """
    found = resources.made(
        ("edits", id), lambda: sorted(edits(architecture), key=lambda edit: edit.parameters)
    )
    if len(found) < 2:
        return
    labels = sorted(edit.label for edit in found)
    key, title = f"guess_edit_{id}", controls.plain(architecture.title)
    guessed = guess.choose(key, f"Which edit of {title} would leave the fewest parameters?", labels)
    if guessed is None:
        return
    guess.came_out(key, _verdict(found, architecture), guessed == found[0].label)
    for number, edit in enumerate(found):
        with st.container(horizontal=True, wrap=False, gap="small"):
            st.button("Try it", key=f"try_{number}", on_click=take, args=(architecture, edit.draft))
            st.html(_outcome(edit, architecture))


def _verdict(found: list[Edit], architecture: Architecture) -> str:
    best = found[0]
    row = max(architecture.rows, key=lambda row: row.parameters)
    share = controls.percent(row.parameters / architecture.parameters)
    why = f"{row.layer.name} holds {share} of them"
    if isinstance(row.layer, Dense):
        pairs = f"{row.input_shape[-1]:,} inputs and {row.layer.units} units"
        why += f", one for every pair of its {pairs} and a bias for each unit"
    return (
        f"**{best.label[0].upper() + best.label[1:]}** leaves {best.parameters:,} of "
        f"{architecture.parameters:,}. Today {why}. What an edit does to the accuracy only "
        "training can tell."
    )


def _outcome(edit: Edit, architecture: Architecture) -> str:
    return summary_table.outcome(
        edit.label, edit.architecture.rows, architecture.rows, controls.palette()
    )
