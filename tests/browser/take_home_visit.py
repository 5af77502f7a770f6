"""A page that was taken home, opened from its file in Chromium or in Firefox, seen in one way."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import CDPSession, Page

from tests.browser.contexts import Contexts
from tests.browser.firefox import Firefox, needed_firefox, open_firefox

Points = Sequence[tuple[float, float]]
WIDE, PHONE = (1280, 900), (420, 900)


class Visit(Protocol):
    """What a person does with the page; `console` holds errors and warnings, nothing else."""

    console: list[str]
    requests: list[str]

    def evaluate(self, expression: str) -> Any: ...

    def stroke(self, points: Points, kind: str = "mouse") -> None: ...

    def look(self, size: tuple[int, int], scheme: str) -> None:
        """A window of this size, in the light or in the dark, where the browser can be told."""


class InChromium:
    """Playwright's Chromium; see Visit."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.console: list[str] = []
        self.requests: list[str] = []
        self._page, self._session = page, session
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda said: self.console.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))
        self.evaluate = page.evaluate

    def stroke(self, points: Points, kind: str = "mouse") -> None:
        for (x, y), name in zip(points, ["Start", *["Move"] * (len(points) - 1)], strict=True):
            if kind == "touch":
                touch = {"type": f"touch{name}", "touchPoints": [{"x": x, "y": y}]}
                self._session.send("Input.dispatchTouchEvent", touch)
                continue
            self._page.mouse.move(x, y)
            if name == "Start":
                self._page.mouse.down()
        if kind == "touch":
            self._session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        else:
            self._page.mouse.up()

    def look(self, size: tuple[int, int], scheme: str) -> None:
        self._page.set_viewport_size({"width": size[0], "height": size[1]})
        self._page.emulate_media(color_scheme=scheme)


class InFirefox:
    """A real Firefox; see Visit."""

    def __init__(self, firefox: Firefox) -> None:
        self._firefox = firefox
        self.console, self.requests = firefox.console, firefox.requests
        self.evaluate, self.stroke = firefox.evaluate, firefox.stroke

    def look(self, size: tuple[int, int], scheme: str) -> None:
        self._firefox.resize(*size)


@contextmanager
def in_chromium(contexts: Contexts, file: Path) -> Iterator[Visit]:
    """Open it in Chromium, which has a mouse and a touch screen."""
    context = contexts.bare(has_touch=True, viewport={"width": WIDE[0], "height": WIDE[1]})
    page = context.new_page()
    visit = InChromium(page, context.new_cdp_session(page))
    page.goto(file.as_uri())
    yield visit
    context.close()


@contextmanager
def in_firefox(file: Path) -> Iterator[Visit]:
    """Open it in Firefox, or skip the tests where there is none."""
    with open_firefox(needed_firefox()) as firefox:
        firefox.resize(*WIDE)
        firefox.goto(file.as_uri())
        yield InFirefox(firefox)
