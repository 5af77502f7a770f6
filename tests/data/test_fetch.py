"""Transfers end: whole, or with a reason, and in time."""

import socket
import time

import pytest

from mnist_core.data.fetch import TransferFailed, fetch

BODY = bytes(range(256)) * 1_000


def get(url, timeout=2.0, deadline=5.0, size_limit=1_000_000):
    return fetch(url, timeout=timeout, deadline=deadline, size_limit=size_limit)


def send(handler, body, length=None):
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(BODY)))
    handler.end_headers()
    for value in BODY:
        handler.wfile.write(bytes([value]))
        time.sleep(0.05)


def drip_headers(handler):
    for value in b"HTTP/1.0 200 OK\r\n" + b"X-Slow: 1\r\n" * 1_000:
        handler.wfile.write(bytes([value]))
        time.sleep(0.05)


def test_a_whole_file(serve):
    assert get(serve(lambda handler: send(handler, BODY))) == BODY


def test_a_redirect_is_followed(serve):
    target = serve(lambda handler: send(handler, BODY))

    def elsewhere(handler):
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    assert get(serve(elsewhere)) == BODY


@pytest.mark.parametrize("answer", [drip, drip_headers])
def test_a_server_that_drips_meets_the_deadline(answer, serve):
    start = time.monotonic()
    with pytest.raises(TransferFailed, match=r"took longer than 0\.6 seconds"):
        get(serve(answer), deadline=0.6)
    assert 0.5 < time.monotonic() - start < 2


def test_a_silent_server_meets_the_timeout(serve):
    start = time.monotonic()
    with pytest.raises(TransferFailed, match=r"was silent for 0\.3 seconds|cannot be reached"):
        get(serve(lambda handler: time.sleep(3)), timeout=0.3)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda handler: handler.send_error(404), "answered 404 Not Found"),
        (lambda handler: handler.send_error(503), "answered 503"),
        (lambda handler: send(handler, BODY, 300_000), "broke off after 256,000 of 300,000 bytes"),
        (lambda handler: send(handler, BODY * 5), "sends more than 1,000,000 bytes"),
        (lambda handler: handler.wfile.write(b"not http at all\r\n\r\n"), "cannot be read"),
    ],
)
def test_a_bad_answer_is_named(answer, reason, serve):
    with pytest.raises(TransferFailed, match=reason):
        get(serve(answer))


def test_a_refused_connection_is_named():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(TransferFailed, match="cannot be reached .*refused"):
        get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "", "mnist.npz"])
def test_only_the_web(url):
    with pytest.raises(TransferFailed, match="is not a web address"):
        get(url)
