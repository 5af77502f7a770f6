"""One server for everybody hostile."""

from collections.abc import Iterator

import pytest

from tests.browser.server import Server
from tests.browser.session import session

PAGES = ("home", "draw", "classroom", "training", "dataset")


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("hostile")) as running:
        for page in PAGES:  # what is loaded once is no answer's memory
            with session(running.url, page):
                pass
        yield running
