"""One page in a browser, and what a tour keeps of each of its states."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator

from tests.browser.navigation import HEADINGS, settle

QUIET, PATIENCE = 0.7, 120.0  # seconds: without any change, and until that must have come
HEIGHT = 900
SKIPPED = {"t-SNE", "This is meant to be a"}  # choices, and groups of them, that are left alone
REVEAL = re.compile(r"^just show me$")
AT_REST = """() => {
    const find = css => [...document.querySelectorAll(css)], main = find('[data-testid=stMain]')[0];
    const idle = find('[data-testid=stApp]')[0]?.dataset.testScriptState === 'notRunning';
    const late = ['stStatusWidget', 'stSkeleton', 'stSpinner'].map(it => `[data-testid=${it}]`);
    if (!idle || !main || find([...late, '[data-stale=true]'].join()).length) return null;
    if (find('.stPlotlyChart').some(it => !it.querySelector('.main-svg'))) return null;
    if (find('img').some(it => !it.complete)) return null;
    const block = find('[data-testid=stMainBlockContainer]')[0];
    return [main.innerText, block.offsetHeight, main.querySelectorAll('*').length].join();
}"""
WORDS = """() => {
    const lines = [];
    const plain = (key, it) => ArrayBuffer.isView(it) ? [...it]
        : it?.constructor === Object ? Object.fromEntries(Object.entries(it).sort()) : it;
    const digest = data => [...JSON.stringify(data, plain)].reduce(
        (sum, it) => (Math.imul(sum, 31) + it.codePointAt()) | 0, 7);
    const look = root => root.querySelectorAll('*').forEach(it => {
        if (!it.checkVisibility()) return;
        const name = it.getAttribute('alt') ?? it.getAttribute('aria-label');
        const switched = it.matches('[type=checkbox], [type=radio]') ? it.checked : null;
        const value = it.matches('input, textarea') ? switched ?? it.value : '';
        if (name || value !== '') lines.push(`[${name}] ${value}`);
        if (it.matches('.js-plotly-plot')) lines.push(`chart: ${digest(it.data)}`);
        if (!it.shadowRoot) return;
        const parts = [...it.shadowRoot.children].filter(part => !part.matches('style, script'));
        lines.push('in a component:', ...parts.map(part => part.innerText ?? ''));
        look(it.shadowRoot);
    });
    for (const id of ['stSidebar', 'stMain']) {
        const root = document.querySelector(`[data-testid=${id}]`);
        lines.push(`== ${id}`, root?.innerText ?? 'none');
        if (root) look(root);
    }
    return lines.join('\\n').split('\\n').filter(it => it.trim()).join('\\n') + '\\n';
}"""
CHOICES = """() => [...document.querySelectorAll('[data-testid=stButtonGroup] [role=radiogroup]')]
    .filter(it => it.checkVisibility()).map(it => [it, [...it.querySelectorAll('button')]])
    .map(([it, options]) => ({
        label: it.ariaLabel, inside: it.closest('[role=tabpanel]') !== null,
        options: options.map(option => option.innerText),
        chosen: options.findIndex(option => option.ariaChecked === 'true')}))"""
SWITCHES = """() => [...document.querySelectorAll('[data-testid=stMain] input[role=switch]')]
    .filter(it => it.checkVisibility()).map(it => ({
        label: it.ariaLabel, inside: it.closest('[role=tabpanel]') !== null}))"""


class Visit:
    """One page in a browser context of its own, and what is kept of it.

    Parameters
    ----------
    browser : where it is opened
    view : what is opened
    folder : where pictures and texts go, their names beginning with the view's
    """

    def __init__(self, browser: Browser, view: "View", folder: Path) -> None:
        self.view, self.folder, self.states = view, folder, 0
        self.asked = False  # the server has been sent something, and has not answered yet
        size = {"width": view.width, "height": HEIGHT}
        self.context = browser.new_context(viewport=size, color_scheme=view.scheme)
        self.page = self.context.new_page()
        self.page.on("websocket", self._listen)
        self.main = self.page.get_by_test_id("stMain")

    def go(self, url: str) -> None:
        """Open the view and do all it asks for."""
        page = "" if self.view.page == "home" else self.view.page
        self.page.goto(f"{url}/{page}?{self.view.query}")
        settle(self.page, HEADINGS[self.view.page])
        self.rest()
        self.view.prepare(self)
        (self.walk if self.view.walks else self.keep)()
        self.context.close()

    def walk(self) -> None:
        """Every tab with every choice in it, then the choices that stand outside of the tabs."""
        tabs = self.main.get_by_role("tab")
        names = tabs.all_inner_texts()
        for place, name in enumerate(names):
            self.press(tabs.nth(place))
            self.keep(name)
            self.choose(name, inside=True)
        if names:
            self.press(tabs.first)
        else:
            self.keep()
        self.choose("", inside=False)

    def choose(self, name: str, inside: bool) -> None:
        """Each choice of each group and each switch, alone; the first state stands again then."""
        for group in self._found(CHOICES, inside):
            label = group["label"]
            buttons = self.main.locator(f'[role=radiogroup][aria-label="{label}"]:visible button')
            for place, option in enumerate(group["options"]):
                if place != group["chosen"] and option not in SKIPPED:
                    self.press(buttons.nth(place))
                    self.keep(name, label, option)
            self.press(buttons.nth(max(group["chosen"], 0)))
        for switch in self._found(SWITCHES, inside):
            label = switch["label"]
            knob = self.main.locator(f'[data-testid=stCheckbox]:has([aria-label="{label}"]) label')
            self.press(knob.first)
            self.keep(name, label)
            self.press(knob.first)

    def press(self, button: Locator) -> None:
        """Click, get out of the way, and wait until all that follows has come."""
        button.click()
        self.page.mouse.move(1, 1)
        self.page.evaluate("document.activeElement?.blur()")
        self.rest()

    def keep(self, *names: str) -> None:
        """Answer the guesses, open what is folded, and keep picture and text of what is seen."""
        answers = self.main.get_by_role("button").filter(has_text=REVEAL, visible=True)
        while answers.count():  # one question may come after another
            self.press(answers.first)
        folded = self.main.locator("details:not([open]) > summary").filter(visible=True)
        for it in folded.all()[::-1]:  # the last first: they move
            self.press(it)
        state = "--".join(filter(None, map(slug, (self.view.name, *names))))
        path = self.folder / state
        if path.with_suffix(".png").exists():
            raise FileExistsError(f"Two states are called {state}")
        path.with_suffix(".png").write_bytes(self._picture())
        path.with_suffix(".txt").write_text(self.page.evaluate(WORDS), encoding="utf-8")
        self.states += 1

    def rest(self) -> None:
        """Wait until nothing runs, all is drawn, and nothing has changed for a while."""
        began = since = time.monotonic()
        before: str | None = None
        while before is None or time.monotonic() - since < QUIET:
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(f"{self.page.url} does not come to rest")
            self.page.wait_for_timeout(100)
            seen = None if self.asked else self.page.evaluate(AT_REST)
            if seen != before:
                before, since = seen, time.monotonic()

    def _picture(self) -> bytes:
        """The whole page as PNG, once two in a row are the same."""
        block = self.page.get_by_test_id("stMainBlockContainer").evaluate("it => it.offsetHeight")
        size = {"width": self.view.width, "height": max(block, HEIGHT)}
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)
        before, picture, until = b"", self.page.screenshot(), time.monotonic() + PATIENCE
        while picture != before and time.monotonic() < until:
            self.page.wait_for_timeout(200)
            before, picture = picture, self.page.screenshot()
        return picture

    def _found(self, script: str, inside: bool) -> list[dict[str, Any]]:
        found = self.page.evaluate(script)
        return [it for it in found if it["inside"] == inside and it["label"] not in SKIPPED]

    def _listen(self, socket: Any) -> None:
        socket.on("framesent", lambda _: setattr(self, "asked", True))
        socket.on("framereceived", lambda _: setattr(self, "asked", False))


@dataclass(frozen=True)
class View:
    """One page with its address, how it is seen, and what is done there.

    Attributes
    ----------
    name : the beginning of the files' names
    page, query : the stem of the page's file, and the address's parameters
    prepare : brings the page to where it is looked at
    walks : whether every tab and choice is opened, or only what is there
    """

    name: str
    page: str
    query: str = ""
    prepare: Callable[[Visit], None] = lambda visit: None
    walks: bool = True
    scheme: str = "light"
    width: int = 1280


def slug(name: str) -> str:
    """A name as a part of a file's name."""
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")[:60]
