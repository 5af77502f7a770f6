"""Checkers for those laws of the design that source text can be held to: 1, 3, 4 and 8.

Each takes one parsed file and returns what breaks its law, "path:line: what". What a syntax tree
cannot see (an alias, a computed import) is left to review.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]

# A room imports itself and the rooms on lower floors; rooms on one floor never meet.
FLOORS = (
    "mnist_core; settings; atomic home_folder system_errors; machine sqlite_file stand_in; data; "
    "network; editing explain; training evaluation; studies search; lessons; classroom; figures; "
    "web; service export; pages; dashboard; app; __main__"
)
ROOMS = {room: floor for floor, rooms in enumerate(FLOORS.split("; ")) for room in rooms.split()}
TRAINER_SIDE = (
    "mnist_core/training/keras_setup.py",
    "mnist_core/training/worker.py",
    "mnist_core/studies/comparisons.py",
    "mnist_core/search/search_process.py",
    "mnist_core/export/converting.py",
    "mnist_core/export/half_precision.py",
)
ATOMIC = "mnist_core/atomic.py"
WRITERS = (
    ATOMIC,
    "mnist_core/home_folder.py",
    "mnist_core/machine.py",
    "mnist_core/stand_in.py",
    "mnist_core/data/download.py",
    "mnist_core/data/imported/",
    "mnist_core/network/weights.py",
    "mnist_core/network/kept_networks.py",
    "mnist_core/evaluation/seed_answers.py",
    "mnist_core/training/",
    "mnist_core/studies/",
    "mnist_core/export/",
    "mnist_core/lessons/shelf.py",
    "mnist_core/sqlite_file.py",
    "mnist_core/web/lesson_commands.py",
    "mnist_core/__main__.py",
)
CACHE_HOME = "pages/ui/resources/"
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)
MUTABLE_TYPES = "list dict set bytearray defaultdict deque Counter OrderedDict".split()
SEEDING = (
    "np.random.seed numpy.random.seed random.seed tf.random.set_seed keras.utils.set_random_seed"
).split()
WRITING = "os.replace os.rename os.makedirs os.mkdir os.remove np.save numpy.save".split()
WRITING_METHODS = (
    "write_text write_bytes write_json write_npz mkdir touch unlink savez savez_compressed "
    "savetxt tofile mkstemp mkdtemp NamedTemporaryFile TemporaryDirectory copyfile copytree rmtree"
).split()
WRITING_MODE = re.compile(r"[rbt]*[wax+][wbt+]*")


class Source(NamedTuple):
    """One file of the project: its path from the checkout's root, and its syntax tree."""

    path: str
    tree: ast.Module

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{node.lineno}: {what}"


@cache
def project_sources() -> list[Source]:
    """All of the project's own sources, parsed once."""
    files = [
        *CHECKOUT.glob("*.py"),
        *(CHECKOUT / "mnist_core").rglob("*.py"),
        *(CHECKOUT / "pages").rglob("*.py"),
    ]
    return [
        Source(file.relative_to(CHECKOUT).as_posix(), ast.parse(file.read_text("utf-8")))
        for file in sorted(files)
        if file.is_file()
    ]


@cache  # every law looks at all of them
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """All nodes of a syntax tree."""
    return tuple(ast.walk(tree))


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every import, at the top or inside a function, as (node, dotted name)."""
    package = (
        source.module.split(".")
        if source.path.endswith("__init__.py")
        else source.module.split(".")[:-1]
    )
    for node in nodes(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            yield from ((node, ".".join([*base, alias.name])) for alias in node.names)
        elif isinstance(node, ast.Call) and called(node).split(".")[-1] in {
            "import_module",
            "__import__",
        }:
            yield from (
                (node, str(word.value)) for word in node.args[:1] if isinstance(word, ast.Constant)
            )


@cache  # every law asks it of every call
def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def room(module: str) -> str | None:
    """Which room of the house a dotted name belongs to; None for other people's packages."""
    parts = module.split(".")
    if parts[0] == "mnist_core":
        return parts[1] if len(parts) > 1 else "mnist_core"
    return parts[0] if parts[0] in {"pages", "app", "dashboard"} else None


def foreign_libraries(source: Source) -> list[str]:
    """Law 1: where Streamlit, Plotly, TensorFlow and Keras may be imported."""
    strangers = set()
    if source.path.startswith("mnist_core/"):
        strangers |= {"streamlit", "streamlit_drawable_canvas"}
    if not source.path.startswith("mnist_core/figures/"):
        strangers |= {"plotly"}
    if source.path not in TRAINER_SIDE:
        strangers |= {"tensorflow", "keras"}
    return [
        source.at(node, f"imports {name}")
        for node, name in imports(source)
        if name.split(".")[0] in strangers
    ]


def import_direction(source: Source) -> list[str]:
    """Law 3: data <- network <- training, evaluation <- lessons <- figures <- pages."""
    own = room(source.module)
    if own not in ROOMS:
        return [f"{source.path}:1: a room without a place in ROOMS"]
    targets = [(node, name, room(name)) for node, name in imports(source)]
    return [
        source.at(node, f"{own} imports {name}")
        for node, name, target in targets
        if target is not None and target != own and ROOMS.get(target, 99) >= ROOMS[own]
    ]


