"""Controls that a step locks or hides, whichever page they are on; the pages know nothing of it.

Every control of Streamlit passes two places: it is registered, where the server decides whether it
believes what a browser says of it, and it is sent. In both a control is looked up here. The server
discards what is said of a locked or hidden one, also where the address says it, and runs none of
its callbacks, so that a message made by hand changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.state.common import (
    RegisterWidgetResult,
    WidgetMetadata,
    user_key_from_element_id,
)
from streamlit.runtime.state.safe_session_state import SafeSessionState

from mnist_core.lessons.lockable import covers

LOCKS = "locks"  # in the session, and not in its address: what is locked, and what is hidden
T = TypeVar("T")
NONE: tuple[frozenset[str], frozenset[str]] = frozenset(), frozenset()
OF_COMPONENT = "__events"  # how the key ends under which Streamlit registers a component's events
SEND = "_enqueue"  # what Streamlit sends every element with
DISABLED, ADDRESS = "disabled", "query_param_key"  # fields of what is sent


def put(locked: frozenset[str], hidden: frozenset[str]) -> None:
    """From now on, in this session, these controls cannot be used, and those are not shown."""
    st.session_state[LOCKS] = locked, hidden


def lift() -> None:
    """From now on every control of this session can be used."""
    put(*NONE)


def found(key: str | None) -> tuple[bool, bool]:
    """Whether a control cannot be used in this session, and whether it is not even shown."""
    if key is None or (locks := st.session_state.get(LOCKS, NONE)) == NONE:
        return False, False
    locked, hidden = (covers(keys, key) for keys in locks)
    return locked or hidden, hidden


@cache
def enforce() -> None:
    """Have Streamlit ask about every control; once for the process."""
    register, send = SafeSessionState.register_widget, getattr(DeltaGenerator, SEND)

    def registered(
        self: SafeSessionState, metadata: WidgetMetadata[T], user_key: str | None
    ) -> RegisterWidgetResult[T]:
        locked, _ = found(user_key and user_key.removesuffix(OF_COMPONENT))
        if locked:
            metadata = replace(metadata, disabled=True, bind=None)
        return register(self, metadata, user_key)

    def sent(place: DeltaGenerator, kind: str, element: Any, *rest: Any, **named: Any) -> Any:
        key = user_key_from_element_id(id) if (id := getattr(element, "id", "")) else None
        locked, hidden = found(key)
        if hidden:
            return place
        if locked:
            fields = element.DESCRIPTOR.fields_by_name
            if DISABLED in fields:
                element.disabled = True
            if ADDRESS in fields:
                element.ClearField(ADDRESS)
        return send(place, kind, element, *rest, **named)

    SafeSessionState.register_widget = registered
    setattr(DeltaGenerator, SEND, sent)
