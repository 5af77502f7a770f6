"""A note that a process leaves in a folder, by which others see whether it still lives.

A process is known by its number and by the moment it started: numbers are given out again, the two
together are not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from mnist_core.atomic import write_json


def leave(note: Path) -> None:
    """Write this process into the file, in place of what is there; raises OSError if it cannot."""
    write_json(note, {"pid": os.getpid(), "started": process_start(os.getpid())})


def is_of_the_living(note: Path) -> bool:
    """Whether the process that left the note still lives."""
    try:
        written = json.loads(note.read_text(encoding="utf-8"))
        pid, started = int(written["pid"]), written["started"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return False
    return started is not None and process_start(pid) == started


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    QUERY_AND_WAIT, STILL_RUNNING = 0x101000, 0x102

    def process_start(pid: int) -> str | None:
        """When a living process started, as the system counts; None where there is none."""
        kernel = ctypes.WinDLL("kernel32")
        kernel.OpenProcess.restype = wintypes.HANDLE
        process = wintypes.HANDLE(kernel.OpenProcess(QUERY_AND_WAIT, False, pid))
        if not process:
            return None
        times = [wintypes.FILETIME() for _ in range(4)]  # creation, exit, in the kernel, outside
        try:
            if kernel.WaitForSingleObject(process, 0) != STILL_RUNNING:
                return None
            if not kernel.GetProcessTimes(process, *map(ctypes.byref, times)):
                return None
        finally:
            kernel.CloseHandle(process)
        return f"{times[0].dwHighDateTime}.{times[0].dwLowDateTime}"

elif sys.platform == "linux":
    STATE, START = 0, 19  # fields of /proc/PID/stat behind the name, which may hold anything
    ENDED = (b"Z", b"X")  # killed, and its parent has not asked yet how it ended

    def process_start(pid: int) -> str | None:
        """When a living process started, in ticks since this boot; None where there is none."""
        try:
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return None
        return None if fields[STATE] in ENDED else f"{_boot()}.{fields[START].decode()}"

    @cache
    def _boot() -> str:
        with suppress(OSError):
            return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return ""

else:

    def process_start(pid: int) -> str | None:
        """When a living process started, as ps says it; None where there is none."""
        asked = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
        english = {**os.environ, "LC_ALL": "C"}
        said = subprocess.run(asked, capture_output=True, text=True, env=english, check=False)
        state, _, started = said.stdout.strip().partition(" ")
        return None if not started or state.startswith("Z") else started.strip()
