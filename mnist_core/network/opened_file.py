"""A network out of a file that somebody brings: ours (.npz), Keras 3's (.keras) or Keras 2's (.h5).

What a file is, is told by its first bytes and not by its name. Nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from mnist_core.data.npz import UnusableFile, check_directory
from mnist_core.network.forward import Network
from mnist_core.network.keras_allowed import UnknownLayer
from mnist_core.network.keras_config import Described, described
from mnist_core.network.keras_weights import UnreadableWeights, description_in, weights_of
from mnist_core.network.layers import LayerError
from mnist_core.network.weights import MAX_BYTES, read_weights

ENDINGS = ("npz", "keras", "h5", "hdf5")
CONFIG, WEIGHTS = "config.json", "model.weights.h5"
MEMBERS = frozenset((CONFIG, WEIGHTS, "metadata.json"))
LONGEST = 1_000_000  # bytes of a description
HDF5 = b"\x89HDF\r\n\x1a\n"
ZIP = b"PK\x03\x04"
TITLE = 40  # letters of a name that are kept


class UnopenedFile(ValueError):
    """A file that is not opened; the message is one sentence that begins with its name."""


@dataclass(frozen=True, eq=False)
class Opened:
    """A network out of a file, and what was recognised in it."""

    network: Network
    said: tuple[str, ...]


def open_network(data: bytes, name: str, preprocessing: str = "scale") -> Opened:
    """Read a network from the bytes of a file.

    Parameters
    ----------
    data : the file
    name : what it is called, for its title and for sentences; never taken for a path
    preprocessing : what a Keras model was given, "scale" (0 to 1) or "standardise"

    Raises
    ------
    UnopenedFile
        If it holds no network that can be read here.
    """
    title = _title(name)
    try:
        if len(data) > MAX_BYTES:
            raise UnopenedFile(f"The file is larger than {MAX_BYTES / 1e6:.0f} MB.")
        return _opened(data, title, preprocessing)
    except UnusableFile as error:
        reason = f"{error}."
    except (UnopenedFile, UnknownLayer, UnreadableWeights, LayerError) as error:
        reason = str(error)
    except (ValueError, zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, OSError):
        reason = "The file is damaged or cut off."
    except (TypeError, AttributeError, IndexError, RecursionError, RuntimeError, OverflowError):
        reason = "Its description is not as Keras writes it."
    raise UnopenedFile(f"{title} is not opened. {reason[:1].upper()}{reason[1:]}")


def _opened(data: bytes, title: str, preprocessing: str) -> Opened:
    id = "file-" + hashlib.sha256(preprocessing.encode() + data).hexdigest()[:16]
    if data.startswith(HDF5):
        found = described(_json(description_in(data)), id, title, preprocessing)
        return _with_weights(found, data, legacy=True)
    if not data.startswith(ZIP):
        raise UnopenedFile("It is neither an .npz, a .keras nor an .h5 file.")
    check_directory(BytesIO(data))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if CONFIG not in archive.namelist():
            return _of_this_app(data, id, title)
        config, weights = _members(archive)
    found = described(_json(config), id, title, preprocessing)
    return _with_weights(found, weights, legacy=False)


def _of_this_app(data: bytes, id: str, title: str) -> Opened:
    try:
        architecture, weights, knows_none = read_weights(BytesIO(data), title)
        ours = replace(architecture, id=id, title=title, claim=None)
        return Opened(Network(ours, weights, knows_none), ("It was saved by this app.",))
    except ValueError as error:
        raise UnopenedFile(str(error)) from None


def _with_weights(found: Described, data: bytes, legacy: bool) -> Opened:
    return Opened(Network(found.architecture, weights_of(data, found, legacy)), found.said)


def _members(archive: zipfile.ZipFile) -> tuple[bytes, bytes]:
    """The description and the weights, whose sizes are checked before anything is unpacked."""
    members = archive.infolist()
    names = [it.filename for it in members]
    strange = sorted(set(names) - MEMBERS)
    if strange or len(names) != len(set(names)) or WEIGHTS not in names:
        raise UnopenedFile(
            f"It holds {strange[0][:60]!r}, which no network needs."
            if strange
            else "It holds its parts twice, or no weights."
        )
    if any(it.file_size > (MAX_BYTES if it.filename == WEIGHTS else LONGEST) for it in members):
        raise UnopenedFile("It unpacks to more than a network of this size needs.")
    return _unpacked(archive, CONFIG, LONGEST), _unpacked(archive, WEIGHTS, MAX_BYTES)


def _unpacked(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as stream:
        data = stream.read(most + 1)  # the directory may lie
    if len(data) > most:
        raise UnopenedFile("It unpacks to more than it says.")
    return data


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UnopenedFile("The description of its layers is no readable JSON.") from None


def _title(name: str) -> str:
    """A file's name without folders and without what could be anything but a name."""
    stem = re.split(r"[/\\]", name)[-1].rpartition(".")[0] or name
    return re.sub(r"[^\w .-]", "", stem)[:TITLE].strip(" .") or "The file"