def shared_state(source: Source) -> list[str]:
    """Law 4: nothing mutable at module level, no global seed; dataclasses are frozen."""
    broken = []
    for node in source.tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or "__all__" in ast.unparse(node):
            continue
        made = called(node.value).split(".")[-1] if isinstance(node.value, ast.Call) else ""
        if isinstance(node.value, MUTABLE) or made in MUTABLE_TYPES:
            broken.append(source.at(node, "mutable: use tuple, frozenset or MappingProxyType"))
    for node in nodes(source.tree):
        if isinstance(node, ast.Global):
            broken.append(source.at(node, "global statement"))
        if (
            isinstance(node, ast.Call)
            and called(node) in SEEDING
            and source.path not in TRAINER_SIDE
        ):
            broken.append(source.at(node, "global seed"))
        if isinstance(node, ast.ClassDef):
            broken += [
                source.at(node, f"{node.name} is a dataclass that is not frozen")
                for mark in map(ast.unparse, node.decorator_list)
                if re.match(r"(dataclasses\.)?dataclass\b", mark) and "frozen=True" not in mark
            ]
    return broken


def files_written(source: Source) -> list[str]:
    """Law 8: only the modules that know the run directory, or are given a path, write files."""
    if source.path.startswith(WRITERS):
        return []
    memory = files_in_memory(source.tree)
    calls = [node for node in nodes(source.tree) if isinstance(node, ast.Call)]
    return [
        source.at(node, f"writes a file with {called(node)}")
        for node in calls
        if (
            called(node) in WRITING
            or called(node).split(".")[-1] in WRITING_METHODS
            or opens_to_write(node)
        )
        and not any(isinstance(word, ast.Name) and word.id in memory for word in node.args[:1])
    ]


def files_in_memory(tree: ast.Module) -> set[str]:
    """Names that are only ever a BytesIO or StringIO: what is written there is no file."""
    given: dict[str, set[bool]] = {}
    for node in nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.setdefault(node.id, set())
        if isinstance(node, ast.arg):
            given.setdefault(node.arg, set()).add(False)
    for node in nodes(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            made = called(node.value).split(".")[-1] if isinstance(node.value, ast.Call) else ""
            for target in targets:
                if isinstance(target, ast.Name):
                    given[target.id].add(made in {"BytesIO", "StringIO"})
    return {name for name, kinds in given.items() if kinds == {True}}


def files_put_in_place(source: Source) -> list[str]:
    """Law 8: a file that replaces another one comes from atomic.py, which alone knows how."""
    if source.path == ATOMIC:
        return []
    calls = [node for node in nodes(source.tree) if isinstance(node, ast.Call)]
    return [
        source.at(node, f"puts a file in place with {called(node)}")
        for node in calls
        if called(node) in {"os.replace", "os.rename"}
        or (  # of a path; that of a string takes two
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "replace"
            and len(node.args) == 1
            and not node.keywords
        )
    ]


def opens_to_write(node: ast.Call) -> bool:
    words = [*node.args, *(keyword.value for keyword in node.keywords)]
    return called(node).split(".")[-1] == "open" and any(
        isinstance(word, ast.Constant)
        and isinstance(word.value, str)
        and WRITING_MODE.fullmatch(word.value)
        for word in words
    )


def caches(source: Source) -> list[str]:
    """st.cache_* lives in pages/ui/resources/ and nowhere else."""
    names = [
        (node, node.attr if isinstance(node, ast.Attribute) else node.id)
        for node in nodes(source.tree)
        if isinstance(node, ast.Attribute | ast.Name)
    ]
    names += [(node, name.split(".")[-1]) for node, name in imports(source)]
    return [
        source.at(node, name)
        for node, name in names
        if name in {"cache_data", "cache_resource"} and not source.path.startswith(CACHE_HOME)
    ]


def told_once(source: Source) -> list[str]:
    """What `controls.stand_at` says, a browser may miss: Streamlit says it again if it persists."""
    calls = [node for node in nodes(source.tree) if isinstance(node, ast.Call)]
    keys = {ast.unparse(it.args[0]) for it in calls if called(it).split(".")[-1] == "stand_at"}
    widgets = [(node, {it.arg: ast.unparse(it.value) for it in node.keywords}) for node in calls]
    return [
        source.at(node, f"{called(node)} is told its value once")
        for node, told in widgets
        if told.get("key") in keys and not told.keys() & {"persist_state", "bind"}
    ]


def trainer_modules_reached(sources: list[Source]) -> list[str]:
    """Law 1: the trainer's modules that app, dashboard and pages import, however indirectly."""
    modules = {source.module: source for source in sources}
    waiting = [source for source in sources if room(source.module) in {"app", "dashboard", "pages"}]
    seen = {source.module for source in waiting}
    for source in waiting:  # grows while it is walked
        for _, name in imports(source):
            parts = name.split(".")
            for prefix in (".".join(parts[:end]) for end in range(1, len(parts) + 1)):
                if prefix in modules and prefix not in seen:
                    seen.add(prefix)
                    waiting.append(modules[prefix])
    return [source.path for source in waiting if source.path in TRAINER_SIDE]
