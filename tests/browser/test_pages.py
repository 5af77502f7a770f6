"""Every page in a real browser, wide and narrow."""

import re
from pathlib import Path

import psutil
from playwright.sync_api import expect

from mnist_core.figures.palette import DARK, LIGHT
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
    """Wait until a page has been painted and nothing runs any more."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
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


def turn(page):
    """Make the window narrow if it is wide and wide if it is narrow: nothing is cut off."""
    width = WIDE + NARROW - page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": 900})
    fits(page)  # no page scrolls sideways, turned or not


def test_all_pages_in_the_dark_on_a_phone_and_turned(server, new_page):
    """One page at one width, then turned; the next at the width that this one was turned to.

    In the light, while a network is trained: test_responsiveness.py.
    """
    page = new_page(color_scheme="dark", viewport={"width": NARROW, "height": 900})
    page.goto(server.url)
    settle(page, HEADINGS["home"])
    for target in PAGES[1:]:
        go(page, target)
        if target.stem == "architecture":
            figures_follow_the_appearance(page)
            charts_shrink_with_the_paper(page)
        turn(page)


def figures_follow_the_appearance(page):
    """The system's switch between dark and light reaches the figures, whose colours are ours."""
    for scheme, palette in (("dark", DARK), ("light", LIGHT), ("dark", DARK)):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"colour => {FONT} === colour", arg=palette.text)
    settle(page, HEADINGS["architecture"])


def charts_shrink_with_the_paper(page):
    """Printed, a chart is as wide as its box; on the screen it is as it was."""
    layer = page.locator(".svg-container > svg").first
    page.emulate_media(media="print")
    layer.evaluate("it => it.parentElement.style.setProperty('width', '200px', 'important')")
    expect(layer).to_have_attribute("viewBox", re.compile(r"^0 0 \d+"))
    assert layer.bounding_box()["width"] <= 200
    page.emulate_media(media="screen")
    expect(layer).not_to_have_attribute("viewBox", re.compile(""))


def uses_tensorflow(process: psutil.Process) -> bool:
    """Whether a process has TensorFlow's libraries mapped: it has if it ever imported it."""
    return any("tensorflow" in Path(area.path).parts for area in process.memory_maps())
