"""A real Firefox, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi) alone.

Playwright drives a Firefox of its own making only; this one is Debian's firefox-esr or whichever
is on PATH, without geckodriver or Selenium.
"""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from websockets.exceptions import InvalidHandshake
from websockets.sync.client import ClientConnection, connect

NAMES = ("firefox-esr", "firefox")
QUIET = MappingProxyType(
    {
        "app.update.enabled": False,
        "browser.aboutConfig.showWarning": False,
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "toolkit.telemetry.enabled": False,
    }
)
"""What keeps Firefox from asking the web on its own."""
EVENTS = ("log.entryAdded", "network.beforeRequestSent")
SECONDS = 60.0  # to start, to answer, and for a page to come to what is waited for
MOST_BYTES = 1 << 26  # of one message


def find_firefox() -> str | None:
    """Path of the Firefox on this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def needed_firefox() -> str:
    """The same for a test that needs it, and is skipped where there is none."""
    path = find_firefox()
    if path is None:
        pytest.skip("no Firefox on this machine: install firefox-esr or Firefox")
    return path


@contextmanager
def open_firefox(
    path: str, preferences: Mapping[str, bool | int | str] = MappingProxyType({})
) -> Iterator["Firefox"]:
    """A headless Firefox with a fresh profile and these preferences, closed afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = "".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**QUIET, **preferences}.items()
        )
        Path(folder, "user.js").write_text(settings, encoding="utf-8")
        process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port=0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with _connection(Path(folder, "WebDriverBiDiServer.json"), process) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
            process.wait()


def _connection(notice: Path, process: subprocess.Popen) -> ClientConnection:
    """Connect where Firefox says that it listens, as soon as it does."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            there = json.loads(notice.read_text(encoding="utf-8"))
            address = f"ws://{there['ws_host']}:{there['ws_port']}/session"
            return connect(address, max_size=MOST_BYTES, compression=None)
        except (OSError, ValueError, InvalidHandshake):
            time.sleep(0.1)
    raise RuntimeError("Firefox did not start.")


class Firefox:
    """One tab.

    Attributes
    ----------
    console : what pages have written to the console, and their uncaught errors: "error: text"
    requests : the address of everything that was asked for
    """

    def __init__(self, connection: ClientConnection) -> None:
        self.console: list[str] = []
        self.requests: list[str] = []
        self._connection, self._numbers = connection, count(1)
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=EVENTS)
        self._tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one command and return its result; RuntimeError if Firefox refuses it."""
        number = next(self._numbers)
        command = {"id": number, "method": method, "params": parameters}
        self._connection.send(json.dumps(command))
        while True:
            message = json.loads(self._connection.recv(SECONDS))
            if message.get("id") != number:
                self._note(message)
            elif message["type"] == "error":
                raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
            else:
                return message["result"]

    def _note(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        if event.get("method") == "log.entryAdded":
            self.console.append(f"{told['level']}: {told['text']}")
        elif event.get("method") == "network.beforeRequestSent":
            self.requests.append(told["request"]["url"])

    def resize(self, width: int, height: int, ratio: float | None = None) -> None:
        """Give the page this many CSS pixels, and a device pixel ratio other than the window's."""
        size = {"width": width, "height": height}
        more = {} if ratio is None else {"devicePixelRatio": ratio}
        self.ask("browsingContext.setViewport", context=self._tab, viewport=size, **more)

    def goto(self, address: str) -> None:
        """Open an address (`http://…` or `file://…`), and wait for its load event."""
        self.ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, which may be a promise; whatever JSON can hold."""
        answer = self.ask(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(it => JSON.stringify(it ?? null))",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait_for(self, expression: str, seconds: float = SECONDS) -> Any:
        """The value of an expression as soon as it is truthy; TimeoutError if it stays falsy."""
        deadline = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"Firefox waited {seconds:.0f} s for {expression}")
            time.sleep(0.05)
        return value

    def stroke(self, points: Sequence[tuple[float, float]], kind: str = "mouse") -> None:
        """Press at the first point of the window, move through the others, and let go.

        `kind` is "mouse" or "touch".
        """
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0} for x, y in points
        ]
        down, up = ({"type": name, "button": 0} for name in ("pointerDown", "pointerUp"))
        self._act({"id": kind, "actions": [moves[0], down, *moves[1:], up], **_pointer(kind)})

    def point(self, x: float, y: float) -> None:
        """Move the mouse there."""
        move = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        self._act({"id": "mouse", "actions": [move], **_pointer("mouse")})

    def click(self, x: float, y: float) -> None:
        """Click there with the mouse."""
        self.stroke([(x, y)])

    def type(self, text: str) -> None:
        """Press and release a key for each character; the specification has codes for others."""
        keys = [{"type": kind, "value": it} for it in text for kind in ("keyDown", "keyUp")]
        self._act({"id": "keys", "type": "key", "actions": keys})

    def screenshot(self) -> str:
        """What the window shows: a PNG file in base64."""
        return self.ask("browsingContext.captureScreenshot", context=self._tab)["data"]

    def _act(self, source: dict[str, object]) -> None:
        self.ask("input.performActions", context=self._tab, actions=[source])


def _pointer(kind: str) -> dict[str, object]:
    return {"type": "pointer", "parameters": {"pointerType": kind}}
