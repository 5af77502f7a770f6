"""Every page in a real browser, wide and narrow."""

import re
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from mnist_core.data.sources import load_dataset
from mnist_core.figures.palette import DARK, LIGHT
from mnist_core.network.forward import Network
from pages.ui import frame
from tests.browser.waiting import at_rest, fits, steady

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


def the_journey_says_its_values(page):
    """Home's picture can be read on a phone, and says each value to a pointer and by key."""
    picture = page.get_by_role("img", name="on its way through the network keras_cnn")
    expect(picture.locator("canvas")).to_have_count(6)
    for caption in picture.locator("figcaption *").all():
        assert float(caption.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")) >= 11
    shown = {}
    for activation in Network.load("keras_cnn").activations(load_dataset().test.images[0]):
        shown[activation.name] = activation.output
    said = page.locator(".st-key-journey output")

    def says(place, value):
        expect(said).to_contain_text(place)
        assert float(said.inner_text().split(": ")[1].rstrip(" %")) == pytest.approx(value, 0.005)

    pool = picture.locator("canvas").nth(4)  # 64 maps of 5 × 5, sixteen under each other
    box = at_rest(pool)
    for number, row, column in ((3, 2, 1), (20, 4, 0), (63, 0, 4)):
        across, down = number // 16 * 6 + column + 0.5, number % 16 * 6 + row + 0.5
        x, y = box["x"] + across * box["width"] / 23, box["y"] + down * box["height"] / 95
        page.mouse.move(x, y)
        says(f"pool2 map {number}, row {row}, column {column}", shown["pool2"][row, column, number])
    picture.focus()
    page.keyboard.press("ArrowLeft")
    says("pool2 map 63, row 0, column 3", shown["pool2"][0, 3, 63])
    page.keyboard.press(".")
    page.keyboard.press("ArrowDown")
    says("dense1 + ReLU unit 1", max(shown["dense1"][1], 0))
    page.keyboard.press(".")
    says("softmax 0", 100 * shown["softmax"][0])
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()


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
