"""Reading .npz files without trusting a byte of them."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from mnist_core.system_errors import in_words


class UnusableFile(ValueError):
    """A file that cannot be used; the message is the reason, as a phrase."""


def read_npz(path: Path, limit: int, names: Iterable[str] | None = None) -> dict[str, np.ndarray]:
    """Read the arrays of an .npz file, having checked that they are what they say.

    Sizes are checked in the archive's directory and in every array's header before anything is
    unpacked, so that a small file cannot fill the memory; nothing in it is ever executed.

    Parameters
    ----------
    path : the file
    limit : bytes the file may have, packed and unpacked
    names : the arrays to read; all of them where none are named

    Raises
    ------
    UnusableFile
        If the file cannot be used, whatever the reason.
    """
    try:
        if path.is_dir():
            raise UnusableFile(f"{path} is a folder, not a file")
        if not path.exists():
            raise UnusableFile(f"no file at {path}")
        if not path.is_file():
            raise UnusableFile(f"{path} is not a regular file")
        if path.stat().st_size > limit:
            raise UnusableFile(f"the file is larger than {limit / 1e6:.0f} MB")
        with zipfile.ZipFile(path) as archive:
            return _read_members(archive, limit, names)
    except UnusableFile:
        raise
    except zipfile.BadZipFile as error:
        damaged = zipfile.is_zipfile(path)
        reason = f"the archive is damaged ({error})" if damaged else "the file is not a zip archive"
        raise UnusableFile(reason) from error
    except OSError as error:
        raise UnusableFile(in_words("the file", error)) from error
    except Exception as error:  # a hostile file can raise anything: zlib, tokenize, recursion …
        raise UnusableFile(f"the archive is damaged ({type(error).__name__})") from error


def _read_members(
    archive: zipfile.ZipFile, limit: int, names: Iterable[str] | None
) -> dict[str, np.ndarray]:
    members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
    wanted = list(members if names is None else names)
    missing = [name for name in wanted if name not in members]
    if missing:
        raise UnusableFile(f"{missing[0]} is missing")
    if sum(members[name].file_size for name in wanted) > limit:
        raise UnusableFile(f"the arrays unpack to more than {limit / 1e6:.0f} MB")
    return {name: _read_array(archive, members[name]) for name in wanted}


def _read_array(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> np.ndarray:
    """Read one array whose header must fit the member's size."""
    name = info.filename.removesuffix(".npy")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnusableFile(f"{name} is packed in a way NumPy never writes")
    with archive.open(info) as stream:
        if np.lib.format.read_magic(stream) != (1, 0):  # newer headers have no bound on their size
            raise UnusableFile(f"{name} is not in version 1.0 of NumPy's format")
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
        if dtype.kind not in "biufU":
            raise UnusableFile(f"{name} holds {dtype}, not numbers")
        size = math.prod(shape) * dtype.itemsize
        if min(shape, default=0) < 0 or stream.tell() + size != info.file_size:
            raise UnusableFile(f"{name} is truncated, or its header does not tell the truth")
        data = stream.read(size)
        if len(data) != size or stream.read(1):
            raise UnusableFile(f"{name} is truncated")
    return np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")
