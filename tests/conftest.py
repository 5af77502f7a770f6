"""What every test shares: folders of its own, and the development data where it is at hand."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

settings.register_profile("ci", derandomize=True)  # a landing does not depend on luck
if os.environ.get("CI"):
    settings.load_profile("ci")

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow reads it when it is first imported

LONGEST = ("browser", "trainer", "slow")
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by marker, and pytest-xdist reads groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are marked as such and share one worker, with one browser and one server.

    They come first, for they take longest; then the trainings. What is left is short and fills
    up whichever worker is free.
    """
    for item in filter(_in_browser, items):
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))
    items.sort(key=_place)


def pytest_collection_finish() -> None:
    """What the imports have made stays: nobody needs to look through it for garbage.

    Streamlit collects garbage after every run of a script, which takes 0.3 s with TensorFlow.
    """
    gc.collect()
    gc.freeze()


def _in_browser(item: pytest.Item) -> bool:
    return "browser" in item.path.relative_to(item.config.rootpath).parts


def _place(item: pytest.Item) -> int:
    return next((n for n, it in enumerate(LONGEST) if item.get_closest_marker(it)), len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def sealed_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the person's own digits and runs: MNIST_PATH unset, empty cache and home."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("MNIST_PATH", raising=False)
        environment.setenv("KERAS_HOME", str(tmp_path_factory.mktemp("keras")))
        environment.setenv("INSIDE_A_CNN_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """NumPy computes in the thread that asks, as in the app; more would wait in busy loops."""
    threadpool_limits(1, user_api="blas")  # no context: its thread would own the limit


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty INSIDE_A_CNN_HOME for this test alone."""
    monkeypatch.setenv("INSIDE_A_CNN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def full_mnist_path() -> Path:
    """The full MNIST, 60,000 + 10,000 digits in Keras layout, beside the checkout."""
    return _shared("mnist.npz")


@pytest.fixture(scope="session")
def strokes_path() -> Path:
    """3,000 real digits as pen strokes, beside the checkout."""
    return _shared("strokes.npz")


def _shared(name: str) -> Path:
    path = SHARED_DATA / name
    if not path.is_file():
        pytest.skip(f"needs the development data {path}, which is not part of the repository")
    return path
