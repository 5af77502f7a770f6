"""Without a mouse, after a reload, in a browser that stores nothing: each on a page of its own."""

import re

from playwright.sync_api import Page, expect

from tests.browser.navigation import settle
from tests.browser.pad_page import CLEAR, PAD, PICTURE, READING, open_pad, press
from tests.browser.waiting import SELDOM

FORBIDDEN = """for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })
"""
STRIP, GUESS = ".st-key-lesson_strip", "up to 1.1 times"
LESSON = """---
title: Closed, then open
goal: see that a locked window looks locked
---

## Closed
minutes: 1
view: architecture?look=Explorer&network=keras_cnn&split=test&digit=4
lock: explorer

Nothing moves in it.

## By keys
minutes: 1
view: draw
ask: drawn_as meant=7
prompt: Draw a seven.

Without a mouse.
"""
SEVEN = ["ArrowRight"] * 15 + ["ArrowDown", "ArrowDown", "ArrowLeft"] * 9
TO_ITS_START = ["ArrowLeft"] * 7 + ["ArrowUp"] * 10
STEP = 10  # of the pad's pixels that an arrow key goes


def shown(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def stored(page: Page, count: int) -> None:
    """Wait until the browser has stored so many things: it does so after it shows an answer."""
    page.wait_for_function(
        "count => Object.keys(JSON.parse(localStorage.inside_a_cnn ?? '{}')).length >= count",
        arg=count,
        polling=SELDOM,
    )


def test_a_digit_drawn_by_keys_is_read_as_the_same_one_drawn_by_mouse(server, page) -> None:
    """A seven: to the right, then down and left in steps of both."""
    box = open_pad(page, server.url)
    steps = {"ArrowRight": (STEP, 0), "ArrowDown": (0, STEP), "ArrowLeft": (-STEP, 0)}
    points = [(90, 60)]
    for way in SEVEN:
        points.append(tuple(map(sum, zip(points[-1], steps[way], strict=True))))
    press(page, box, points)
    shown(page, re.compile("points in 1 stroke"))
    by_mouse = page.locator(READING).evaluate(PICTURE)
    page.locator(CLEAR).click()
    shown(page, "Nothing drawn yet")

    page.locator(PAD).focus()
    for key in [*TO_ITS_START, " ", *SEVEN, "Enter"]:
        page.keyboard.press(key)
    shown(page, re.compile("points in 1 stroke"))
    assert page.locator(READING).evaluate(PICTURE) == by_mouse
    page.keyboard.press("Delete")
    shown(page, "Nothing drawn yet")


def test_what_was_guessed_and_pointed_at_is_there_after_a_reload(server, page) -> None:
    page.goto(f"{server.url}/dataset?view=Counts")
    page.get_by_role("button", name=GUESS).click()
    shown(page, "You guessed")
    stored(page, 1)

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
    stored(page, 2)
    page.reload()
    shown(page, "That is right")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Dataset").click()
    settle(page, "Dataset")
    page.get_by_test_id("stMain").get_by_role("tab", name="Counts").click()
    shown(page, "You guessed")


def test_a_browser_that_stores_nothing_goes_on(server, new_page) -> None:
    page = new_page()
    page.add_init_script(FORBIDDEN)
    page.goto(f"{server.url}/dataset?view=Counts")
    page.get_by_role("button", name=GUESS).click()
    shown(page, "You guessed")
    page.reload()
    shown(page, "First a guess.")


def test_a_locked_window_is_closed_off_and_a_question_is_answered_by_keys(server, page) -> None:
    lessons = server.home / "lessons"
    lessons.mkdir(parents=True, exist_ok=True)
    (lessons / "closed-then-open.md").write_text(LESSON)
    page.goto(f"{server.url}/lessons?lesson=closed-then-open&step=1")
    settle(page, "Architecture")
    window = page.locator(".st-key-explorer [data-testid^=stBidiComponent]")
    expect(window).to_have_attribute("aria-disabled", "true")
    expect(window).to_have_css("opacity", "0.4")
    expect(window).to_have_css("pointer-events", "none")
    page.get_by_role("button", name="Next").press("Enter")
    settle(page, "Draw")
    expect(page.locator("[aria-disabled=true][role=group]")).to_have_count(0)
    page.locator(PAD).focus()
    for key in [*TO_ITS_START, " ", *SEVEN, "Enter"]:
        page.keyboard.press(key)
    shown(page, re.compile("points in 1 stroke"))
    page.get_by_role("button", name="Hand in my drawing").press("Enter")
    shown(page, "Your drawing was read as")
    shown(page, "That is right")
