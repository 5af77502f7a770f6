"""The app under AppTest: always from dashboard.py, on the embedded digits."""

import functools
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from mnist_core.training.queue import TrainingQueue
from pages.ui import process, resources
from pages.ui.components.pad import pad
from pages.ui.resources import trainings

IDLE = (sys.executable, "-c", "import sys; sys.stdin.read()")  # in the place of a trainer
APP = Path(__file__).resolve().parents[2] / "dashboard.py"
OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def components_sought_once() -> Iterator[None]:
    """Which packages bring components is asked once, as on a server, and not for every AppTest."""
    with pytest.MonkeyPatch.context() as session:
        sought_once = functools.cache(manifest_scanner.scan_component_manifests)
        session.setattr(manifest_scanner, "scan_component_manifests", sought_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_to_clear() -> Iterator[None]:
    """After each run Streamlit clears Keras, which other tests import and the app never does."""
    with pytest.MonkeyPatch.context() as session:
        session.setattr(script_runner, "_clean_problem_modules", lambda: None)
        yield


@pytest.fixture
def app(
    home: Path,
    components_sought_once: None,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[OpenPage]:
    """Open a page of the app: `app("dataset", digit="7")`, as the first request to a new server.

    Later runs and page switches go through dashboard.py, as they do on a server: AppTest on its own
    would forget in every run that the app has a navigation, and run the page's file alone.
    What the app has loaded stays loaded, as on a server, but for the queue: its runs lie in this
    test's home. A test that sets MNIST_PATH begins with nothing loaded and leaves nothing.
    Only tests marked "trainer" get a trainer that trains: the Training page starts one at once.
    What Streamlit logs as a warning, a deprecation above all, fails the test.
    """
    complaints: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: complaints.append(record.getMessage())
    logging.getLogger("streamlit").addHandler(handler)

    if request.node.get_closest_marker("trainer") is None:
        monkeypatch.setattr(trainings, "TrainingQueue", lambda: TrainingQueue(IDLE))

    begin = PagesManager.__init__

    def begin_warm(self: PagesManager, *arguments: object, **named: object) -> None:
        begin(self, *arguments, **named)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begin_warm)
    monkeypatch.setattr(process, "unchecked", lambda: None)  # here Plotly checks all charts
    _begin_with(*_digits_named())  # before a test puts something of its own in an object's place

    def open_page(page: str = "home", **query: str) -> AppTest:
        _begin_with(*_digits_named())
        at = AppTest.from_file(str(APP), default_timeout=300)  # seconds: it only ends what hangs
        for name, value in query.items():
            at.query_params[name] = value
        with monkeypatch.context() as cold:
            cold.setattr(PagesManager, "__init__", begin)
            return at.run() if page == "home" else at.switch_page(f"pages/{page}.py").run()

    yield open_page
    logging.getLogger("streamlit").removeHandler(handler)
    if "MNIST_PATH" in os.environ:
        st.cache_resource.clear()
    resources.queue().close()
    resources.queue.clear()
    assert not complaints, "\n".join(complaints)


def _digits_named() -> tuple[str, float]:
    """The file that MNIST_PATH names, and when it was written."""
    named = os.environ.get("MNIST_PATH", "")
    return named, Path(named).stat().st_mtime if Path(named).is_file() else 0.0


@functools.lru_cache(maxsize=1)
def _begin_with(named: str, written: float) -> None:
    """Forget what is loaded, unless these are the digits that were named the last time."""
    st.cache_resource.clear()


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch):
    """Put a drawing on the pad: `drawn(strokes, picture)`."""

    def put(strokes, picture=None) -> None:
        monkeypatch.setattr(pad, "pad", lambda *_: pad.Drawing(strokes, picture))

    return put
