"""Files that mean no good, or are merely wrong: what they are, and what must be said of them.

As a program it reads the files of a folder, says what is said of each, and by how many MB the
memory grew: ``python -m tests.data.imported.hostile FOLDER``.
"""

from __future__ import annotations

import gzip
import io
import pickle
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from mnist_core.data.imported.brought_files import BroughtFile, read_files

MUCH = 120  # MB: more than reading a file may take


class Harm:
    """Writes a file when it is unpickled."""

    def __reduce__(self):
        return (open, ("/tmp/harm-was-done", "w"))


def npz(**arrays) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def header(shape, descr="|u1") -> bytes:
    buffer = io.BytesIO()
    fields = {"descr": descr, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(buffer, fields)
    return buffer.getvalue()


def zipped_names(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def png(side=28, value=200) -> bytes:
    buffer = io.BytesIO()
    image = np.zeros((side, side), np.uint8)
    image[side // 4 : side // 2, side // 4 : side // 2] = value
    Image.fromarray(image).save(buffer, "PNG")
    return buffer.getvalue()


def idx(*shape, data=b"", kind=8) -> bytes:
    return bytes((0, 0, kind, len(shape))) + struct.pack(f">{len(shape)}I", *shape) + data


def packed(byte: bytes, megabytes: int = MUCH) -> bytes:
    """A gzip of one byte so many million times, made without holding them."""
    packer, part = zlib.compressobj(1, zlib.DEFLATED, 31), byte * 1_000_000
    return b"".join(packer.compress(part) for _ in range(megabytes)) + packer.flush()


def endless_png() -> bytes:
    """A PNG that says it has 60,000 × 60,000 pixels, in some hundred bytes."""
    data = bytearray(png())
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def many_members() -> bytes:
    """A zip whose directory names 300,000 files; all of them are the first one."""
    first = zipped_names({"a/a.png": b""})
    start = first.index(b"PK\1\2")
    end = first.index(b"PK\5\6")
    entry = first[start:end]
    count = 150_000
    directory = entry * count
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, len(directory), start, 0)
    return first[:start] + directory + tail


RIGHT = np.arange(20, dtype=np.uint8) % 10
IMAGES = np.zeros((20, 28, 28), np.uint8)
IMAGES[:, 8:20, 12:16] = 250
LINE = ",".join(["3", *["0"] * 60, *["9"] * 4])

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "pickled objects": (
        "a.npz",
        lambda: zipped_names(
            {"images.npy": header((1,), "|O") + pickle.dumps([Harm()]), "labels.npy": b""}
        ),
        "holds object, not numbers",
    ),
    "a pickle and no archive": ("a.npz", lambda: pickle.dumps(Harm()), "none of \\.npz, idx, CSV"),
    "an .npz bomb": (
        "a.npz",
        lambda: zipped_names(
            {
                "images.npy": header((150_000, 28, 28)) + bytes(117_600_000),
                "labels.npy": header((1,)) + b"\0",
            }
        ),
        "unpack to more than 60 MB",
    ),
    "an .npz that claims 8 TB": (
        "a.npz",
        lambda: zipped_names(
            {"images.npy": header((1 << 43,)), "labels.npy": header((1,)) + b"\0"}
        ),
        "does not tell the truth",
    ),
    "an .npz with a huge header": (
        "a.npz",
        lambda: zipped_names(
            {"images.npy": b"\x93NUMPY\2\0" + struct.pack("<I", 1 << 30), "labels.npy": b""}
        ),
        "not in version 1.0",
    ),
    "no names that are known": (
        "a.npz",
        lambda: npz(foo=IMAGES, bar=RIGHT),
        "it holds bar, foo, not",
    ),
    "wrong shapes": ("a.npz", lambda: npz(images=IMAGES[:, :3], labels=RIGHT), "3 × 28 pixels"),
    "too large": (
        "a.npz",
        lambda: npz(images=np.zeros((2, 200, 200)), labels=RIGHT[:2]),
        "200 × 200",
    ),
    "five dimensions": (
        "a.npz",
        lambda: npz(images=IMAGES[None, None], labels=RIGHT),
        "not \\(n, h, w\\)",
    ),
    "images and labels of two lengths": (
        "a.npz",
        lambda: npz(images=IMAGES, labels=RIGHT[:19]),
        "20 images but 19 labels",
    ),
    "no number among the pixels": (
        "a.npz",
        lambda: npz(images=np.where(IMAGES > 0, np.nan, 0), labels=RIGHT),
        "values that are no numbers",
    ),
    "no number among the labels": (
        "a.npz",
        lambda: npz(images=IMAGES, labels=np.full(20, np.nan)),
        "fractions or no numbers",
    ),
    "a label out of range": (
        "a.npz",
        lambda: npz(images=IMAGES, labels=RIGHT + 3),
        "label 8 is 10",
    ),
    "a label below 0": (
        "a.npz",
        lambda: npz(images=IMAGES, labels=RIGHT.astype(int) - 1),
        "label 1 is -1",
    ),
    "a name too few": (
        "a.npz",
        lambda: npz(images=IMAGES, labels=RIGHT, names=["a", "b"]),
        "labels go from 0 to 1",
    ),
    "no rows": ("a.npz", lambda: npz(images=IMAGES[:0], labels=RIGHT[:0]), "it has no images"),
    "blank images": ("a.npz", lambda: npz(images=IMAGES * 0, labels=RIGHT), "blank"),
    "mostly blank images": (
        "a.npz",
        lambda: npz(images=IMAGES * (np.arange(20) < 15)[:, None, None], labels=RIGHT),
        "5 of its 20 images are blank",
    ),
    "idx of another kind": ("a-idx3-ubyte", lambda: idx(1, 28, 28, kind=13), "holds no bytes"),
    "idx that claims 4 billion": (
        "a-idx3",
        lambda: idx(2**32 - 1, 28, 28),
        "images, and 70,000 is the most",
    ),
    "idx cut off": (
        "a-idx3",
        lambda: idx(10, 28, 28, data=bytes(100)),
        "cut off after 100 of 7,840",
    ),
    "idx that goes on": (
        "a-idx3",
        lambda: idx(1, 8, 8, data=bytes(65)),
        "longer than its header says",
    ),
    "idx without its labels": ("a-idx3", lambda: idx(1, 8, 8, data=bytes(64)), "in pairs"),
    "idx of no images": ("a-idx3", lambda: idx(0, 28, 28), "it has no images"),
    "idx that ends in its header": ("a-idx3", lambda: idx(1, 28, 28)[:9], "ends within its header"),
    "a gzip bomb as idx": (
        "a-idx3.gz",
        lambda: gzip.compress(idx(1, 28, 28)) + packed(b"\0"),
        "longer than its header says",
    ),
    "a gzip bomb as CSV": ("a.csv.gz", lambda: packed(b"0"), "line 1 is longer than"),
    "a damaged gzip": ("a.csv.gz", lambda: packed(b"0", 1)[:500], "damaged|longer"),
    "CSV of the wrong width": (
        "a.csv",
        lambda: f"{LINE}\n{LINE},0\n".encode(),
        "have 65 to 66 values",
    ),
    "CSV of a width that is no square": ("a.csv", lambda: b"1,2,3\n", "lines hold 3 values"),
    "CSV with words": (
        "a.csv",
        lambda: f"label\n{LINE}\n{LINE[:-1]}x\n".encode(),
        "what is no number",
    ),
    "CSV with nan": ("a.csv", lambda: f"{LINE}\n{LINE[:-1]}nan\n".encode(), "what is no number"),
    "CSV with a negative pixel": (
        "a.csv",
        lambda: f"{LINE[:-1]}-9\n".encode(),
        "not from 0 to 255",
    ),
    "CSV with a label out of range": ("a.csv", lambda: f"77{LINE[1:]}\n".encode(), "label 1 is 77"),
    "CSV without rows": ("a.csv", lambda: b"label,pixel0\n", "it has no images"),
    "an empty file": ("a.csv", lambda: b"", "it has no images"),
    "zip that leads out of its folder": (
        "a.zip",
        lambda: zipped_names({"../../etc/cron.d/0/a.png": png()}),
        "lead out of its folders",
    ),
    "zip with a root": (
        "a.zip",
        lambda: zipped_names({"/etc/0/a.png": png()}),
        "lead out of its folders",
    ),
    "zip with backslashes": (
        "a.zip",
        lambda: zipped_names({"..\\0\\a.png": png()}),
        "lead out|no pictures",
    ),
    "zip with a picture in no folder": (
        "a.zip",
        lambda: zipped_names({"a.png": png()}),
        "lies in no folder",
    ),
    "zip without pictures": (
        "a.zip",
        lambda: zipped_names({"a/readme.txt": b"x"}),
        "no pictures in folders",
    ),
    "zip with one class": ("a.zip", lambda: zipped_names({"cat/a.png": png()}), "one class only"),
    "zip with eleven classes": (
        "a.zip",
        lambda: zipped_names({f"{chr(97 + k)}/a.png": png() for k in range(11)}),
        "11 classes",
    ),
    "zip with a picture that is none": (
        "a.zip",
        lambda: zipped_names({"0/a.png": b"<svg>", "1/a.png": png()}),
        "no picture that can be read",
    ),
    "zip with a picture cut off": (
        "a.zip",
        lambda: zipped_names({"0/a.png": png()[:60], "1/a.png": png()}),
        "damaged or cut off|no picture",
    ),
    "zip with a picture too large": (
        "a.zip",
        lambda: zipped_names({"0/a.png": png(200)}),
        "200 × 200",
    ),
    "zip with a picture that claims 3.6 billion pixels": (
        "a.zip",
        lambda: zipped_names({"0/a.png": endless_png()}),
        "60000 × 60000|no picture",
    ),
    "a zip bomb": (
        "a.zip",
        lambda: zipped_names({"0/a.png": bytes(MUCH * 1_000_000)}),
        "larger than 200 kB",
    ),
    "a zip with too many members": ("a.zip", many_members, "too many files"),
    "a bomb of images as large as they may be": (
        "a.npz",
        lambda: full_but_wrong(),
        "label 1 is 10",
    ),
    "a truncated zip": (
        "a.zip",
        lambda: zipped_names({"0/a.png": png()})[:-30],
        "not a zip archive",
    ),
}
"""The file's name, what makes its content, and a pattern of what must be said of it."""
BOMBS = tuple(name for name in HOSTILE if "bomb" in name or "claims" in name or "many" in name)


def full_but_wrong() -> bytes:
    """As many images as are allowed, and a label that is not."""
    images = np.zeros((70_000, 28, 28), np.uint8)
    images[:, 10] = 255
    return npz(images=images, labels=np.full(70_000, 10, np.uint8))


def refusal(name: str, content: BinaryIO) -> str:
    """What is said of a hostile file; "nothing" where it is taken."""
    try:
        read_files([BroughtFile(name, content)])
    except ValueError as error:
        return str(error)
    return "nothing"


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    before = peak()
    for path in sorted(Path(sys.argv[1]).iterdir()):
        with path.open("rb") as file:
            print(refusal(path.name, file))
    print(peak() - before)
