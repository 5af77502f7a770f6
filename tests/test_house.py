"""The house: rooms whose names tell what is in them, modules of a size that can be read at once."""

import re
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import PurePosixPath

import pytest

from tests.laws import CHECKOUT, import_graph, module_cycle, project_sources, repeated_names

pytestmark = pytest.mark.xdist_group("test_laws")  # which has parsed all sources
MOST_LINES = 300
# A module's name stands for one thing, with these exceptions and their reasons.
SHARED_NAMES = {
    "robustness": "a page's file is its address; the room evaluation measures what it shows",
}
PUBLIC = (
    ("mnist_core.data.sources", "load_dataset"),
    ("mnist_core.data.drawing", "prepare_image"),
    ("mnist_core.data.drawing", "prepare_strokes"),
    ("mnist_core.network.architectures", "ARCHITECTURES"),
    ("mnist_core.network.forward", "Network"),
)


def test_no_module_is_longer_than_can_be_read_at_once() -> None:
    files = [
        path
        for folder in ("mnist_core", "pages")
        for ending in ("py", "js")
        for path in (CHECKOUT / folder).rglob(f"*.{ending}")
    ]
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


def test_no_name_stands_in_two_rooms_without_a_reason() -> None:
    assert set(repeated_names(source.path for source in project_sources())) == set(SHARED_NAMES)


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
