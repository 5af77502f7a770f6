"""Reading .npz files without trusting a byte of them."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable
from contextlib import nullcontext
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from mnist_core.system_errors import in_words


class UnusableFile(ValueError):
    """A file that cannot be used; the message is the reason, as a phrase."""


WIDE, NARROW = 8, np.dtype(np.float32)  # bytes of a number, and what it may be narrowed to
PART = 1 << 16  # numbers read at once
DIRECTORY = 4_000_000  # bytes of an archive's directory; Python keeps ten times as many of it
END, END_SIZE = b"PK\x05\x06", 22  # the record that ends a zip, which says where its directory is
LOCATOR, LOCATOR_SIZE = b"PK\x06\x07", 20  # what stands before it in a zip of very many files
LONGEST_COMMENT = 65_535


def read_npz(
    file: Path | BinaryIO, limit: int, names: Iterable[str] | None = None, narrow: bool = False
) -> dict[str, np.ndarray]:
    """Read the arrays of an .npz file, having checked that they are what they say.

    Sizes are checked in the archive's directory and in every array's header before anything is
    unpacked, so that a small file cannot fill the memory; nothing in it is ever executed.

    Parameters
    ----------
    file : the file, by its path or open
    limit : bytes the file may have, and its arrays as they are returned
    names : the arrays to read; all of them where none are named
    narrow : whether numbers of 8 bytes become float32 while they are read, part by part; the file
        may then have twice the bytes

    Raises
    ------
    UnusableFile
        If the file cannot be used, whatever the reason.
    """
    most = limit * (WIDE // NARROW.itemsize if narrow else 1)
    try:
        if isinstance(file, Path):
            _check_path(file)
        opened = file.open("rb") if isinstance(file, Path) else nullcontext(file)
        with opened as stream:
            if stream.seek(0, SEEK_END) > most:
                raise UnusableFile(f"the file is larger than {most / 1e6:.0f} MB")
            check_directory(stream)
            with zipfile.ZipFile(stream) as archive:
                return _read_members(archive, limit, names, narrow)
    except UnusableFile:
        raise
    except zipfile.BadZipFile as error:
        damaged = zipfile.is_zipfile(file)
        reason = f"the archive is damaged ({error})" if damaged else "the file is not a zip archive"
        raise UnusableFile(reason) from error
    except OSError as error:
        raise UnusableFile(in_words("the file", error)) from error
    except Exception as error:  # a hostile file can raise anything: zlib, tokenize, recursion …
        raise UnusableFile(f"the archive is damaged ({type(error).__name__})") from error


def _check_path(path: Path) -> None:
    if path.is_dir():
        raise UnusableFile(f"{path} is a folder, not a file")
    if not path.exists():
        raise UnusableFile(f"no file at {path}")
    if not path.is_file():
        raise UnusableFile(f"{path} is not a regular file")


def check_directory(file: BinaryIO) -> None:
    """Raise UnusableFile where a zip's directory names more than could be held in memory.

    Its size stands in the archive's last record, so that nothing of it has to be read.
    """
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - LOCATOR_SIZE - END_SIZE - LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    plain = tail[-END_SIZE:].startswith(END) and tail.endswith(b"\0\0")  # where zipfile looks first
    place = len(tail) - END_SIZE if plain else tail.rfind(END)
    if place < 0:
        raise UnusableFile("the file is not a zip archive")
    longer = tail[:place][-LOCATOR_SIZE:].startswith(LOCATOR)  # of more than 65,535 files
    if longer or int.from_bytes(tail[place + 12 : place + 16], "little") > DIRECTORY:
        raise UnusableFile("the archive has too many files")


def _read_members(
    archive: zipfile.ZipFile, limit: int, names: Iterable[str] | None, narrow: bool
) -> dict[str, np.ndarray]:
    members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
    wanted = list(members if names is None else names)
    missing = [name for name in wanted if name not in members]
    if missing:
        raise UnusableFile(f"{missing[0]} is missing")
    headers = {name: _read_header(archive, members[name]) for name in wanted}
    kept = {name: NARROW if narrow and it.wide else it.dtype for name, it in headers.items()}
    if sum(it.numbers * kept[name].itemsize for name, it in headers.items()) > limit:
        raise UnusableFile(f"the arrays unpack to more than {limit / 1e6:.0f} MB")
    return {name: _read_array(archive, members[name], headers[name], kept[name]) for name in wanted}


class Header(NamedTuple):
    """What an array says of itself, and where its numbers begin in its member."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype
    start: int

    @property
    def numbers(self) -> int:
        return math.prod(self.shape)

    @property
    def wide(self) -> bool:
        return self.dtype.kind in "iuf" and self.dtype.itemsize == WIDE


def _read_header(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Header:
    """Read what an array says of itself, which must fit the member's size."""
    name = _name(info)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnusableFile(f"{name} is packed in a way NumPy never writes")
    with archive.open(info) as stream:
        if np.lib.format.read_magic(stream) != (1, 0):  # newer headers have no bound on their size
            raise UnusableFile(f"{name} is not in version 1.0 of NumPy's format")
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
        header = Header(shape, fortran, dtype, stream.tell())
    if dtype.kind not in "biufU":
        raise UnusableFile(f"{name} holds {dtype}, not numbers")
    size = header.numbers * dtype.itemsize
    if min(shape, default=0) < 0 or header.start + size != info.file_size:
        raise UnusableFile(f"{name} is truncated, or its header does not tell the truth")
    return header


def _read_array(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, header: Header, kept: np.dtype
) -> np.ndarray:
    """Read one array, part by part: all at once would hold its bytes twice."""
    values = np.empty(header.numbers, kept)
    with archive.open(info) as stream, np.errstate(over="ignore"):
        stream.read(header.start)
        for start in range(0, header.numbers, PART):
            wanted = min(PART, header.numbers - start) * header.dtype.itemsize
            data = stream.read(wanted)
            if len(data) != wanted:
                raise UnusableFile(f"{_name(info)} is truncated")
            values[start : start + PART] = np.frombuffer(data, header.dtype)
        if stream.read(1):
            raise UnusableFile(f"{_name(info)} is truncated")
    values.flags.writeable = False
    return values.reshape(header.shape, order="F" if header.fortran else "C")


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.removesuffix(".npy")
