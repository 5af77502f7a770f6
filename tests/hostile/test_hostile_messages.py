"""Messages that no browser sends, to a real server: each is answered, and nothing of it is run."""

import contextlib
from collections.abc import Iterator
from urllib.parse import urlencode

import psutil
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.browser.server import Server
from tests.browser.session import session
from tests.browser.widgets import widgets
from tests.hostile.addresses import ADDRESSES, SCRIPT, wrong_values

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MEGABYTE = 1 << 20
REDACTED = (
    "This app has encountered an error. The original error message is redacted to prevent data "
    "leaks. Full error details have been recorded in the logs (if you're on Streamlit Cloud, click "
    "on 'Manage app' in the lower right of your app)."
)
CORE_SECONDS = 2.0  # of the server's processor, for the answer


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("hostile")) as running:
        for page in ("home", "draw"):  # what is loaded once is no answer's memory
            with session(running.url, page):
                pass
        yield running


def elements(answer):
    return [it.delta.new_element for it in answer if it.delta.HasField("new_element")]


def alerts(answer) -> str:
    """The sentences in boxes, without the backslashes that keep Markdown from reading them."""
    return "\n".join(it.alert.body for it in elements(answer)).replace("\\", "")


def titles(answer) -> list[str]:
    return [it.heading.body for it in elements(answer)]


def sound(answer) -> None:
    """Nothing went wrong, and no text of anybody's is taken for HTML."""
    assert not [it for it in elements(answer) if it.HasField("exception")]
    for it in elements(answer):
        assert SCRIPT not in it.html.body
        assert not (it.markdown.allow_html and SCRIPT in it.markdown.body)


def measured(server):
    process = psutil.Process(server.process.pid)
    used = process.cpu_times()
    return used.user + used.system, process.memory_info().rss


def test_hostile_addresses_get_a_sentence_or_nothing(server):
    for name, (page, query, words) in ADDRESSES.items():
        before, held = measured(server)
        with session(server.url, page, urlencode(query)) as visitor:
            sound(visitor.answer)
            if words is not None:
                assert words in alerts(visitor.answer), (name, alerts(visitor.answer))
        after, holds = measured(server)
        assert after - before < CORE_SECONDS, (name, after - before)
        assert holds - held < 100 * MEGABYTE, (name, (holds - held) / MEGABYTE)
    assert server.complaints() == []


def test_widget_values_of_another_kind_harm_nobody_else(server):
    """Each kind of value to some widget, by turns, in a session of its own.

    Where Streamlit itself cannot take it, whoever sent it gets its one sentence that names nothing,
    and no traceback; a new session is as ever.
    """
    with session(server.url, "draw") as visitor:
        found = widgets(visitor.answer)
    for turn, (name, _) in enumerate(wrong_values("")):
        widget = found[turn % len(found)]
        state = dict(wrong_values(widget.values[0].id))[name]
        with session(server.url, "draw") as visitor:
            before, held = measured(server)
            answer = visitor.run(state, widget.fragment)
            after, holds = measured(server)
        for it in elements(answer):
            assert not it.exception.stack_trace and SCRIPT not in it.html.body
            assert it.exception.message in ("", REDACTED), (name, it.exception.message)
        assert after - before < CORE_SECONDS and holds - held < 100 * MEGABYTE, name
    with session(server.url, "draw") as visitor:
        sound(visitor.answer)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff" * 1000, b"GET / HTTP/1.1\r\n\r\n", "text", b"\x0a\xff\xff\xff\xff\x0f"],
    ids=["nothing", "noise", "a request", "text", "a length without end"],
)
def test_what_is_no_message_ends_nothing_but_its_own_connection(data, server):
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"]) as socket:
        socket.send(data)
        with contextlib.suppress(TimeoutError, ConnectionClosed):
            socket.recv(timeout=2)
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
    from tests.network.test_opened_file import HOSTILE as NETWORKS

    ours = len(ADDRESSES) + sum(1 for _ in wrong_values(""))
    assert ours >= 50 and ours + len(IMAGES) + len(NETWORKS) >= 60
