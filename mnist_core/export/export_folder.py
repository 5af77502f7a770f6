"""One network's exports: a folder in the home, named by all that they depend on.

network.npz     the weights; it is there before anything else, and an export itself
asked.json      which digits judge, and when it was asked for
progress.json   what is under way
result.json     what came of it; from then on nothing changes
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from mnist_core.atomic import sweep, write_json
from mnist_core.data.digits import Provenance
from mnist_core.export.formats import FORMATS, Format, makeable
from mnist_core.export.outcome import Outcome
from mnist_core.home_folder import home_directory
from mnist_core.network.forward import Network
from mnist_core.network.weights import save_weights

RECIPE = 2  # counts up whenever an export would come out otherwise than before
EXPORTS = "exports"
ASKED, PROGRESS, RESULT = "asked.json", "progress.json", "result.json"
MOST, MOST_BYTES = 24, 200_000_000  # are kept; beyond, those that were asked for longest ago go
MOST_WAITING = 40  # a class and its teachers


@dataclass(frozen=True)
class ExportProgress:
    """What is under way: so many of all formats are done, and what this one is being."""

    done: int
    of: int
    doing: str


@dataclass(frozen=True)
class ExportResult:
    """What came of it: the outcome of every format, or why there is none."""

    outcomes: tuple[Outcome, ...]
    digits: str
    reason: str = ""


@dataclass(frozen=True)
class Export:
    """The exports of one network, in a folder."""

    path: Path

    def __repr__(self) -> str:
        return f"Export({self.path.name})"

    @property
    def result(self) -> ExportResult | None:
        """What came of it; None while nothing has, or where it is gone."""
        values = _read(self.path / RESULT)
        try:
            outcomes = tuple(map(Outcome.from_dict, values["outcomes"]))
            return ExportResult(outcomes, str(values["digits"]), str(values["reason"]))
        except (TypeError, KeyError):
            return None

    @property
    def asked(self) -> float:
        """When it was asked for, in seconds since 1970; 0 where it was not."""
        values = _read(self.path / ASKED)
        return float(values["at"]) if isinstance(values, dict) else 0.0

    @property
    def waits(self) -> bool:
        """Whether it was asked for and has not come."""
        return self.asked > 0 and not (self.path / RESULT).exists()

    @property
    def progress(self) -> ExportProgress | None:
        """What is under way; None before anything is."""
        try:
            return ExportProgress(**_read(self.path / PROGRESS))
        except TypeError:
            return None

    @property
    def provenance(self) -> Provenance:
        """The digits that judge; raises ValueError where they are not named as they should be."""
        values = _read(self.path / ASKED)
        return Provenance.from_dict(values["provenance"] if isinstance(values, dict) else {})

    def file(self, format: Format) -> Path:
        """Where a format lies, or will."""
        return self.path / format.file

    def say(self, progress: ExportProgress) -> None:
        """Leave word of what is under way."""
        write_json(self.path / PROGRESS, progress.__dict__)

    def finish(self, outcomes: Sequence[Outcome], digits: str, reason: str = "") -> None:
        """Write down what came of it; nothing is left half made."""
        sweep(self.path)
        values = {"outcomes": [it.to_dict() for it in outcomes], "digits": digits}
        write_json(self.path / RESULT, {**values, "reason": reason})

    def saved(self, format: Format, name: str) -> bytes:
        """What a person saves: the file, or a zip of the folder that is called by the name."""
        path = self.file(format)
        return zipped(path, name) if path.is_dir() else path.read_bytes()


def exports_directory() -> Path:
    """The folder that holds all exports, one folder each."""
    path = home_directory() / EXPORTS
    path.mkdir(exist_ok=True)
    return path


def key_of(network: Network, provenance: Provenance) -> str:
    """The name of a network's exports: the same for the same weights, layers, digits and formats.

    What the network is called does not count.
    """
    layers = network.architecture.to_dict()
    for name in ("id", "title", "source"):
        del layers[name]
    formats = [it.id for it in makeable()]
    facts = [RECIPE, layers, provenance.fingerprint, provenance.split_seed, formats]
    found = hashlib.sha256(json.dumps(facts).encode())
    for array in network.weights.values():
        found.update(array.tobytes())
    return found.hexdigest()[:24]


def export_of(key: str) -> Export:
    """The exports of this name, whether anybody has asked for them or not."""
    return Export(home_directory() / EXPORTS / key)


def ask_for(network: Network, provenance: Provenance) -> Export:
    """Ask for a network's exports; what was made before, or waits, is left as it is.

    Raises
    ------
    ValueError
        If too many wait already.
    OSError
        If it cannot be written.
    """
    export = export_of(key_of(network, provenance))
    result = export.result
    if export.waits or (result is not None and not result.reason):
        return export
    if len(waiting()) >= MOST_WAITING:
        raise ValueError(f"{MOST_WAITING} exports wait already: try again in some minutes.")
    make_room(keep=export)
    export.path.mkdir(exist_ok=True)
    for name in (RESULT, PROGRESS):
        (export.path / name).unlink(missing_ok=True)
    path = export.file(FORMATS["npz"])
    save_weights(path, network.architecture, network.weights, network.knows_none)
    asked = {"at": time.time(), "provenance": provenance.to_dict()}
    write_json(export.path / ASKED, asked)
    return export


def waiting() -> list[Export]:
    """The exports that have not come, in the order in which they were asked for."""
    found = [it for it in map(Export, exports_directory().iterdir()) if it.waits]
    return sorted(found, key=lambda it: (it.asked, it.path.name))


def make_room(keep: Export) -> None:
    """Remove the exports that were asked for longest ago, beyond what is kept; none that waits."""
    folders = [it for it in map(Export, exports_directory().iterdir()) if it.path.is_dir()]
    total = 0
    for count, old in enumerate(sorted(folders, key=lambda it: -it.asked), start=1):
        total += bytes_of(old.path)
        if (count >= MOST or total > MOST_BYTES) and old != keep and not old.waits:
            shutil.rmtree(old.path, ignore_errors=True)


def bytes_of(path: Path) -> int:
    """The size of a file, or of all files in a folder."""
    size = 0
    for part in path.rglob("*") if path.is_dir() else (path,):
        with suppress(FileNotFoundError):  # what is being written gets its name meanwhile
            size += part.stat().st_size if part.is_file() else 0
    return size


def zipped(folder: Path, name: str) -> bytes:
    """A folder as a zip file in which it has another name."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for part in sorted(folder.rglob("*")):
            file.write(part, f"{name}/{part.relative_to(folder).as_posix()}")
    return data.getvalue()


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
