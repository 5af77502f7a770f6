"""The house: rooms whose names tell what is in them, modules of a size that can be read at once."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path, PurePosixPath

import pytest

from tests import mirror
from tests.house import import_graph, module_cycle, repeated_names, used_by_nobody
from tests.laws import CHECKOUT, Source, project_sources

pytestmark = pytest.mark.xdist_group("test_laws")  # which has parsed all sources
MOST_LINES = {"mnist_core": 300, "pages": 300, "tests": 350}
# A module's name stands for one thing, with these exceptions and their reasons.
SHARED_NAMES = {
    "robustness": "a page's file is its address; the room evaluation measures what it shows",
    "entry": "where the browser begins to run a component's or a worker's scripts",
}
# What is one thing in Python and in the browser has one name in both.
IN_BOTH_LANGUAGES = {
    *("forward", "gradient", "receptive_field", "geometry", "intensity"),
    *("ink", "pen", "protocol", "take_home"),
}
SHARED_CLASSES = {
    "Number": "what the service replies is a name in its document, which other programs read",
}
KEPT_FROM = re.compile(r"#\s*(fmt: (skip|off)|noqa|type: ignore|pyrefly: ignore)\b[^\n]*")
REGISTERED = "question"  # a decorator that keeps what it is given, by its name
PUBLIC = (
    ("mnist_core.data.sources", "load_dataset"),
    ("mnist_core.data.drawing", "prepare_image"),
    ("mnist_core.data.drawing", "prepare_strokes"),
    ("mnist_core.network.architectures", "ARCHITECTURES"),
    ("mnist_core.network.forward", "Network"),
)


def python_in(room: str) -> Iterator[Path]:
    return (CHECKOUT / room).rglob("*.py")


def test_no_module_is_longer_than_can_be_read_at_once() -> None:
    for room, most in MOST_LINES.items():
        files = [it for ending in ("py", "js") for it in (CHECKOUT / room).rglob(f"*.{ending}")]
        lines = {path: len(path.read_text("utf-8").splitlines()) for path in files}
        assert {path: count for path, count in lines.items() if count > most} == {}


def test_no_name_stands_in_two_rooms_without_a_reason() -> None:
    scripts = [path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "pages").rglob("*.js")]
    sources = [source.path for source in project_sources()]
    assert {*repeated_names(sources), *repeated_names(scripts)} == set(SHARED_NAMES)
    beside = {it.removesuffix(".js") + ".py" for it in scripts}  # a component's own two files
    apart = [it for it in scripts if it.removesuffix(".js") + ".py" not in sources]
    both = {*repeated_names([*{*sources} - beside, *apart])}
    assert both - set(SHARED_NAMES) == IN_BOTH_LANGUAGES


def test_no_class_has_the_name_of_another_one_without_a_reason() -> None:
    names = Counter(
        node.name
        for source in project_sources()
        for node in source.tree.body
        if isinstance(node, ast.ClassDef)
    )
    assert {name for name, count in names.items() if count > 1} == set(SHARED_CLASSES)


def test_what_only_tests_would_use_is_not_there() -> None:
    assert used_by_nobody(project_sources(), REGISTERED) == []


def test_what_nobody_uses_is_seen() -> None:
    texts = {
        "mnist_core/data/digits.py": "def read(): ...\ndef count(): count()\nclass Digits: ...",
        "mnist_core/data/splits.py": "from mnist_core.data import digits\ndigits.read()",
        "mnist_core/data/sources.py": "from mnist_core.data.digits import Digits\n",
        "pages/home.py": "@question()\ndef how_many(): ...\n@question\ndef which(): ...",
    }
    sources = [Source(path, ast.parse(text)) for path, text in texts.items()]
    assert used_by_nobody(sources, REGISTERED) == ["mnist_core/data/digits.py:2: count"]


def test_nothing_is_kept_from_the_checks_without_a_reason() -> None:
    files = [path for room in ("mnist_core", "pages", "tests") for path in python_in(room)]
    without = [
        f"{path.relative_to(CHECKOUT)}: {found.group()}"
        for path in files
        for found in KEPT_FROM.finditer(path.read_text("utf-8"))
        if len(found.group().split("  ")) < 2
    ]
    assert without == []


def test_tests_mirror_the_tree() -> None:
    """Each module has its test, by its name or as `mirror` says; each test something it shows."""
    files = (path for path in python_in("tests") if path.name.startswith("test_"))
    tests = {path.relative_to(CHECKOUT).as_posix() for path in files}
    modules = [it.path for it in project_sources() if not it.path.endswith("__init__.py")]
    elsewhere = [it for it in modules if not tests.intersection(mirror.places(it))]
    without = [it for it in elsewhere if mirror.named_elsewhere(it) not in tests]
    untested = [it for it in without if not mirror.imported_beside(it, CHECKOUT)]
    assert untested == [], "no test has their names or imports them: name one in tests/mirror.py"
    by_name = {place for module in modules for place in mirror.places(module)}
    sorted_otherwise = {it for it in tests if it.startswith(mirror.WALKS)}
    assert tests - sorted_otherwise - by_name == set(mirror.ACROSS)
    assert [part for part in mirror.SHOWN_BY if not (CHECKOUT / part).exists()] == []


def test_a_name_in_two_rooms_is_seen() -> None:
    paths = ["mnist_core/data/digits.py", "mnist_core/figures/digits.py", "pages/ui/a/b/b.py"]
    assert repeated_names(paths) == {"digits": paths[:2]}
    assert repeated_names(["mnist_core/data/__init__.py", "mnist_core/figures/__init__.py"]) == {}


def test_no_module_imports_itself_however_indirectly() -> None:
    graph = import_graph(project_sources())
    assert len(graph) > 100
    assert module_cycle(graph) is None
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)


def test_a_cycle_is_seen() -> None:
    assert module_cycle({"a": {"b"}, "b": {"c"}, "c": set()}) is None
    assert set(module_cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) or ()) == {"a", "b", "c"}


@pytest.mark.parametrize(("module", "name"), PUBLIC)
def test_public_names_stay_where_other_scripts_find_them(module: str, name: str) -> None:
    assert hasattr(import_module(module), name)


@pytest.mark.parametrize("document", ["docs/design.md", "CONTRIBUTING.md"])
def test_every_path_a_document_names_exists(document: str) -> None:
    text = (CHECKOUT / document).read_text("utf-8")
    named = set(re.findall(r"`((?:mnist_core|pages|tests|docs)/[\w./-]*)`", text))
    assert named
    missing = {path for path in named if not (CHECKOUT / PurePosixPath(path)).exists()}
    assert missing == set()
