"""What axe-core says of every page, tab and state: `python -m tests.browser.axe` prints it all.

The command visits every state, and a class while it runs, in all four looks, which takes ten
minutes; `test_pages` visits every page as it opens, and the tabs with parts of their own (OFTEN),
once, and `test_class` looks at its pages. `tests.browser.axe_firefox` is the same for Firefox.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Page, expect

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.class_pages import running_class
from tests.browser.navigation import HEADINGS, NARROW, PAGES, WIDE, settle
from tests.browser.screenshots import draw
from tests.browser.server import Server
from tests.browser.waiting import PATIENCE, SELDOM
from tests.js.node import MODULES

SCRIPT = MODULES / "axe-core" / "axe.min.js"
LOOKS = (("light", WIDE), ("light", NARROW), ("dark", NARROW), ("dark", WIDE))
EXEMPT: Mapping[str, str] = MappingProxyType(
    {
        "list": "stSidebarNavItems",  # the sections of Streamlit's navigation stand between
        "listitem": "",  # its list and the items, and no other list on a page is made so
        "presentation-role-conflict": "stFileUploaderDropzone",  # its drop zone takes the focus
        "region": "stFloatingOverlayPortal",  # what floats, as a tip does, is outside all landmarks
    }
)
"""Streamlit's own violations: by the rule, what the markup says where it is broken."""
STATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "home": ("",),
        "lessons": ("", "a lesson open"),
        "dataset": (
            "Browse",
            "Counts",
            "Averages",
            "Preparation",
            "How they were made",
            "Source",
        ),
        "architecture": (
            "Explorer",
            "Experiments",
            "Saliency",
            "Weights and work",
            "Ledger",
            "Keras code",
        ),
        "training": ("", "in progress"),
        "draw": (
            "Preparation",
            "What speaks for it",
            "Nudge it",
            "Refusing",
            "Every network",
            "My drawings",
        ),
        "experiments": ("Build", "Tune", "Contests", "Ensembles", "Transfer", "Other data"),
        "classroom": ("",),
        "evaluation": (
            "Figures",
            "Confusions",
            "Hardest",
            "Compare",
            "Calibration",
            "Map",
        ),
        "robustness": ("One digit", "Does the place matter?", "All digits"),
        "claims": ("",),
        "export": ("",),
        "status": ("",),
    }
)
"""What is visited: the states of every page, tabs by their names; "" is the page as it opens.

The questions of Dataset are seen as they are asked; from then on guesses are skipped, and what is
behind them is seen. Draw has a seven on its pad.
"""
OFTEN = frozenset(
    {
        "a lesson open",
        "in progress",
        "Counts",
        "Ledger",
        "Keras code",
        "Nudge it",
        "My drawings",
        "Ensembles",
        "Confusions",
        "Map",
        "Does the place matter?",
    }
)
"""Tabs that hold what stands on no page as it opens."""
FOUND = """async part => (await axe.run(part, {resultTypes: ['violations']})).violations.flatMap(
    found => found.nodes.map(node => [found.id, node.html.slice(0, 300), String(node.target)]))"""
MAIN = "[data-testid=stMain]"
COLOURS_FOLLOW = 60.0  # seconds that they may take, on a busy machine
OPENED: Mapping[str, Callable[[Page], None]] = MappingProxyType(
    {
        "architecture": lambda page: page.get_by_text("Skip the guesses").click(),
        "draw": draw,
    }
)
"""What is done on a page before its first state."""
PAUSE, RESUME, STOP = (f".st-key-transport_{it} button" for it in ("pause", "go_on", "stop"))
LEFT: Mapping[str, Callable[[Page], None]] = MappingProxyType(
    {"in progress": lambda page: page.locator(STOP).first.click()}
)
"""What is done when a state was looked at."""


def states() -> Iterator[tuple[str, str]]:
    """Every page that is built with each of its states."""
    for page in PAGES:
        for state in STATES[page.stem]:
            yield page.stem, state


def show(page: Page, stem: str, state: str) -> None:
    """Bring the page to one of its states, by the navigation and its tabs; wide windows only."""
    if state == STATES[stem][0]:
        title = next(it.title for it in PAGES if it.stem == stem)
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        settle(page, HEADINGS[stem])
        OPENED.get(stem, lambda page: None)(page)
    if state == "a lesson open":
        page.get_by_role("button", name="Begin").first.click()
        page.locator(".st-key-lesson_strip").wait_for()
    elif state == "in progress":
        if not page.locator(PAUSE).first.is_visible():
            page.get_by_role("button", name="Start", exact=True).click()
        page.locator(PAUSE).first.click()
        expect(page.locator(RESUME).first).to_be_enabled(timeout=PATIENCE)
    elif state:
        page.get_by_test_id("stMain").get_by_role("tab", name=state, exact=True).click()
    rest(page)


def rest(page: Page) -> None:
    """Wait until nothing runs any more."""
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState"
        " === 'notRunning' && !document.querySelector('[data-stale=true]')",
        polling=SELDOM,
    )


def look(page: Page, scheme: str, width: int, part: str = "body") -> list[list[str]]:
    """The violations of ours in one look, once colours have followed the system's.

    Parameters
    ----------
    part : the selector of what is looked at; what stands around the page is the same in all states
    """
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    until = time.monotonic() + COLOURS_FOLLOW
    while (found := violations(page, part)) and time.monotonic() < until:
        page.wait_for_timeout(200)
    return found


def violations(page: Page, part: str) -> list[list[str]]:
    """Rule, markup and place of every violation now that is not Streamlit's own."""
    rest(page)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return [it for it in page.evaluate(FOUND, part) if EXEMPT.get(it[0], "\0") not in it[1]]


def _all_looks(page: Page, stem: str, state: str, backwards: bool) -> int:
    """Look at one state in every look, print what is found, and return how much."""
    broken = 0
    for scheme, width in LOOKS[::-1] if backwards else LOOKS:
        found = look(page, scheme, width)
        broken += len(found)
        print(f"{stem:13} {state:25} {scheme:5} {width:5} {len(found):3}", flush=True)
        for it in found:
            print("    ", *it)
    page.set_viewport_size({"width": WIDE, "height": 900})
    return broken


def main() -> int:
    """Visit every state in every look and print what was found; 1 where anything was."""
    broken = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder), program="tests.browser.small_app") as server,
        open_chromium(find_chromium() or "") as browser,
    ):
        page = browser.new_page(viewport={"width": WIDE, "height": 900})
        page.goto(server.url)
        settle(page, HEADINGS["home"])
        for number, (stem, state) in enumerate(states()):
            show(page, stem, state)
            broken += _all_looks(page, stem, state, number % 2 == 0)
            LEFT.get(state, lambda page: None)(page)
        new_page = partial(browser.new_page, viewport={"width": WIDE, "height": 900})
        for number, (state, page) in enumerate(running_class(server.url, new_page)):
            broken += _all_looks(page, "a class", state, number % 2 == 0)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
