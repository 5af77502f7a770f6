"""Controls that a step locks or hides, whichever page they are on; the pages know nothing of it.

Every control of Streamlit passes two places: it is registered, where the server decides whether it
believes what a browser says of it, and it is sent. In both a control is looked up here. The server
discards what is said of a locked or hidden one, also where the address says it, and runs none of
its callbacks, so that a message made by hand changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.state.common import WidgetMetadata, user_key_from_element_id
from streamlit.runtime.state.safe_session_state import SafeSessionState

from mnist_core.lessons.lockable import covers

LOCKED, HIDDEN = "locked_controls", "hidden_controls"  # of the session, not of its address
NONE: frozenset[str] = frozenset()
OF_COMPONENT = "__events"  # how the key ends under which Streamlit registers a component's events
SEND = "_enqueue"  # what Streamlit sends every element with
DISABLED, ADDRESS = "disabled", "query_param_key"  # fields of what is sent


def put(locked: frozenset[str], hidden: frozenset[str]) -> None:
    """From now on, in this session, these controls cannot be used, and those are not shown."""
    st.session_state[LOCKED], st.session_state[HIDDEN] = locked, hidden


def lift() -> None:
    """From now on every control of this session can be used."""
    put(NONE, NONE)


def hidden(key: str | None) -> bool:
    """Whether a control is not shown in this session."""
    return key is not None and covers(st.session_state.get(HIDDEN, NONE), key)


def locked(key: str | None) -> bool:
    """Whether a control cannot be used in this session, shown or not."""
    return hidden(key) or (key is not None and covers(st.session_state.get(LOCKED, NONE), key))


@cache
def enforce() -> None:
    """Have Streamlit ask about every control; once for the process."""
    register, send = SafeSessionState.register_widget, getattr(DeltaGenerator, SEND)

    def registered(state: SafeSessionState, metadata: WidgetMetadata[Any], key: str | None) -> Any:
        if locked(key and key.removesuffix(OF_COMPONENT)):
            metadata = replace(metadata, disabled=True, bind=None)
        return register(state, metadata, key)

    def sent(place: DeltaGenerator, kind: str, element: Any, *rest: Any, **named: Any) -> Any:
        key = user_key_from_element_id(id) if (id := getattr(element, "id", "")) else None
        if hidden(key):
            return place
        if locked(key):
            fields = element.DESCRIPTOR.fields_by_name
            if DISABLED in fields:
                element.disabled = True
            if ADDRESS in fields:
                element.ClearField(ADDRESS)
        return send(place, kind, element, *rest, **named)

    SafeSessionState.register_widget = registered
    setattr(DeltaGenerator, SEND, sent)
