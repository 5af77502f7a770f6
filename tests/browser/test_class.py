"""A whole lesson in a real browser: a teacher, a pupil among three, a board, the wall and a report.

The two others are sessions without a browser; what those are told is held in tests/classroom.
"""

import re
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.axe import MAIN, violations
from tests.browser.conftest import SIZE
from tests.browser.navigation import settle
from tests.browser.waiting import at_rest, fits
from tests.classroom.member import RIGHT, TITLE, WRONG, Member, add_lesson, member
from tests.js.node import install

PAD = ".st-key-pad canvas.upper-canvas"
SEVEN = ((60, 70), (120, 66), (250, 70), (215, 120), (165, 230), (150, 275))
CODE = re.compile("^[B-Z]{6}$")
EXPLAINED = re.compile("checksum of its")
NARROW = {"width": 420, "height": 900}


def join(page: Page, url: str, code: str) -> str:
    """Join by the board's link; returns the animal."""
    page.goto(f"{url}/classroom?class={code}")
    page.get_by_role("button", name="Join", exact=True).click()
    return page.get_by_text(re.compile("^You are ")).locator("strong").inner_text()


def join_unseen(stack: ExitStack, url: str, code: str) -> tuple[Member, str]:
    """Join in a session without a browser; returns it and the animal."""
    pupil = stack.enter_context(member(url, f"class={code}"))
    pupil.press("join")
    return pupil, re.findall(r"You are \*\*(\w+)\*\*", pupil.heard)[-1]


def answer(pupil: Page, option: str) -> None:
    vote = pupil.locator(".st-key-class_vote")
    vote.get_by_role("button", name=option).click()
    expect(vote.get_by_text("Your answer is in")).to_be_visible()


def seen_by_axe(*pages: Page) -> list[list[str]]:
    """What axe-core says of pages of a class; nothing where npm does not bring it."""
    return [it for page in pages for it in violations(page, MAIN)] if install() == 0 else []


def draw_seven(page: Page) -> None:
    pad = page.locator(PAD)
    pad.hover()
    box = at_rest(pad)
    scale = box["width"] / 320
    path = [(box["x"] + scale * x, box["y"] + scale * y) for x, y in SEVEN]
    page.mouse.move(*path[0])
    page.mouse.down()
    for point in path[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def test_a_lesson_with_hidden_counts_a_second_vote_the_answer_and_the_wall(server, new_page):
    add_lesson(server.home)
    teacher = new_page()
    teacher.goto(f"{server.url}/classroom")
    settle(teacher, "Class")
    teacher.get_by_role("button", name="Open a class").click()
    code = teacher.get_by_role("heading", name=CODE).inner_text()
    pupil = new_page(NARROW, color_scheme="dark")
    with ExitStack() as stack:
        others = [join_unseen(stack, server.url, code) for _ in range(2)]
        names = [join(pupil, server.url, code), *(name for _, name in others)]
        assert len(set(names)) == 3
        vote_twice(teacher, pupil, [it for it, _ in others], names)
    board = new_page()
    board.goto(f"{server.url}/classroom?class={code}&present=1")
    expect(board.get_by_role("heading", name="Do its weights change?")).to_be_visible()
    expect(board.get_by_text(EXPLAINED)).to_be_visible()
    expect(board.get_by_text("secret")).to_have_count(0)
    assert seen_by_axe(board) == []
    hang_on_the_wall(teacher, pupil)
    with pupil.expect_download() as download:
        pupil.get_by_role("button", name="My report").click()
    told = Path(download.value.path()).read_text(encoding="utf-8")
    assert names[0] in told and "Do its weights change?" in told and EXPLAINED.search(told)
    assert code not in told
    teacher.get_by_role("button", name="End the class").click()
    teacher.get_by_role("button", name="End it for everybody").click()
    expect(teacher.get_by_role("button", name="Open a class")).to_be_visible()
    expect(pupil.get_by_role("button", name="Join", exact=True)).to_be_visible()


def vote_twice(teacher: Page, pupil: Page, others: list[Member], names: list[str]) -> None:
    """Wrong and hidden first, then right, shown and revealed."""
    teacher.get_by_role("combobox", name="Lesson").click()
    teacher.get_by_role("option", name=TITLE).click()
    teacher.locator("label", has_text="Together").click()
    settle(pupil, "Architecture")  # all are taken to the step's page
    teacher.get_by_role("button", name="Open the vote").click()
    pupil.locator(".st-key-class_vote").get_by_role("button", name=WRONG).wait_for()
    assert seen_by_axe(teacher, pupil) == []  # the desk in light and wide, the vote dark and narrow
    answer(pupil, WRONG)
    for other, said in zip(others, (WRONG, RIGHT), strict=True):
        vote_unseen(other, said)
    expect(teacher.get_by_text("3 of 3 have voted")).to_be_visible()
    here = teacher.get_by_text(re.compile(f"Step 1: .*{names[0]}"))  # those on the wire may lag
    expect(here).to_be_visible()
    teacher.get_by_role("button", name="Close the vote").click()
    expect(teacher.get_by_text("33.3 % right.")).to_be_visible()
    vote = pupil.locator(".st-key-class_vote")
    expect(vote.get_by_text("The vote is closed")).to_be_visible()
    expect(vote.locator(".js-plotly-plot")).to_have_count(0)

    teacher.get_by_role("button", name="Vote again").click()
    answer(pupil, RIGHT)
    for other in others:
        vote_unseen(other, RIGHT)
    teacher.get_by_role("button", name="Close the vote").click()
    teacher.get_by_role("button", name="Show the class the counts").click()
    expect(vote.locator(".js-plotly-plot")).to_be_visible()
    expect(pupil.get_by_text(EXPLAINED)).to_have_count(0)
    fits(pupil)
    teacher.get_by_role("button", name="Reveal the answer").click()
    expect(pupil.get_by_text(EXPLAINED)).to_be_visible()


def vote_unseen(pupil: Member, option: str) -> None:
    pupil.look()
    assert "Your answer is in" in pupil.vote(option)


def hang_on_the_wall(teacher: Page, pupil: Page) -> None:
    """A seven of the pupil's, which the teacher sees."""
    pupil.set_viewport_size(SIZE)
    pupil.get_by_test_id("stSidebarNav").get_by_role("link", name="Class").click()
    settle(pupil, "Class")
    draw_seven(pupil)
    expect(pupil.get_by_text("Which one is meant?")).to_be_visible()
    pupil.locator(".st-key-wall_label").get_by_text("7", exact=True).click()
    pupil.get_by_role("button", name="Hang it on the wall").click()
    teacher.get_by_role("tab", name="Wall").click()
    expect(teacher.get_by_role("img", name="The last 1 of 1 pictures")).to_be_visible()
    fits(teacher)
