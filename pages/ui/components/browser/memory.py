"""What the browser remembers for its person: guesses for good, a place in a class while its tab is.

There is no account, and the server keeps nothing of anybody. A session says what is to be
remembered, and one that begins in the same browser is told once what lies there. All of that is
what a browser says, so whoever takes it looks at it first.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st

from pages.ui.components.mailbox import mailbox

BOX = "memory"
LASTING, TAB = "lasting", "tab"  # shelves
MOST = 400_000  # characters that a browser may tell
SESSION = "memory_session"  # key: what the browser knows this session by
CHANGES = "memory_changes"  # key: what this session wants remembered, by shelf and name
COUNT, SENT = "memory_count", "memory_sent"  # keys: how often that changed, and as last sent
HAS_TOLD = "memory_has_told"  # key
KEPT = "memory_kept"  # key: what the browser told, and what this session changed of it
NOTHING: Mapping[str, Any] = MappingProxyType({})


def keep(shelf: str, name: str, thing: Any) -> None:
    """Have something remembered, whatever JSON can hold; None is forgotten.

    `tell` takes it to the browser, and so does the next run of the whole page.
    """
    changes = st.session_state.setdefault(CHANGES, {LASTING: {}, TAB: {}})
    changes[shelf][name] = thing
    st.session_state.setdefault(KEPT, {}).setdefault(shelf, {})[name] = thing
    st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1


def tell() -> None:
    """From within a fragment: send what the browser was not told yet.

    Its place on the page stays, so that nothing moves when there is nothing to send.
    """
    place, count = st.empty(), st.session_state.get(COUNT, 0)
    if count != st.session_state.get(SENT, 0):
        with place:
            mailbox.post(f"{BOX}_{count}", {BOX: told()})


def kept(shelf: str, start: str = "") -> Mapping[str, Any]:
    """What lies on a shelf, as far as is known: by names that begin so, without that beginning."""
    things = st.session_state.get(KEPT, NOTHING).get(shelf, NOTHING)
    named = {name.removeprefix(start): it for name, it in things.items() if name.startswith(start)}
    return {name: thing for name, thing in named.items() if thing is not None}


def has_told() -> bool:
    """Whether the browser has told what lay there when this session began."""
    return HAS_TOLD in st.session_state


def told() -> dict[str, Any]:
    """What is sent: all changes of this session, so that no message is missed where one is lost."""
    count = st.session_state[SENT] = st.session_state.get(COUNT, 0)
    session = st.session_state.setdefault(SESSION, secrets.token_hex(4))
    return {"session": session, "count": count, "changes": st.session_state.get(CHANGES, {})}


def take(said: object) -> None:
    """Callback: what the browser tells, if it is what this app had it remember."""
    if not isinstance(said, str) or len(said) > MOST:
        return
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return
    shelves = found if isinstance(found, dict) else {}
    st.session_state[HAS_TOLD] = True
    known = st.session_state.setdefault(KEPT, {})
    for shelf in (LASTING, TAB):
        if isinstance(things := shelves.get(shelf), dict):
            known[shelf] = things | known.get(shelf, {})
