"""What every test shares: folders of its own, and the development data where it is at hand."""

import functools
import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

from tests.used_later import UsedLater

gc.disable()  # until all that is imported stays: looking through it again and again takes a second
settings.register_profile("default", deadline=None)  # a machine that is busy takes longer
settings.register_profile("ci", deadline=None, derandomize=True)  # and no landing depends on luck
settings.load_profile("ci" if os.environ.get("CI") else "default")

# TensorFlow reads them when it is first imported; the second is the trainer's, with its reason
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

FIRST = ("browser", "browser, pad", "browser, pages", "keras")  # the four longest groups
LONGEST = ("browser", "trainer", "slow")
GROUP = pytest.StashKey[str]()
# With all others of tests/browser, about a third of what those take each
BROWSERS = {
    "test_class": "browser, pages",
    "test_journey": "browser, pages",
    "test_pages": "browser, pages",
    "test_take_home": "browser, pages",
    "test_time_machine": "browser, pages",
    "test_explorer": "browser, pad",
    "test_live_chart": "browser, pad",
    "test_pad": "browser, pad",
    "test_summary_editor": "browser, pad",
    "test_training_faults": "browser, pad",
}
ON_TENSORFLOW = (
    "keras",
    "tensorflow",
    "mnist_core.training.keras_trainer",
    "mnist_core.training.losses",
    "mnist_core.export.converting",
    "mnist_core.export.judging",
    "mnist_core.export.making",
    "mnist_core.studies.comparisons",
)
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# TensorFlow takes seconds to import: a process does it when a test first asks for it. Every process
# collects all tests and imports what they import, and what the other conftest.py do, after this.
for name in ON_TENSORFLOW:
    if name not in sys.modules:
        sys.modules[name] = UsedLater(name)


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by marker, and pytest-xdist reads groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what is dear form a group, and a group stays within one process.

    The groups that take longest come first; what is left is short and fills up whichever process
    is free.
    """
    places: dict[str, int] = {}
    for item in items:
        if _room(item.path) == "browser":
            item.add_marker(pytest.mark.browser)
        chosen = item.get_closest_marker("xdist_group")
        group = chosen.args[0] if chosen else _group(item)
        if item.config.pluginmanager.has_plugin("xdist"):
            item.add_marker(pytest.mark.xdist_group(group))
        item.stash[GROUP] = group
        places[group] = min(places.get(group, len(LONGEST)), _place(item))

    def turn(item: pytest.Item) -> tuple[bool, int, str]:
        group = item.stash[GROUP]
        return group not in FIRST, places[group], group

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What the imports have made stays: nobody needs to look through it for garbage.

    Streamlit collects garbage after every run of a script, which takes 0.3 s with TensorFlow.
    """
    loaded = [name for name in ON_TENSORFLOW if not isinstance(sys.modules[name], UsedLater)]
    if loaded:  # every process would take eight seconds for it, whatever it tests
        raise pytest.UsageError(f"a module of tests uses {loaded[0]} while it is imported")
    gc.collect()
    gc.freeze()
    gc.enable()


@functools.cache
def _room(path: Path) -> str:
    return path.relative_to(Path(__file__).parent).parts[0]


def _group(item: pytest.Item) -> str:
    """Chromium and a server thrice, TensorFlow once; what else a file has loaded, it uses again."""
    if _room(item.path) == "browser":
        return BROWSERS.get(item.path.stem, "browser")
    if any(isinstance(it, UsedLater) for it in vars(item.module).values()):
        return "keras"
    place = item.path.relative_to(Path(__file__).parent).with_suffix("")
    return "claims" if place.parent.name == "claims" else place.as_posix()


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


@pytest.fixture(scope="module")
def no_graphs() -> Iterator[None]:
    """TensorFlow runs each step as it stands: for a few of them no graph is worth its building."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@pytest.fixture
def graphs(no_graphs: None) -> Iterator[None]:
    """All the same for one test: TensorFlow builds its graphs, as where somebody trains."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(False)
    yield
    tf.config.run_functions_eagerly(True)


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


@pytest.fixture(scope="session")
def shared_file() -> Callable[[str], Path]:
    """Finds a file of the development data by its name."""
    return _shared


def _shared(name: str) -> Path:
    path = SHARED_DATA / name
    if not path.is_file():
        pytest.skip(f"needs the development data {path}, which is not part of the repository")
    return path


@pytest.fixture
def picture(tmp_path):
    """A PNG of the first held-out digit, ink on black."""
    from PIL import Image

    from mnist_core.data.sources import held_out_digits

    path = tmp_path / "digit.png"
    Image.fromarray(held_out_digits().images[0]).save(path)
    return path
