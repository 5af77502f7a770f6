"""The pad in a real browser: come to it, draw on it with mouse and finger, see what is read."""

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.navigation import SIDEBAR
from tests.browser.waiting import at_rest, steady

PAD = ".st-key-pad canvas.upper-canvas"
SEVEN = ((60, 70), (120, 66), (250, 70), (215, 120), (165, 230), (150, 275))
CLEAR = ".st-key-pad button[title='Reset canvas & history']"
READING = ".st-key-reading .reading"
PICTURE = """reading => {
    const canvas = reading.querySelector('canvas')
    return [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data]
}"""


def open_pad(page: Page, url: str) -> dict[str, float]:
    """Go to the Draw page; the pad's box on the screen once it is ready."""
    page.goto(f"{url}/draw")
    return ready_pad(page)


def ready_pad(page: Page) -> dict[str, float]:
    """The pad's box on the screen once it is ready."""
    expect(page.get_by_role("heading", name="Draw")).to_be_visible()
    pad = page.locator(PAD)
    expect(pad).to_be_visible()
    toolbar = page.locator(".st-key-pad .dc-toolbar")
    expect(toolbar).to_have_css("opacity", "1")  # it stands above the pad by now, and not on it
    return at_rest(pad)  # the sidebar slides


def go_to_pad(page: Page) -> None:
    """Go to the Draw page by navigation, over which the sidebar lies on a phone."""
    steady(page, SIDEBAR)  # it slides in and out with the width
    narrow = page.viewport_size["width"] < 768
    if narrow:
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Draw").click()
    expect(page.get_by_role("heading", name="Draw")).to_be_visible()
    if narrow:
        page.get_by_test_id("stSidebarCollapseButton").locator("button").click()


def nothing() -> None:
    pass


def touch(page: Page, box: dict[str, float], points, before_lifting=nothing) -> None:
    session = page.context.new_cdp_session(page)
    kinds = ["touchStart", *["touchMove"] * (len(points) - 1)]
    for kind, (x, y) in zip(kinds, points, strict=True):
        point = {"x": box["x"] + x, "y": box["y"] + y}
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    before_lifting()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def press(page: Page, box: dict[str, float], points, before_lifting=nothing) -> None:
    """Draw with the mouse, without a moment's rest between arriving and pressing."""
    for number, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x, box["y"] + y)
        if number == 0:
            page.mouse.down()
    before_lifting()
    page.mouse.up()


def one_pad(page, width: int) -> None:
    """Wait until the pad of this width is there, and the one before it is gone."""
    expect(page.locator(f"{PAD}:not([width='{width}'])")).to_have_count(0)
    expect(page.locator(f"{PAD}[width='{width}']")).to_have_count(1)


def read_by(page: Page, whom: str) -> tuple[list[str], np.ndarray]:
    """All that the reading says and the pixels it shows, once this one has read what is drawn."""
    reading = page.locator(READING)
    expect(reading).to_have_attribute("data-by", whom)
    said = [reading.locator(part).inner_text() for part in ("h3", ".words", ".bars")]
    return said, np.array(reading.evaluate(PICTURE))


def probabilities(reading: Locator) -> list[float]:
    """The ten of a reading, as the pointer finds them."""
    titles = reading.locator(".row").evaluate_all(
        "rows => rows.map(row => (row.dispatchEvent(new PointerEvent('pointerenter')), row.title))"
    )
    return [float(title.partition(": ")[2]) for title in titles]
