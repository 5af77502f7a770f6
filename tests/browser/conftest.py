"""A real Chromium in front of a real server; what either complains about fails the test."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.chromium import continuous_integration, find_chromium, open_chromium
from tests.browser.contexts import Contexts
from tests.browser.failure_report import sections
from tests.browser.server import Server
from tests.browser.waiting import PATIENCE

SMALL = "tests.browser.small_app"
SIZE: ViewportSize = {"width": 1280, "height": 900}
OWN_SCHEMES = ("data", "blob", "about")
SHARED = pytest.StashKey[dict[str, object]]()
SERVERS = pytest.StashKey[list[Server]]()

expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure tells what the open pages and the servers said when it happened."""
    report = yield
    if report.failed:
        found = _folder(item).stash.get(SHARED, {})
        contexts = [it for it in found.values() if isinstance(it, Contexts)]
        servers = [it for it in found.values() if isinstance(it, Server)]
        pages = [page for it in contexts for page in it.open_pages()]
        report.sections += sections(pages, [*servers, *item.stash.get(SERVERS, [])])
    return report


def _folder(node: pytest.Item) -> pytest.Collector:
    """This folder's node, above that of a test."""
    return next(it for it in node.iter_parents() if it.path == Path(__file__).parent)


def shared(request: pytest.FixtureRequest, opened: Callable[[], AbstractContextManager]) -> object:
    """What all tests of this folder share: opened for the first, closed after the last of them.

    Not for the session: the event loop of Playwright would disturb the tests that follow.
    """
    folder = _folder(request.node)
    found = folder.stash.setdefault(SHARED, {})
    if opened.__name__ not in found:
        stack = ExitStack()
        folder.addfinalizer(stack.close)
        folder.addfinalizer(found.clear)
        found[opened.__name__] = stack.enter_context(opened())
    return found[opened.__name__]


@pytest.fixture(scope="module")
def contexts(request: pytest.FixtureRequest) -> Contexts:
    """Headless Chromium, one for all these tests, and its browser contexts."""
    return shared(request, _contexts)


@contextmanager
def _contexts() -> Iterator[Contexts]:
    path = find_chromium()
    if path is None and continuous_integration():
        pytest.fail("CI=true and there is no Chromium: install it, or run `make test`, which does.")
    if path is None:
        pytest.skip("no Chromium on this machine: install Chromium or Google Chrome")
    with open_chromium(path) as chromium:
        yield Contexts(chromium, PATIENCE)


@contextmanager
def opening(contexts: Contexts) -> Iterator[Callable[..., Page]]:
    """Opens pages, `new_page(color_scheme="dark")`, and fails on their complaints in the end.

    Each page has a browser context of its own, so a session of its own. Console errors, uncaught
    errors and requests to any other machine are complaints; so are pictures asked for as files,
    which the server drops at the next rerun, sooner than a slow browser may ask.
    """
    lent, complaints = [], []

    def new_page(
        viewport: ViewportSize = SIZE, color_scheme: str = "light", **options: object
    ) -> Page:
        lent.append(contexts.lend(**options))
        page = lent[-1].new_page()
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        _listen(page, complaints)
        return page

    yield new_page
    for context in lent:
        contexts.take_back(context)
    assert complaints == []


def _listen(page: Page, complaints: list[str]) -> None:
    page.on(
        "console",
        lambda message: (
            message.type == "error"
            and not _is_probe(message.location["url"])
            and complaints.append(f"{message.text} {message.location['url']}")
        ),
    )
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    page.on(
        "request",
        lambda request: (
            _is_foreign(request.url)
            and complaints.append(f"request to another machine: {request.url}")
        ),
    )
    page.on(
        "request",
        lambda request: (
            request.resource_type == "image"
            and urlsplit(request.url).path.startswith("/media/")
            and complaints.append(f"a picture as a file: {request.url}")
        ),
    )


@pytest.fixture
def new_page(contexts: Contexts) -> Iterator[Callable[..., Page]]:
    """Opens pages for one test; see opening."""
    with opening(contexts) as new_page:
        yield new_page


@pytest.fixture(scope="module")
def one_page(contexts: Contexts) -> Iterator[Page]:
    """One page of 1280 × 900 for the tests of a module that leave it as it was; see opening."""
    with opening(contexts) as new_page:
        yield new_page()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One fresh page of 1280 × 900; see opening."""
    return new_page()


@pytest.fixture
def start_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Server]]:
    """Starts servers, `start_server(MNIST_PATH="…")`, and fails the test on their complaints."""
    servers = request.node.stash[SERVERS] = []

    def start(**environment: str) -> Server:
        servers.append(Server(tmp_path_factory.mktemp("server"), **environment))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()
    assert [line for server in servers for line in server.complaints()] == []


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The dashboard on the embedded digits and with the small trainer, one for all these tests."""

    @contextmanager
    def dashboard() -> Iterator[Server]:
        with Server(tmp_path_factory.mktemp("server"), program=SMALL) as running:
            yield running
        assert running.complaints() == []  # this fails the last test

    return shared(request, dashboard)


def _is_probe(url: str) -> bool:
    """Whether Streamlit's page asked where its server is: a deep link makes it look there first."""
    return urlsplit(url).path.endswith(("/_stcore/health", "/_stcore/host-config"))


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in OWN_SCHEMES and parts.hostname not in ("127.0.0.1", "localhost")
