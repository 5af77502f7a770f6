"""What a browser says to Streamlit: clicks are heard once, what no browser says not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from operator import getitem
from typing import Any, TypeVar

from streamlit.delta_generator_singletons import context_dg_stack, get_default_dg_stack_value
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.state.common import (
    RegisterWidgetResult,
    WidgetMetadata,
    unpack_widget_state_value,
)
from streamlit.runtime.state.session_state import Serialized, SessionState
from streamlit.runtime.uploaded_file_manager import DeletedFile

CLICKS = ("trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value")
HEARD = frozenset(
    {
        "rerun_script",
        "stop_script",
        "app_heartbeat",
        "file_urls_request",
        "backend_operation_request",
    }
)
"""What a visitor's browser asks. Others are for whoever writes the app: to clear what all sessions
share, the queue of trainings with it, or to list the files of its checkout."""
MOST_FILES = 2_000  # that a browser may ask addresses for at once
RUN, PARTS = "_run_script", "_fragment_storage"
RUNNER, REQUESTS, LOCK, STATE, TOLD = "_scriptrunner", "_requests", "_lock", "_state", "_rerun_data"
VALUES = "_new_widget_state"  # where Streamlit keeps what a browser said, and of which widgets
NUMBERS = frozenset({"int_value", "double_value"})  # a whole field is known as one, says the other
MOST_SAID = 1_000_000  # characters of JSON; a pad full of strokes and its picture take 500,000
DEEPEST = 40  # lists within lists that a component says; Python cannot copy some hundred
LOG = logging.getLogger(__name__)
T = TypeVar("T")


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
def hear_what_is_gone() -> None:
    """Run the whole page for a click in a part of it that has gone or moved in the meantime.

    Streamlit passes such a message over, and a vote or a stroke was lost without a word; or, where
    the part goes while the message waits for a run to end, it hears the click and draws nothing.
    """
    request, run = AppSession.request_rerun, getattr(ScriptRunner, RUN)

    def asked(self: AppSession, client_state: ClientState | None) -> None:
        asks = client_state if client_state is not None and not client_state.is_auto_rerun else None
        if asks is not None and not self.has_fragment(asks.fragment_id):
            asks.fragment_id = ""
        request(self, client_state)

    def ran(self: ScriptRunner, rerun_data: RerunData) -> None:
        asked_for = rerun_data.fragment_id_queue
        polled = rerun_data.is_auto_rerun and len(asked_for) == 1  # else a click may be among them
        if not polled and not all(map(getattr(self, PARTS).contains, asked_for)):
            rerun_data = replace(rerun_data, fragment_id_queue=[], is_fragment_scoped_rerun=False)
            context_dg_stack.set(get_default_dg_stack_value())  # or it is drawn into the last part
        run(self, rerun_data)

    AppSession.request_rerun = asked
    setattr(ScriptRunner, RUN, ran)


@cache
def hear_to_the_end() -> None:
    """Take what was pressed over into the run that replaces one that has not begun.

    Where the whole page is asked for, Streamlit stops who runs the script and has another run it;
    what the first was told and had not yet heard was lost, a click with it.
    """
    request = AppSession.request_rerun

    def unheard(waiting: ScriptRequests) -> Sequence[WidgetState]:
        with getattr(waiting, LOCK):  # stopped at once: nothing is heard twice
            told = getattr(waiting, TOLD).widget_states
            if getattr(waiting, STATE) != ScriptRequestType.RERUN or told is None:
                return ()
            setattr(waiting, STATE, ScriptRequestType.STOP)
        return told.widgets

    def asked(self: AppSession, client_state: ClientState | None) -> None:
        runner = getattr(self, RUNNER)
        if client_state is not None and not client_state.fragment_id and runner is not None:
            said = client_state.widget_states.widgets
            known = {it.id for it in said}
            pressed = [it for it in unheard(getattr(runner, REQUESTS)) if it.id not in known]
            said.extend(it for it in pressed if it.WhichOneof("value") in CLICKS)
        request(self, client_state)

    AppSession.request_rerun = asked


@cache
def hear_visitors() -> None:
    """Pass over the messages that no visitor's browser sends, and more files than anybody has."""
    handle = AppSession.handle_backmsg

    def heard(self: AppSession, msg: BackMsg) -> None:
        if (kind := msg.WhichOneof("type")) not in HEARD:
            LOG.info("Passed over a message of no browser: %s", kind)
            return
        if kind == "file_urls_request":
            del msg.file_urls_request.file_names[MOST_FILES:]
        handle(self, msg)

    AppSession.handle_backmsg = heard


@cache
def hear_what_fits() -> None:
    """Pass over what is said of a widget and no browser could say: the widget stays as it was.

    Text for a slider, a number that is none, an option that a box has not got. As Streamlit comes,
    some of it ends the page's run with a traceback, and an option that is none is handed to the
    callback, which is called before the widget is looked at.
    """
    take_in, register = SessionState.set_widgets_from_proto, SessionState.register_widget

    def taken_in(self: SessionState, widget_states: WidgetStates) -> None:
        take_in(self, widget_states)
        values = getattr(self, VALUES)
        for said in widget_states.widgets:
            known = values.widget_metadata.get(said.id)
            if known is None:
                continue
            fits = _offered(known, said) and _fits(known, said, partial(getitem, values, said.id))
            if not fits:
                _pass_over(self, said)

    def registered(
        self: SessionState, metadata: WidgetMetadata[T], user_key: str | None
    ) -> RegisterWidgetResult[T]:
        stored = getattr(self, VALUES).states.get(metadata.id)
        if isinstance(stored, Serialized):  # it was said before the widget was known
            said = stored.value
            if not _fits(
                metadata, said, lambda: metadata.deserializer(unpack_widget_state_value(said))
            ):
                _pass_over(self, said)
        return register(self, metadata, user_key)

    SessionState.set_widgets_from_proto = taken_in
    SessionState.register_widget = registered


def _pass_over(state: SessionState, said: WidgetState) -> None:
    LOG.info("Passed over what no browser says of %r", said.id)
    getattr(state, VALUES).states.pop(said.id, None)


def _offered(known: WidgetMetadata[Any], said: WidgetState) -> bool:
    """Whether a choice is among the options that were on the page; "" is to choose none."""
    options = known.formatted_options
    if options is None:
        return True
    chosen = said.string_value, said.string_trigger_value.data, *said.string_array_value.data
    return all(it in options for it in chosen if it)


def _fits(known: WidgetMetadata[Any], said: WidgetState, read: Callable[[], Any]) -> bool:
    """Whether a value is of its widget's type, and such that it can be read and copied.

    A file that is not there any more is none: a server that was started anew has no files.
    """
    kind = said.WhichOneof("value")
    if kind is None:  # cleared
        return True
    told = known.value_type
    if told not in (None, kind) and not {told, kind} <= NUMBERS:  # None: it was cleared before
        return False
    if max(len(said.json_value), len(said.json_trigger_value)) > MOST_SAID:
        return False
    try:
        value = read()
        files = value if isinstance(value, list) else [value]
        return not (_deep(value) or any(isinstance(it, DeletedFile) for it in files))
    except Exception:
        return False


def _deep(value: Any) -> bool:
    """Whether there are lists or objects within each other beyond `DEEPEST`."""
    level = [value] if isinstance(value, list | dict) else []
    for _ in range(DEEPEST):
        level = [
            it
            for within in level
            for it in (within.values() if isinstance(within, dict) else within)
            if isinstance(it, list | dict)
        ]
        if not level:
            return False
    return True
