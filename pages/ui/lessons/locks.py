"""Controls that a step locks or hides, whichever page they are on; the pages know nothing of it.

Whatever a browser says passes three places: it comes in, the control that it is about is
registered, and the control is sent. In all three it is looked up here. What comes in about a locked
or hidden one is dropped, what the address says of it, too, and none of its callbacks runs, so that
a message made by hand changes nothing. (Streamlit itself drops it when the control is registered;
a message that runs only a fragment elsewhere would get past that.)
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from threading import local
from typing import Any, TypeAlias, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.state.common import (
    RegisterWidgetResult,
    WidgetMetadata,
    user_key_from_element_id,
)
from streamlit.runtime.state.safe_session_state import SafeSessionState

from mnist_core.lessons.lockable import covers

LOCKS = "locks"  # in the session, and not in its address: what is locked, and what is hidden
T = TypeVar("T")
Locks: TypeAlias = tuple[frozenset[str], frozenset[str]]
NONE: Locks = frozenset(), frozenset()
RUN = local()  # the thread that a session's page runs in: what is locked and hidden there
OF_COMPONENT = "__events"  # how the key ends under which Streamlit registers a component's events
SEND = "_enqueue"  # what Streamlit sends every element with
DISABLED, ADDRESS = "disabled", "query_param_key"  # fields of what is sent


def put(locked: frozenset[str], hidden: frozenset[str]) -> None:
    """From now on, in this session, these controls cannot be used, and those are not shown."""
    st.session_state[LOCKS] = RUN.locks = locked, hidden


def lift() -> None:
    """From now on every control of this session can be used."""
    put(*NONE)


def keys() -> frozenset[str]:
    """Of what cannot be used in this session, and is shown all the same."""
    return _looked_up()[0]


def found(key: str | None) -> tuple[bool, bool]:
    """Whether a control cannot be used in this session, and whether it is not even shown."""
    if key is None:
        return False, False
    return _among(RUN.locks if hasattr(RUN, "locks") else _looked_up(), key)


def _looked_up() -> Locks:
    """What the session locks and hides: looked up once a run, since a look takes 0.05 ms."""
    RUN.locks = st.session_state.get(LOCKS, NONE)
    return RUN.locks


def _among(locks: Locks, key: str) -> tuple[bool, bool]:
    if locks == NONE:
        return False, False
    locked, hidden = (covers(keys, key.removesuffix(OF_COMPONENT)) for keys in locks)
    return locked or hidden, hidden


def _let_in(locks: Locks, said: WidgetStates) -> WidgetStates:
    """What a browser says, without what it says of locked controls."""
    if locks == NONE:
        return said
    kept = WidgetStates()
    for it in said.widgets:
        key = user_key_from_element_id(it.id)
        if key is None or not _among(locks, key)[0]:
            kept.widgets.append(it)
    return kept


@cache
def enforce() -> None:
    """Have Streamlit ask about every control; once for the process."""
    hear, register = SafeSessionState.on_script_will_rerun, SafeSessionState.register_widget
    send = getattr(DeltaGenerator, SEND)

    def heard(
        self: SafeSessionState, fresh_widget_states: WidgetStates | None, **named: Any
    ) -> None:
        said = fresh_widget_states
        hear(self, said and _let_in(_looked_up(), said), **named)

    def registered(
        self: SafeSessionState, metadata: WidgetMetadata[T], user_key: str | None
    ) -> RegisterWidgetResult[T]:
        locked, _ = found(user_key)
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

    SafeSessionState.on_script_will_rerun = heard
    SafeSessionState.register_widget = registered
    setattr(DeltaGenerator, SEND, sent)
