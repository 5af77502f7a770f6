"""From a shell: bring images, list the sets there are, fetch Fashion-MNIST."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from mnist_core.data.digits import Dataset
from mnist_core.data.imported.brought_files import BroughtFile, read_files
from mnist_core.data.imported.fashion import TITLE, fetch_fashion
from mnist_core.data.imported.fitted import AS_DRAWINGS, AS_THEY_ARE
from mnist_core.data.imported.imported_set import (
    ImportedSet,
    imported_sets,
    keep,
    open_set,
    read_set,
)
from mnist_core.data.sources import load_dataset
from mnist_core.system_errors import in_words

FASHION = "fashion"
FETCHED = ("mnist", FASHION)


def add_commands(commands: Any) -> None:
    """Add `import` and `sets` to the parser's commands."""
    bring = commands.add_parser("import", help="bring images: .npz, idx, CSV, a zip of folders")
    bring.add_argument("files", type=Path, nargs="+")
    bring.add_argument("--title", required=True, help="what to call them")
    bring.add_argument("--names", default="", help="of the classes 0, 1, 2, …, with commas")
    bring.add_argument(
        "--as-drawings", action="store_true", help="crop and centre each as MNIST did its digits"
    )
    bring.set_defaults(command=_import)
    commands.add_parser("sets", help="list the images that were brought").set_defaults(
        command=lambda options: print("\n".join(map(_line, imported_sets())) or "none yet")
    )


def digits_named(name: str | None) -> Dataset:
    """The digits that an option names: a set that was brought, or those found without one."""
    return load_dataset() if name is None else open_set(read_set(name).path)


def keep_fashion() -> None:
    """Fetch Fashion-MNIST, keep it, and say so."""
    print(_line(keep(TITLE, fetch_fashion())))


def _import(options: argparse.Namespace) -> None:
    names = [name for name in options.names.split(",") if name.strip()] or None
    how = AS_DRAWINGS if options.as_drawings else AS_THEY_ARE
    with ExitStack() as stack:
        try:
            files = [
                BroughtFile(path.name, stack.enter_context(path.open("rb")))
                for path in options.files
            ]
        except OSError as error:
            raise ValueError(f"{in_words(str(error.filename), error)}.") from None
        print(_line(keep(options.title, read_files(files, how, names))))


def _line(found: ImportedSet) -> str:
    changes = f" ({'; '.join(found.changes)})" if found.changes else ""
    return (
        f"{found.id}: {found.title}, {found.training:,} images to learn from, {found.test:,} to "
        f"judge by, {', '.join(found.names)}{changes}"
    )
