"""A whole lesson in a real browser: a teacher, three pupils, a board, the wall and a report."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.navigation import settle
from tests.browser.waiting import at_rest, fits
from tests.classroom.member import RIGHT, TITLE, WRONG, add_lesson

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


def answer(pupil: Page, option: str) -> None:
    vote = pupil.locator(".st-key-class_vote")
    vote.get_by_role("button", name=option).click()
    expect(vote.get_by_text("Your answer is in")).to_be_visible()


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
    pupils = [new_page(NARROW), new_page(color_scheme="dark"), new_page()]
    names = [join(pupil, server.url, code) for pupil in pupils]
    assert len(set(names)) == 3
    teacher.get_by_role("combobox", name="Lesson").click()
    teacher.get_by_role("option", name=TITLE).click()
    teacher.locator("label", has_text="Together").click()
    for pupil in pupils:  # all are taken to the step's page
        settle(pupil, "Architecture")
    teacher.get_by_role("button", name="Open the vote").click()
    for pupil, option in zip(pupils, (WRONG, WRONG, RIGHT), strict=True):
        answer(pupil, option)
    expect(teacher.get_by_text("3 of 3 have voted")).to_be_visible()
    expect(teacher.get_by_text(f"Step 1: {', '.join(sorted(names))}")).to_be_visible()
    teacher.get_by_role("button", name="Close the vote").click()
    expect(teacher.get_by_text("33.3 % right.")).to_be_visible()
    for pupil in pupils:
        vote = pupil.locator(".st-key-class_vote")
        expect(vote.get_by_text("The vote is closed")).to_be_visible()
        expect(vote.locator(".js-plotly-plot")).to_have_count(0)

    teacher.get_by_role("button", name="Vote again").click()
    for pupil in pupils:
        answer(pupil, RIGHT)
    teacher.get_by_role("button", name="Close the vote").click()
    teacher.get_by_role("button", name="Show the class the counts").click()
    for pupil in pupils:
        expect(pupil.locator(".st-key-class_vote .js-plotly-plot")).to_be_visible()
        expect(pupil.get_by_text(EXPLAINED)).to_have_count(0)
        fits(pupil)
    teacher.get_by_role("button", name="Reveal the answer").click()
    for pupil in pupils:
        expect(pupil.get_by_text(EXPLAINED)).to_be_visible()
    board = new_page()
    board.goto(f"{server.url}/classroom?class={code}&present=1")
    expect(board.get_by_role("heading", name="Do its weights change?")).to_be_visible()
    expect(board.get_by_text(EXPLAINED)).to_be_visible()
    expect(board.get_by_text("secret")).to_have_count(0)

    writer = pupils[1]
    writer.get_by_test_id("stSidebarNav").get_by_role("link", name="Class").click()
    settle(writer, "Class")
    draw_seven(writer)
    expect(writer.get_by_text("Which one is meant?")).to_be_visible()
    writer.locator(".st-key-wall_label").get_by_text("7", exact=True).click()
    writer.get_by_role("button", name="Hang it on the wall").click()
    teacher.get_by_role("tab", name="Wall").click()
    expect(teacher.get_by_role("img", name="The last 1 of 1 pictures")).to_be_visible()
    fits(teacher)
    with writer.expect_download() as download:
        writer.get_by_role("button", name="My report").click()
    told = Path(download.value.path()).read_text(encoding="utf-8")
    assert names[1] in told and "Do its weights change?" in told and EXPLAINED.search(told)
    assert code not in told
    teacher.get_by_role("button", name="End the class").click()
    teacher.get_by_role("button", name="End it for everybody").click()
    expect(teacher.get_by_role("button", name="Open a class")).to_be_visible()
    expect(writer.get_by_role("button", name="Join", exact=True)).to_be_visible()
