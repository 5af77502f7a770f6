"""Writing a file whole or not at all: nobody ever sees it half written, whenever we are killed.

What is under way lies beside the file, under a hidden name of its own, so that two who write at
once do not meet; then it takes the file's name in one step.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

PARTIAL = ".part-"
"""How the names of files begin that are being written, or whose writer died over them."""


@contextmanager
def replacing(path: Path, durable: bool = False) -> Generator[Path]:
    """Give the name to write to, and put what is there in place of ``path`` at the end.

    Parameters
    ----------
    path : the file, or a folder that does not exist yet; its parent must exist
    durable : whether a machine that loses its power must have the old file or the new one

    Raises
    ------
    OSError
        Where it cannot be written; ``path`` is then as it was, and nothing lies beside it.
    """
    partial = path.with_name(f"{PARTIAL}{secrets.token_hex(4)}-{path.name}")
    try:
        yield partial
        if durable:
            with partial.open("rb+") as file:
                os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        _remove(partial)
        raise


def write_bytes(path: Path, data: bytes, durable: bool = False) -> None:
    """Write a file of bytes."""
    with replacing(path, durable) as partial:
        partial.write_bytes(data)


def write_text(path: Path, text: str, durable: bool = False) -> None:
    """Write a file of UTF-8 text, line ends as they are."""
    write_bytes(path, text.encode("utf-8"), durable)


def write_json(
    path: Path, values: Any, indent: int | None = 2, nan: bool = True, durable: bool = False
) -> None:
    """Write plain values as JSON; without ``nan``, what is no number raises ValueError."""
    write_text(path, json.dumps(values, indent=indent, allow_nan=nan) + "\n", durable)


def write_npz(
    path: Path, arrays: Mapping[str, Any], compressed: bool = False, durable: bool = False
) -> None:
    """Write named arrays as one .npz file; compressing takes ten times longer."""
    save = np.savez_compressed if compressed else np.savez
    with replacing(path, durable) as partial, partial.open("wb") as file:
        save(file, allow_pickle=False, **arrays)


def sweep(folder: Path) -> None:
    """Remove what was left half written in a folder and below by processes that died over it."""
    for partial in list(folder.rglob(f"{PARTIAL}*")):
        _remove(partial)


def _remove(partial: Path) -> None:
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        with suppress(OSError):  # what went wrong before is what matters
            partial.unlink(missing_ok=True)
