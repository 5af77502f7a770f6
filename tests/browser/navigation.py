"""Finding one's way through the dashboard in a real browser."""

from pathlib import Path

import psutil
from playwright.sync_api import expect

from pages.ui import frame
from tests.browser.waiting import fits, steady

PAGES = list(frame.built_pages().values())
HEADINGS = {page.stem: page.title for page in PAGES} | {"home": "Inside a CNN"}
WIDE, NARROW = 1280, 420
FONT = "document.querySelector('[data-testid=stMain] .js-plotly-plot')?._fullLayout?.font.color"
"""The colour of the words in the first chart."""
SIDEBAR = """() => ['stSidebar', 'stExpandSidebarButton'].map(id => {
    const found = document.querySelector(`[data-testid=${id}]`);
    return found && found.getBoundingClientRect();
})"""


def settle(page, heading):
    """Wait until a page has been painted and nothing runs any more.

    By its tag: a heading by its role makes Playwright look at the style of all that is there.
    """
    expect(page.locator("h1", has_text=heading)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def go(page, target):
    """Go to a page by the navigation, and see that it is there, whole."""
    steady(page, SIDEBAR)  # it slides in and out with the width
    if page.get_by_test_id("stExpandSidebarButton").is_visible():  # narrow screens
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=target.title).click()
    settle(page, HEADINGS[target.stem])
    expect(page).to_have_title(f"{target.title} · Inside a CNN")
    fits(page)


def uncover(page):
    """Close the sidebar where it lies over the page: on a narrow screen, while it is open."""
    steady(page, SIDEBAR)
    shut = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if page.viewport_size["width"] == NARROW and shut.is_visible():
        shut.click()
        expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
        steady(page, SIDEBAR)


def uses_tensorflow(process: psutil.Process) -> bool:
    """Whether a process has TensorFlow's libraries mapped: it has if it ever imported it."""
    return any("tensorflow" in Path(area.path).parts for area in process.memory_maps())
