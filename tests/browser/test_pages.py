"""Every page in a real browser: by navigation and as a cold deep link, wide and narrow."""

from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from pages.ui import frame
from tests.browser.waiting import fits, steady

PAGES = list(frame.built_pages().values())
HEADINGS = {page.stem: page.title for page in PAGES} | {"home": "Inside a CNN"}
WIDE, NARROW = 1280, 420
SIDEBAR = """() => ['stSidebar', 'stExpandSidebarButton'].map(id => {
    const found = document.querySelector(`[data-testid=${id}]`);
    return found && found.getBoundingClientRect();
})"""


def settle(page, heading):
    """Wait until a page has been painted and nothing runs any more."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", NARROW)])
def test_all_pages_by_navigation_at_both_widths(server, new_page, scheme, width):
    """One page at one width, then turned; the next at the width that this one was turned to."""
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(server.url)
    settle(page, HEADINGS["home"])
    visited = page.evaluate("history.length")  # one more with each page, and nothing in between
    for target in PAGES[1:]:
        steady(page, SIDEBAR)  # it slides in and out with the width
        if page.get_by_test_id("stExpandSidebarButton").is_visible():  # narrow screens
            page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=target.title).click()
        settle(page, HEADINGS[target.stem])
        expect(page).to_have_title(f"{target.title} · Inside a CNN")
        fits(page)
        width = WIDE + NARROW - width
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)  # no page scrolls sideways, turned or not
        assert page.evaluate("history.length") == visited + PAGES.index(target)


def test_a_cold_deep_link_shows_the_framed_page(start_server, page):
    """One page as the very first request; AppTest asks for all of them, see test_frame.py."""
    server = start_server()
    page.goto(f"{server.url}/evaluation?network=mlp&digit=7")
    settle(page, HEADINGS["evaluation"])
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    assert [link.inner_text().split()[-1] for link in links.all()] == [p.title for p in PAGES]
    expect(page.get_by_test_id("stSidebar").get_by_text("109,386 parameters")).to_be_visible()
    assert page.title() == "Evaluation · Inside a CNN"


def uses_tensorflow(process: psutil.Process) -> bool:
    """Whether a process has TensorFlow's libraries mapped: it has if it ever imported it."""
    return any("tensorflow" in Path(area.path).parts for area in process.memory_maps())
