"""What an answer to somebody hostile must be: sound, quick, and not at the others' cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.browser.server import Server
from tests.hostile.addresses import SCRIPT

MEGABYTE = 1 << 20
CORE_SECONDS = 2.0  # of the server's processor, for one answer
EXTRA = 100  # megabytes that the server may hold more meanwhile, at its highest


def elements(answer) -> list[Any]:
    return [it.delta.new_element for it in answer if it.delta.HasField("new_element")]


def alerts(answer) -> str:
    """The sentences in boxes, without the backslashes that keep Markdown from reading them."""
    return "\n".join(it.alert.body for it in elements(answer)).replace("\\", "")


def titles(answer) -> list[str]:
    """The headings, the page's title first."""
    return [it.heading.body for it in elements(answer) if it.HasField("heading")]


def sound(answer) -> None:
    """Nothing went wrong, and no text of anybody's is taken for HTML."""
    for it in elements(answer):
        assert not it.HasField("exception"), it.exception
        assert SCRIPT not in it.html.body
        assert not (it.markdown.allow_html and SCRIPT in it.markdown.body)


@contextmanager
def quiet(server: Server) -> Iterator[None]:
    """Meanwhile the server's log complains about nothing but messages that are too large."""
    before = len(_complaints(server))
    yield
    assert _complaints(server)[before:] == []


def _complaints(server: Server) -> list[str]:
    return [line for line in server.complaints() if "exceeds the limit" not in line]


@contextmanager
def bounded(server: Server, what: object) -> Iterator[None]:
    """What the server does meanwhile costs it no more than `CORE_SECONDS` and `EXTRA`."""
    process = psutil.Process(server.process.pid)
    _forget_highest(process.pid)
    before, held = _seconds(process), process.memory_info().rss
    yield
    spent, more = _seconds(process) - before, (_highest(process) - held) / MEGABYTE
    assert spent < CORE_SECONDS and more < EXTRA, f"{what}: {spent:.2f} s, {more:.0f} MB more"


def _seconds(process: psutil.Process) -> float:
    used = process.cpu_times()
    return used.user + used.system


def _forget_highest(pid: int) -> None:
    """Linux forgets how much memory a process has held at its highest; others do not know it."""
    note = Path(f"/proc/{pid}/clear_refs")
    if note.exists():
        note.write_text("5")


def _highest(process: psutil.Process) -> int:
    """The most that it has held since then, in bytes; elsewhere what it holds now."""
    status = Path(f"/proc/{process.pid}/status")
    said = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(said[1]) * 1024 if said else process.memory_info().rss
