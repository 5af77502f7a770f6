"""The dashboard as its own process, for the browser tests and the benchmarks."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

CHECKOUT = Path(__file__).resolve().parents[2]
COMPLAINT = re.compile(
    r"traceback|warning|error|exception|deprecat|please replace|fatal", re.IGNORECASE
)
# Streamlit 1.67 closes a websocket that the browser has closed a moment before, and logs it.
CLOSED_TWICE = re.compile(
    r"^Exception in ASGI application$(?:(?!^Exception in ASGI).)*?"
    r'^starlette\.websockets\.WebSocketDisconnected: Cannot call "send" once a close[^\n]*$',
    re.MULTILINE | re.DOTALL,
)
SECONDS_TO_START = 180.0
LEFT_OUT = "MNIST_PATH", "PYTHONDONTWRITEBYTECODE"  # with which every start compiles all modules


class Server:
    """`streamlit run app.py` on a free port, with folders of its own below `folder`.

    MNIST_PATH is unset and the Keras cache empty, so that the embedded digits are used unless
    `environment` says otherwise: `Server(tmp_path, MNIST_PATH="…/mnist.npz")`.

    Parameters
    ----------
    folder : Path
        An empty folder, for home/ (INSIDE_A_CNN_HOME), keras/ (KERAS_HOME) and server.log.
    script : Path
        The script to serve, app.py unless a benchmark compares it with another.
    program : str
        The module that serves it; tests.browser.small_app trains without TensorFlow.
    **environment : str
        Environment variables for the server, on top of this process's own.
    """

    def __init__(
        self,
        folder: Path,
        script: Path = CHECKOUT / "app.py",
        program: str = "streamlit",
        **environment: str,
    ) -> None:
        self.home = folder / "home"
        self.log_path = folder / "server.log"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        inherited = {name: it for name, it in os.environ.items() if name not in LEFT_OUT}
        folders = {"INSIDE_A_CNN_HOME": str(self.home), "KERAS_HOME": str(folder / "keras")}
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    program,
                    "run",
                    str(script),
                    "--server.headless=true",
                    "--server.address=127.0.0.1",
                    f"--server.port={self.port}",
                    "--server.fileWatcherType=none",
                    "--browser.gatherUsageStats=false",
                ],
                cwd=CHECKOUT,
                env={**inherited, **folders, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_healthy()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type | None, error: Exception | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def log(self) -> str:
        """Everything the server has printed so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def complaints(self) -> list[str]:
        """The lines of the log that speak of a warning, an error or a traceback."""
        log = CLOSED_TWICE.sub("", self.log)
        return [line for line in log.splitlines() if COMPLAINT.search(line)]

    def stop(self) -> None:
        """Stop the server and whatever it started, the trainer process included."""
        if self.process.poll() is not None:
            return
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for child in children:
            if child.is_running():
                child.kill()
        psutil.wait_procs(children, timeout=10)

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(
            f"The server did not start within {SECONDS_TO_START:.0f} s; it printed:\n{self.log}"
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
