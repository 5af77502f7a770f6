"""What pressing something in the summary does to the network under edit: the callbacks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import streamlit as st

from mnist_core.editing.draft import Draft
from mnist_core.editing.spec import NEW
from mnist_core.network.layers import LayerError
from mnist_core.network.sequential import Architecture
from pages.ui import edited_network

OPEN, FIELD = "summary_open", "edit_"  # keys: the open layer's place, the start of all others
ADD = FIELD + "add"
NONE = "none"  # chosen in the place of a layer; None would leave the field empty


def now(architecture: Architecture) -> Draft:
    """The draft in view: what was made of the chosen network, or the network itself."""
    return edited_network.current() or Draft.of(architecture)


def take(architecture: Architecture, draft: Draft) -> None:
    """This is the draft from now on; back at the chosen network there is no edit."""
    edited_network.put(None if draft == Draft.of(architecture) else draft)


def change(architecture: Architecture, place: int, name: str) -> None:
    """One setting of one layer has been changed in its field."""
    value = st.session_state[FIELD + name]
    _edit(architecture, place, Draft.changed, name, None if value == NONE else value)


def move(architecture: Architecture, place: int, to: int) -> None:
    """A layer goes to another place, and stays open there."""
    _edit(architecture, place, Draft.moved, to)
    unfold(to)


def remove(architecture: Architecture, place: int) -> None:
    """A layer goes."""
    _edit(architecture, place, Draft.removed)
    unfold(None)


def add(architecture: Architecture, place: int) -> None:
    """A layer of the kind that was chosen comes into this place, and is opened."""
    kind = st.session_state[ADD]
    if kind in NEW:
        with suppress(LayerError):  # a quick second click, where one layer more was possible
            take(architecture, now(architecture).added(place, kind))
            unfold(place)


def unfold(place: int | None) -> None:
    """Open the layer in this place, and none other."""
    st.session_state[OPEN] = place


def _edit(
    architecture: Architecture, place: int, operation: Callable[..., Draft], *arguments: Any
) -> None:
    """Apply an operation to the draft of this moment, which a quick second click may have cut."""
    draft = now(architecture)
    if place < len(draft.specs):
        with suppress(LayerError):  # the last layer stays
            take(architecture, operation(draft, place, *arguments))
