"""What is too large, said to a real server: it is refused or passed over, and others go on."""

import contextlib
import http.client

import pytest
from websockets.exceptions import ConnectionClosed

from tests.browser.server import Server
from tests.browser.session import session
from tests.hostile.judged import bounded, elements, quiet, sound
from tests.hostile.oversize import MESSAGES, UPLOADS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("hostile")]


def first_of(answer, kind: str) -> str:
    """What the server calls the last widget of a kind on a page; "" where none is asked for."""
    found = [getattr(it, kind).id for it in elements(answer) if it.WhichOneof("type") == kind]
    return found[-1] if kind else ""


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_that_is_too_large_ends_at_most_its_own_connection(name, server):
    page, kind, make, why = MESSAGES[name]
    with (
        quiet(server),
        session(server.url, page) as visitor,
        session(server.url, "home") as other,
    ):
        message = make(first_of(visitor.answer, kind)).SerializeToString()
        closed = None
        with bounded(server, name):
            try:
                visitor._socket.send(message)
                for _ in range(2):  # the answer to it, and the one to the next question
                    sound(visitor.run())
            except ConnectionClosed as end:
                closed = end.rcvd.code if end.rcvd else why  # cut off while it was being sent
        assert closed == why
        sound(other.run())


def ask(server: Server, session_id: str, headers, body) -> int:
    """The status of an upload, with the cookie that a browser gets with the first page."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", "/_stcore/health")
        answer = connection.getresponse()
        answer.read()
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        known = {"Cookie": cookie, "X-Xsrftoken": cookie.split("=", 1)[1].strip('"')}
        chunked = "Transfer-Encoding" in headers
        with contextlib.suppress(OSError):  # it is refused before all of it is sent
            path = f"/_stcore/upload_file/{session_id}/a-file"
            connection.request("PUT", path, body, {**known, **headers}, encode_chunked=chunked)
        return connection.getresponse().status


@pytest.mark.parametrize("name", UPLOADS)
def test_an_upload_that_is_too_large_is_refused(name, server):
    headers, body, status = UPLOADS[name]
    with quiet(server), session(server.url, "dataset") as visitor:
        [mine] = [it for it in visitor.answer if it.HasField("new_session")]
        with bounded(server, name):
            id = mine.new_session.initialize.session_id
            assert ask(server, id, headers, body()) == status
        sound(visitor.run())
