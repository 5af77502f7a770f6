"""What a browser and Streamlit say to each other: clicks heard once, answers sent together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from threading import Lock
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime

CLICKS = ("trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value")
TOGETHER = 0.002  # seconds in which a run's messages are gathered
SOON, SEND, STATE = "_call_soon_on_event_loop", "_enqueued_some_message", "_get_async_objs"


@cache
def hear_clicks_once() -> None:
    """Hear a click only where it is said for its own sake, and not in a poll as well.

    A browser notes a click at once and sends it a moment later. A fragment that polls by itself may
    ask between the two; its message then says the click too, and a button pressed once did its work
    twice: two batches for one press of "One more batch".
    """
    request = AppSession.request_rerun

    def asked(self: AppSession, client_state: ClientState | None) -> None:
        if client_state is not None and client_state.is_auto_rerun:
            said = client_state.widget_states.widgets
            kept = [it for it in said if it.WhichOneof("value") not in CLICKS]
            if len(kept) < len(said):
                del said[:]
                said.extend(kept)
        request(self, client_state)

    AppSession.request_rerun = asked


@cache
def send_together() -> None:
    """Hand over a run's messages a few at a time, in their order, and not each by itself.

    A run has a message for every element, 20 to 90 a click. For each, Streamlit wakes the thread
    that sends twice, and that and the run's own then wait for each other: a fifth of the work that
    a click makes.
    """
    hand_over, send, state_of = (
        getattr(AppSession, SOON),
        getattr(Runtime, SEND),
        getattr(Runtime, STATE),
    )
    gathered: WeakKeyDictionary[AppSession, list[Callable[[], None]]] = WeakKeyDictionary()
    lock = Lock()

    def gather(self: AppSession, message: Callable[[], None]) -> None:
        with lock:
            first = self not in gathered
            gathered.setdefault(self, []).append(message)
        if first:
            hand_over(self, lambda: asyncio.get_running_loop().call_later(TOGETHER, let_go, self))

    def let_go(self: AppSession) -> None:
        with lock:
            messages = gathered.pop(self, [])
        for message in messages:
            asyncio.get_running_loop().call_soon(message)

    def sending(self: Runtime) -> None:
        state = state_of(self)
        if _running() is state.eventloop:
            state.need_send_data.set()
        else:
            send(self)

    setattr(AppSession, SOON, gather)
    setattr(Runtime, SEND, sending)


def _running() -> asyncio.AbstractEventLoop | None:
    """The event loop of this thread, where it has one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
