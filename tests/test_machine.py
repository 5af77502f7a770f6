"""What the app runs on, against the system's own figures."""

import sys

import numpy
import psutil
import pytest

from mnist_core import machine


def test_versions_are_those_that_are_imported():
    found = machine.versions()
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["numpy"] == numpy.__version__ and "streamlit" in found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux counts it")
def test_the_memory_is_what_the_system_says():
    held = machine.resident_bytes()
    assert held == pytest.approx(psutil.Process().memory_info().rss, rel=0.05)


def test_a_disk_that_can_be_written_has_room_and_nothing_is_left_on_it(tmp_path):
    found = machine.disk(tmp_path)
    assert found.fault is None
    assert found.free == pytest.approx(psutil.disk_usage(str(tmp_path)).free, rel=0.05)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_be_written_says_so_in_one_sentence():
    if not sys.platform.startswith("linux"):
        pytest.skip("needs /proc, where nobody can write a file, root included")
    from pathlib import Path

    found = machine.disk(Path("/proc"))
    assert found.fault is not None and found.fault.startswith("The folder /proc ")
    assert found.fault.endswith(".") and found.free == 0
