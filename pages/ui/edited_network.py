"""The network this person edits: kept in the session and in the address, so that a link sends it.

The address is a mirror. A link's network is taken once, by a session that has none yet.
"""

from __future__ import annotations

import streamlit as st

from mnist_core.editing.draft import Draft
from mnist_core.editing.link_code import read, written
from mnist_core.network.layers import LayerError
from mnist_core.network.sequential import Architecture
from pages.ui import controls

EDIT = "edit"  # also the name of the URL parameter
PAST = "edits_before"
REMEMBERED = 50  # steps that can be undone


def follow() -> None:
    """On every page, in every full run: take what a link asks for, and keep the address true."""
    asked = st.query_params.get(EDIT)
    if asked is not None and EDIT not in st.session_state:
        try:
            st.session_state[EDIT] = written(read(asked))
        except LayerError as error:
            st.warning(controls.plain(str(error)))
    _mirror()


def current() -> Draft | None:
    """The network under edit, or None where nothing is edited."""
    word = st.session_state.get(EDIT)
    return None if word is None else read(word)


def architecture() -> Architecture | None:
    """The edited network where it can be built, or None."""
    draft = current()
    try:
        return None if draft is None else draft.architecture()
    except LayerError:
        return None


def put(draft: Draft | None) -> None:
    """The network as it is after one more edit; None for no edit at all."""
    past = st.session_state.get(PAST, ())
    st.session_state[PAST] = (*past, st.session_state.get(EDIT))[-REMEMBERED:]
    _set(None if draft is None else written(draft))


def can_undo() -> bool:
    """Whether there is an edit to take back."""
    return bool(st.session_state.get(PAST))


def undo() -> None:
    """Callback: take the last edit back; a quick second click may find none."""
    if not can_undo():
        return
    *past, word = st.session_state[PAST]
    st.session_state[PAST] = tuple(past)
    _set(word)


def _set(word: str | None) -> None:
    st.session_state[EDIT] = word
    _mirror()


def _mirror() -> None:
    word = st.session_state.get(EDIT)
    if word is None:
        st.query_params.pop(EDIT, None)
    elif st.query_params.get(EDIT) != word:
        st.query_params[EDIT] = word
