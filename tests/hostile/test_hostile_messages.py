"""Messages that no browser sends, to a real server: each is answered, and nothing of it is run."""

import contextlib
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from pages.ui.guess import SKIP
from tests.browser.server import Server
from tests.browser.session import session
from tests.hostile.addresses import ADDRESSES, wrong_values
from tests.hostile.judged import alerts, bounded, elements, quiet, sound, titles
from tests.hostile.nonsense import SAID, nonsense

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("hostile")]
VIEWS = (
    ("home", ""),
    ("lessons", "lesson=tests&step=1"),
    ("dataset", "view=Browse"),
    ("architecture", "look=Experiments"),
    ("architecture", "look=Ledger"),
    ("training", ""),
    ("draw", ""),
    ("draw", "closer=Nudge+it"),
    ("experiments", "part=Build"),
    ("experiments", "part=Tune"),
    ("experiments", "part=Transfer"),
    ("experiments", "part=Other+data"),
    ("classroom", ""),
    ("evaluation", "part=Confusions"),
    ("evaluation", "part=Compare"),
    ("robustness", ""),
    ("claims", ""),
    ("export", ""),
    ("status", ""),
)
"""Every page, and tabs with widgets of their own."""
TURNS = 3


def test_hostile_addresses_get_a_sentence_or_nothing(server):
    for name, (page, query, words) in ADDRESSES.items():
        opened = session(server.url, page, urlencode(query))
        with quiet(server), bounded(server, name), opened as visitor:
            sound(visitor.answer)
            if words is not None:
                assert words in alerts(visitor.answer), (name, alerts(visitor.answer))


def said(answer, turn: int) -> Iterator[WidgetState]:
    """Nonsense for every widget: of another type in the first turn, of its own in the others."""
    if turn:
        yield from nonsense(answer, turn)
        return
    values = [name for name, _ in wrong_values("")]
    for place, it in enumerate(elements(answer)):
        if (kind := it.WhichOneof("type")) in SAID:
            yield dict(wrong_values(getattr(it, kind).id))[values[place % len(values)]]


def test_nonsense_said_to_every_widget_of_every_page_harms_nobody(server):
    for page, query in VIEWS:
        with quiet(server), session(server.url, page, query) as visitor:
            title = titles(visitor.answer)[0]
            for it in elements(visitor.answer):
                if it.checkbox.id.endswith(SKIP):  # what is behind the guesses is to be there
                    visitor.tell(query, WidgetState(id=it.checkbox.id, bool_value=True))
            opened = visitor.run()
            for turn in range(TURNS):
                for state in said(opened, turn):
                    visitor.tell(query, state)
                with bounded(server, (page, query, turn)):
                    sound(visitor.run())
                assert title in titles(visitor.answer), (page, query, turn)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff" * 1000,
        b"GET / HTTP/1.1\r\n\r\n",
        "text",
        b"\x0a\xff\xff\xff\xff\x0f",
        BackMsg(clear_cache=True).SerializeToString(),
        BackMsg(debug_shutdown_runtime=True).SerializeToString(),
    ],
    ids=["nothing", "noise", "a request", "text", "no end", "clear all", "shut down"],
)
def test_what_is_no_message_ends_nothing_but_its_own_connection(data, server):
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"]) as socket:
        socket.send(data)
        with contextlib.suppress(TimeoutError, ConnectionClosed):
            socket.recv(timeout=1)
    with session(server.url, "status") as visitor:
        sound(visitor.answer)


def test_one_visitor_too_many_gets_a_sentence_and_who_is_in_stays_in(tmp_path):
    with (
        Server(tmp_path, INSIDE_A_CNN_SESSIONS="1") as small,
        session(small.url, "status") as first,
    ):
        with session(small.url, "status") as second:
            assert "takes 1 visitors at once" in alerts(second.answer)
            assert "Status" not in titles(second.answer)
        assert "Status" in titles(first.run())
        assert small.complaints() == []


def test_the_table_has_at_least_sixty_inputs():
    """With those of files, pictures and requests, which have tables where they are read."""
    from tests.data.imported.hostile import HOSTILE as IMAGES
    from tests.hostile.oversize import MESSAGES, UPLOADS
    from tests.network.hostile_files import HOSTILE as NETWORKS

    ours = len(ADDRESSES) + sum(1 for _ in wrong_values("")) + len(MESSAGES) + len(UPLOADS)
    assert ours >= 60 and ours + len(IMAGES) + len(NETWORKS) >= 130
