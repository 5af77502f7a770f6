"""The queue of exports: they wait in the home, first in first out, for one process at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from mnist_core.data.digits import Provenance
from mnist_core.export.export_folder import Export, ask_for, exports_directory, waiting
from mnist_core.home_folder import VARIABLE, home_directory
from mnist_core.network.forward import Network

ROOT = Path(__file__).parents[2]
EXPORTER = (sys.executable, "-m", "mnist_core.export.exporter")
LOG = "exporter.log"
DEATHS = 2  # of a process over the same export, after which that one is given up


class ExportQueue:
    """The one way to ask for an export; sees to it that a process lives while any wait.

    Parameters
    ----------
    exporter : the command that starts the process
    """

    def __init__(self, exporter: Sequence[str] = EXPORTER) -> None:
        self._exporter = tuple(exporter)
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths: list[Export] = []  # what was next whenever a process died

    def ask(self, network: Network, provenance: Provenance) -> Export:
        """Ask for a network's exports, judged by these digits.

        Raises
        ------
        ValueError
            If too many wait already.
        OSError
            If they cannot be written.
        """
        export = ask_for(network, provenance)
        self.tend()
        return export

    def tend(self) -> None:
        """See to a process while exports wait. Whoever waits calls it every now and then."""
        with self._guard:
            if self._process is not None and (code := self._process.poll()) is not None:
                self._bury(self._process, code)
                self._process = None
            if self._process is None and waiting():
                self._process = self._start()

    def _bury(self, process: subprocess.Popen[bytes], code: int) -> None:
        """Take note of how a process ended; an export over which several died is given up."""
        if process.stdin is not None:
            process.stdin.close()
        found = waiting()
        if code == 0 or not found:
            return
        self._deaths.append(found[0])
        if self._deaths.count(found[0]) >= DEATHS:
            self._deaths = [it for it in self._deaths if it != found[0]]
            found[0].finish((), "", f"The export was ended {DEATHS} times: {_last_words(code)}.")

    def _start(self) -> subprocess.Popen[bytes]:
        own = {"TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONPATH": str(ROOT), "KERAS_BACKEND": "tensorflow"}
        own[VARIABLE] = str(home_directory())  # it may be relative to where we are
        with (exports_directory() / LOG).open("wb") as log:
            return subprocess.Popen(
                self._exporter,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=exports_directory(),
                env={**os.environ, **own},
            )

    @staticmethod
    def position(export: Export) -> int:
        """How many exports are before this one."""
        found = waiting()
        return found.index(export) if export in found else 0

    def close(self) -> None:
        """End the process at once; what it was making waits still."""
        with self._guard:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()


def _last_words(code: int) -> str:
    """The last line that a process left in its log, without a full stop."""
    text = (exports_directory() / LOG).read_text(encoding="utf-8", errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if code < 0 or not lines:  # by a signal: what it said before is not the reason
        return f"its process ended with code {code}, as it does where memory runs out"
    return lines[-1][:300].rstrip(".")
