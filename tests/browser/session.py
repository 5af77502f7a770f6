"""A session of the running dashboard without a browser: what one would say, said by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
TRIGGERS = ("trigger_value", "string_trigger_value", "json_trigger_value")
PATIENCE = 60  # seconds


@contextmanager
def session(url: str, page: str, query: str = "") -> Iterator[Session]:
    """A page, opened in a new session on the server at this address."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(
        address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None
    ) as socket:
        yield Session(socket, page, query)


class Session:
    """One page as its browser sees it; every question is answered before the next one.

    Attributes
    ----------
    answer : all messages of the last run, in order
    query : the address that messages tell, without its ?
    """

    def __init__(self, socket: ClientConnection, page: str, query: str = "") -> None:
        self._socket, self._page, self.query = socket, page, query
        self._hash = ""
        self._states: dict[str, WidgetState] = {}
        self.answer: list[ForwardMsg] = []
        self.run()

    def run(
        self, changed: WidgetState | None = None, fragment: str = "", poll: bool = False
    ) -> list[ForwardMsg]:
        """Run the page, or one fragment of it, after a widget has changed; returns the answer.

        A ``poll`` is what the browser asks by itself, while it may know of a change already.
        """
        message = BackMsg()
        state = message.rerun_script
        state.page_name, state.page_script_hash = "" if self._hash else self._page, self._hash
        state.query_string, state.fragment_id, state.is_auto_rerun = self.query, fragment, poll
        if changed is not None:
            self._states[changed.id] = changed
        state.widget_states.widgets.extend(self._states.values())
        if changed is not None and changed.WhichOneof("value") in TRIGGERS:
            del self._states[changed.id]
        self._socket.send(message.SerializeToString())
        self.answer = list(self._until_finished())
        return self.answer

    def tell(self, query: str, state: WidgetState) -> None:
        """What every message says from now on: an address, and the state of a widget."""
        self.query, self._states[state.id] = query, state

    def _until_finished(self) -> Iterator[ForwardMsg]:
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=PATIENCE))
            yield message
            if message.HasField("navigation"):
                self._hash = message.navigation.page_script_hash
            if message.HasField("script_finished") and message.script_finished in FINISHED:
                return
