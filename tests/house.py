"""Checkers for the house: names, packages, what only tests would use, imports that lead back."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePosixPath

from tests.laws import Source, imports, nodes

# Where the names differ.
DISTRIBUTIONS = {
    "PIL": "pillow",
    "markdown_it": "markdown-it-py",
    "sklearn": "scikit-learn",
    "_plotly_utils": "plotly",
}


def requirements_without_reason(text: str) -> list[str]:
    """Lines of a requirements file that name a package and do not say why in two words or more."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("#", "-"))]
    return [line for line in lines if not re.search(r"\s#\s*\S+\s+\S+", line)]


def undeclared_packages(sources: list[Source], requirements: str) -> list[str]:
    """Imports that no line of requirements.txt names, so that a fresh checkout lacks them."""
    declared = {re.split(r"[^\w.-]", line)[0].lower() for line in requirements.splitlines()}
    ours = {"mnist_core", "pages", "app", "dashboard", "__future__", *sys.stdlib_module_names}
    found = {
        (source, node, name.split(".")[0]) for source in sources for node, name in imports(source)
    }
    return sorted(
        source.at(node, package)
        for source, node, package in found
        if package not in ours
        and DISTRIBUTIONS.get(package, package).replace("_", "-").lower() not in declared
    )


def repeated_names(paths: Iterable[str]) -> dict[str, list[str]]:
    """Module names that stand in more than one folder, with the paths that share them."""
    places = defaultdict(list)
    for path in paths:
        if PurePosixPath(path).stem != "__init__":
            places[PurePosixPath(path).stem].append(path)
    return {name: found for name, found in places.items() if len(found) > 1}


def used_by_nobody(sources: list[Source], registered: str) -> list[str]:
    """Functions and classes that no module of the project uses, so that only tests can.

    What the decorator ``registered`` is put on is used by its name, and counts as used.
    """
    taken = {name for source in sources for _, name in imports(source)}
    attributes = {
        node.attr
        for source in sources
        for node in nodes(source.tree)
        if isinstance(node, ast.Attribute)
    }
    unused = []
    for source in sources:
        names = [node for node in nodes(source.tree) if isinstance(node, ast.Name)]
        for node in source.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name == "_":
                continue
            if any(re.match(rf"{registered}\b", ast.unparse(it)) for it in node.decorator_list):
                continue
            inside = set(ast.walk(node))
            here = any(it.id == node.name and it not in inside for it in names)
            there = source.module in taken and node.name in attributes
            if not here and not there and f"{source.module}.{node.name}" not in taken:
                unused.append(source.at(node, node.name))
    return unused


def import_graph(sources: list[Source]) -> dict[str, set[str]]:
    """Each of our modules with those it imports when it is imported itself.

    An import inside a function happens later, when somebody calls it, and makes no cycle.
    """
    modules = {source.module for source in sources}
    graph: dict[str, set[str]] = {}
    for source in sources:
        later = {
            inner
            for node in nodes(source.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            for inner in ast.walk(node)
        }
        found = {
            next(
                name
                for name in (dotted, dotted.rpartition(".")[0], "")
                if name in modules or not name
            )
            for node, dotted in imports(source)
            if node not in later
        }
        graph[source.module] = found - {"", source.module}
    return graph


def module_cycle(graph: Mapping[str, set[str]]) -> list[str] | None:
    """The modules of a circle of imports, or None where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None
