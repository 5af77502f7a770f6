"""Files are whole or not at all: when writing fails, when the process is killed, when two write."""

import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from mnist_core import atomic

CHECKOUT = Path(__file__).resolve().parents[1]
WRITE = {
    "text": lambda path: atomic.write_text(path, "Ink, 墨\n"),
    "bytes": lambda path: atomic.write_bytes(path, b"\x00\xff"),
    "json": lambda path: atomic.write_json(path, {"a": [1, 2.5]}, durable=True),
    "npz": lambda path: atomic.write_npz(path, {"a": np.arange(3)}, compressed=True, durable=True),
}


def read_npz(path):
    with np.load(path) as file:
        return file["a"].tolist()


READ = {
    "text": (lambda path: path.read_bytes().decode("utf-8"), "Ink, 墨\n"),
    "bytes": (Path.read_bytes, b"\x00\xff"),
    "json": (lambda path: json.loads(path.read_text()), {"a": [1, 2.5]}),
    "npz": (read_npz, [0, 1, 2]),
}


@pytest.mark.parametrize("kind", WRITE)
def test_what_is_written_is_there_alone_and_replaces_what_was(tmp_path, kind):
    path, (read, expected) = tmp_path / "file", READ[kind]
    for _ in range(2):
        WRITE[kind](path)
        assert read(path) == expected
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", WRITE)
def test_a_failure_leaves_everything_as_it_was(tmp_path, monkeypatch, kind):
    path = tmp_path / "file"
    path.write_bytes(b"before")

    def full(old, new):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        WRITE[kind](path)
    assert list(tmp_path.iterdir()) == [path] and path.read_bytes() == b"before"


def test_what_is_no_number_is_refused_where_that_is_asked(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        atomic.write_json(tmp_path / "file", {"a": float("nan")}, nan=False)
    assert list(tmp_path.iterdir()) == []


def half_a_folder(path):
    with atomic.replacing(path) as partial:
        partial.mkdir()
        (partial / "a").touch()
        raise OSError("no space")


def test_a_folder_appears_whole_and_a_failure_leaves_none(tmp_path):
    with pytest.raises(OSError, match="no space"):
        half_a_folder(tmp_path / "folder")
    assert list(tmp_path.iterdir()) == []
    with atomic.replacing(tmp_path / "folder") as partial:
        partial.mkdir()
        (partial / "a").touch()
        assert not (tmp_path / "folder").exists()
    assert [path.name for path in tmp_path.rglob("*")] == ["folder", "a"]


DIES = """
import os, sys
from pathlib import Path
from mnist_core import atomic
with atomic.replacing(Path(sys.argv[1])) as partial:
    partial.write_text("half of")
    os.kill(os.getpid(), 9)
"""


def test_a_process_killed_over_it_leaves_the_old_file_and_a_rest_that_can_be_swept(tmp_path):
    path = tmp_path / "deep" / "file"
    path.parent.mkdir()
    path.write_text("before")
    subprocess.run([sys.executable, "-c", DIES, str(path)], cwd=CHECKOUT, check=False)
    assert path.read_text() == "before"
    (rest,) = set(path.parent.iterdir()) - {path}
    assert rest.read_text() == "half of" and rest.name.startswith(".")
    atomic.sweep(tmp_path)
    assert list(path.parent.iterdir()) == [path]


def test_many_who_write_the_same_file_at_once_leave_one_of_their_texts(tmp_path):
    path, texts = tmp_path / "file", [str(n) * 50_000 for n in range(10)]
    with ThreadPoolExecutor(10) as writers:
        for _ in writers.map(lambda text: atomic.write_text(path, text), texts * 5):
            pass
    assert path.read_text() in texts and list(tmp_path.iterdir()) == [path]
