"""axe-core finds no violation of ours on any page; see tests/browser/axe.py for all states."""

import time

import pytest

from tests.browser.axe import LEFT, MAIN, OFTEN, STATES, look, show, states
from tests.browser.chromium import continuous_integration
from tests.browser.for_everyone import obstacles
from tests.browser.navigation import HEADINGS, NARROW, PAGES, WIDE, settle
from tests.js.node import install


def test_every_page_is_in_the_table() -> None:
    assert set(STATES) >= {page.stem for page in PAGES}
    assert {state for it in STATES.values() for state in it} >= OFTEN


def test_no_page_stands_in_anybodys_way(server, page) -> None:
    """The first half in light and the second in the dark; pages wide and narrow in turn.

    Every page is looked at as `for_everyone` does: zoom, motion, colours, paper, keys. A width
    stays as long as it can: a page with charts takes as long to be turned as to be opened.
    """
    if install() != 0:
        assert not continuous_integration(), "CI=true, and npm did not bring axe-core"
        pytest.skip("axe-core cannot be fetched from npm")
    began, broken, visited = time.monotonic(), [], list(states(often=True))
    page.goto(server.url)
    settle(page, HEADINGS["home"])
    stems = list(dict.fromkeys(stem for stem, _ in visited))
    for number, (stem, state) in enumerate(visited):
        first, width = state == STATES[stem][0], (WIDE, NARROW)[stems.index(stem) % 2]
        if first:
            page.set_viewport_size({"width": WIDE, "height": 900})  # where the navigation is
        show(page, stem, state)
        scheme = "dark" if 2 * number >= len(visited) else "light"
        found = look(page, scheme, width, "body" if first else MAIN)
        broken += [(stem, state, scheme, width, *it) for it in found]
        if first:
            broken += [(stem, it) for it in obstacles(page)]
            page.set_viewport_size({"width": width, "height": 900})
        LEFT.get(state, lambda page: None)(page)
        took = time.monotonic() - began
        print(f"{took:5.1f} s  {stem}: {state or 'as it opens'}, {scheme}, {width}")
    assert broken == []
