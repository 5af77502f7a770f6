"""Without a mouse, after a reload, in a browser that stores nothing: each on a page of its own."""

import re

from playwright.sync_api import Page, expect

from tests.browser.navigation import settle
from tests.browser.test_pad import CLEAR, PAD, PICTURE, READING, open_pad, press

FORBIDDEN = """for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })
"""
STRIP, GUESS = ".st-key-lesson_strip", "up to 1.1 times"
STEP = 10  # of the pad's pixels that an arrow key goes


def shown(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def test_a_digit_drawn_by_keys_is_read_as_the_same_one_drawn_by_mouse(server, page) -> None:
    """A seven: to the right, then down and left in steps of both."""
    box = open_pad(page, server.url)
    ways = ["ArrowRight"] * 15 + ["ArrowDown", "ArrowDown", "ArrowLeft"] * 9
    steps = {"ArrowRight": (STEP, 0), "ArrowDown": (0, STEP), "ArrowLeft": (-STEP, 0)}
    points = [(90, 60)]
    for way in ways:
        points.append(tuple(map(sum, zip(points[-1], steps[way], strict=True))))
    press(page, box, points)
    shown(page, re.compile("points in 1 stroke"))
    by_mouse = page.locator(READING).evaluate(PICTURE)
    page.locator(CLEAR).click()
    shown(page, "Nothing drawn yet")

    page.locator(PAD).focus()
    for key in ["ArrowLeft"] * 7 + ["ArrowUp"] * 10 + [" ", *ways, "Enter"]:
        page.keyboard.press(key)
    shown(page, re.compile("points in 1 stroke"))
    assert page.locator(READING).evaluate(PICTURE) == by_mouse
    page.keyboard.press("Delete")
    shown(page, "Nothing drawn yet")


def test_what_was_guessed_and_pointed_at_is_there_after_a_reload(server, page) -> None:
    page.goto(f"{server.url}/dataset?view=Counts")
    page.get_by_role("button", name=GUESS).click()
    shown(page, "You guessed")
    page.reload()
    shown(page, "You guessed")

    page.goto(f"{server.url}/claims?lesson=one-filter-every-place&step=3")
    settle(page, "Architecture")
    mark = page.locator(f"{STRIP} .map")
    box = mark.bounding_box()
    cell = box["width"] / 26
    mark.click(position={"x": 10.5 * cell, "y": 8.5 * cell})
    expect(page.locator(f"{STRIP} output")).to_have_text("Row 8, column 10")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shown(page, "That is right")
    page.reload()
    shown(page, "That is right")


def test_a_browser_that_stores_nothing_goes_on(server, new_page) -> None:
    page = new_page()
    page.add_init_script(FORBIDDEN)
    page.goto(f"{server.url}/dataset?view=Counts")
    page.get_by_role("button", name=GUESS).click()
    shown(page, "You guessed")
    page.reload()
    shown(page, "First a guess.")
