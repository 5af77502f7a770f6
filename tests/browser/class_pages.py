"""A class while it runs, for the pictures and for what axe-core says of it: who sees what."""

import re
from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from tests.browser.navigation import settle

LESSON = "Who programmed it?"
CODE = re.compile("^[B-Z]{6}$")


def running_class(url: str, new_page: Callable[[], Page]) -> Iterator[tuple[str, Page]]:
    """Its pages as they come, each while it is to be seen."""
    teacher, pupil, board = new_page(), new_page(), new_page()
    teacher.goto(f"{url}/classroom")
    settle(teacher, "Class")
    teacher.get_by_role("button", name="Open a class").click()
    code = teacher.get_by_role("heading", name=CODE).inner_text()
    pupil.goto(f"{url}/classroom?class={code}")
    pupil.get_by_role("button", name="Join", exact=True).click()
    pupil.get_by_text("Nobody sees who").wait_for()
    teacher.get_by_role("combobox", name="Lesson").click()
    teacher.get_by_role("option", name=LESSON).click()
    teacher.get_by_role("button", name="Open the vote").click()
    expect(teacher.get_by_text("0 of 1 have voted")).to_be_visible()
    yield "the teacher's desk", teacher
    vote = pupil.locator(".st-key-class_vote")
    number = vote.get_by_role("spinbutton")
    number.wait_for()
    yield "a pupil's vote", pupil
    board.goto(f"{url}/classroom?class={code}&present=1")
    board.get_by_text("0 of 1 have voted").wait_for()
    yield "the board", board
    number.fill("10")
    number.press("Enter")
    vote.get_by_role("button", name="Answer", exact=True).click()
    vote.get_by_text("Your answer is in").wait_for()
    for name in ("Close the vote", "Show the class the counts", "Reveal the answer"):
        teacher.get_by_role("button", name=name).click()
    vote.get_by_text(re.compile("That is right|You answered")).wait_for()
    yield "what came out", pupil
    yield "what came out, the teacher's desk", teacher
