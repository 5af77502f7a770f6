"""Small MNIST files to read and a web server to read them from."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from mnist_core.data.embedded import embedded_digits, held_out_digits


@pytest.fixture(scope="session")
def small_arrays() -> dict[str, np.ndarray]:
    """100 training and 50 test digits in Keras's layout, all real, none of them held out."""
    digits = embedded_digits().without(held_out_digits())
    chosen = np.concatenate([np.flatnonzero(digits.labels == digit)[:15] for digit in range(10)])
    train = chosen.reshape(10, 15)[:, :10].ravel()
    test = chosen.reshape(10, 15)[:, 10:].ravel()
    return {
        "x_train": digits.images[train],
        "y_train": digits.labels[train].astype(np.uint8),
        "x_test": digits.images[test],
        "y_test": digits.labels[test].astype(np.uint8),
    }


@pytest.fixture
def serve() -> Iterator[Callable]:
    """Start a web server whose answer to GET is the given function; returns its address."""
    servers = []

    def start(answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                # The other side may give up, as it should.
                with suppress(BrokenPipeError, ConnectionResetError):
                    answer(self)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/mnist.npz"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def held_out_images() -> np.ndarray:
    """The 1,000 held-out training digits, uint8 (1000, 28, 28)."""
    return held_out_digits().images
