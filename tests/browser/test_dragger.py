"""A digit dragged with mouse, finger and arrow keys in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZE, opening
from tests.browser.knob import turn
from tests.browser.navigation import settle
from tests.browser.waiting import at_rest

PIXEL = 8  # of the screen to one of the digit


@pytest.fixture(scope="module")
def touched(contexts, server) -> Iterator[Page]:
    """The page in the dark on a phone, for a finger first."""
    with opening(contexts) as new_page:
        page = new_page({"width": 420, "height": 900}, "dark", has_touch=True)
        page.goto(f"{server.url}/robustness?digit=5")
        settle(page, "Robustness")
        yield page


def test_a_finger_drags_it_in_the_dark_and_the_page_stays(touched) -> None:
    page, digit = touched, touched.locator("canvas.dragged-digit")
    expect(digit).to_have_attribute("data-place", "0,0")
    box = at_rest(digit)
    session = page.context.new_cdp_session(page)
    steps = [(100, 100), (116, 124), (132, 148)]
    for kind, (x, y) in zip(("touchStart", "touchMove", "touchMove"), steps, strict=True):
        point = {"x": box["x"] + x, "y": box["y"] + y}
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(digit).to_have_attribute("data-place", "4,6")
    assert digit.bounding_box()["y"] == pytest.approx(box["y"], abs=1)  # nothing has scrolled
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("4 pixels right, 6 pixels down")).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(digit).to_have_attribute("data-place", "0,0")


def test_mouse_and_keys_move_it_within_reach_and_the_readings_follow(touched) -> None:
    page, digit = touched, touched.locator("canvas.dragged-digit")
    page.set_viewport_size(SIZE)
    page.emulate_media(color_scheme="light")
    settle(page, "Robustness")
    box = at_rest(digit)
    main, x, y = page.get_by_test_id("stMain"), box["x"] + 100, box["y"] + 100
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + step * PIXEL, y - step * PIXEL / 2)
    expect(digit).to_have_attribute("data-place", "8,-4")  # at once, before any answer
    reading = page.locator(".st-key-dragged_reading .reading")
    expect(reading).to_have_attribute("data-by", "browser")
    live = reading.locator(".bars").inner_text()
    expect(main.get_by_text("In its place")).to_be_visible()  # the server has heard nothing yet
    page.mouse.up()
    expect(main.get_by_text("8 pixels right, 4 pixels up")).to_be_visible()
    expect(reading).to_have_attribute("data-by", "server")
    assert reading.locator(".bars").inner_text() == live
    expect(main.get_by_text("networks read it as they did before")).not_to_contain_text("4 of 4")
    digit.press("ArrowDown")
    digit.press("ArrowLeft")
    expect(main.get_by_text("7 pixels right, 3 pixels up")).to_be_visible()
    expect(digit).to_have_attribute("data-place", "7,-3")
    page.get_by_role("button", name="Put it back").click()
    expect(main.get_by_text("In its place")).to_be_visible()
    expect(digit).to_have_attribute("data-place", "0,0")

    box = digit.bounding_box()  # it stays within reach
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 600, box["y"] + 110, steps=5)
    page.mouse.up()
    expect(digit).to_have_attribute("data-place", "12,1")
    expect(main.get_by_text("12 pixels right, 1 pixel down")).to_be_visible()
    main.get_by_text("Rotation", exact=True).click()  # and brings its own slider
    expect(main.get_by_role("slider")).to_be_visible()
    expect(digit).to_have_count(0)
    changed = page.locator(".st-key-changed_reading .reading")
    expect(changed).to_have_attribute("data-by", "server")
    straight = changed.locator(".bars").inner_text()
    at_rest(changed)
    turn(page, "level_rotate", 150)
    expect(changed).to_have_attribute("data-by", "browser")
    live = changed.locator(".bars").inner_text()
    page.mouse.up()
    expect(changed).to_have_attribute("data-by", "server")
    assert changed.locator(".bars").inner_text() == live != straight
    main.get_by_text("Shift", exact=True).click()
    expect(digit).to_have_attribute("data-place", "12,1")  # where it was left
