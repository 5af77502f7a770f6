"""What was to be seen when a browser test failed: the open pages' words, and the servers' logs."""

from collections.abc import Iterable, Iterator

from playwright.sync_api import Error, Page

from tests.browser.server import Server

MOST = 3000  # characters of a page from its beginning, and of a log from its end
SECONDS = 5.0  # a page that says nothing by then is told so
WORDS = "() => (document.querySelector('[data-testid=stMain]') ?? document.body).innerText"


def sections(pages: Iterable[Page], servers: Iterable[Server]) -> Iterator[tuple[str, str]]:
    """A title and a text for each page and each server, as pytest's reports have them."""
    for page in pages:
        yield f"On the page {page.url}", _words(page)[:MOST]
    for server in servers:
        yield f"In the log of {server.url}", server.log[-MOST:]


def _words(page: Page) -> str:
    page.set_default_timeout(1000 * SECONDS)
    try:
        return page.wait_for_function(WORDS).json_value()
    except Error as error:
        return f"It does not say: {error.message}"
