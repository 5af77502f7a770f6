"""What a browser is told late is told whole: nothing goes from the page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.server import Server

SCRIPT = Path(__file__).with_name("held_up_app.py")


@pytest.fixture(scope="module")
def held_up(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("held_up"), SCRIPT) as server:
        yield server
    assert server.complaints() == []


def test_what_stands_below_a_part_that_polls_stays_on_the_page(held_up, page):
    """Streamlit took it off: the part was drawn once more before its first drawing was sent."""
    page.goto(held_up.url)
    tick = page.get_by_text(re.compile(r"^Tick \d+$"))
    for run in (2, 3, 4):
        page.get_by_role("button", name="Again").click()
        expect(page.get_by_text(f"End of run {run}")).to_be_visible()
        seen = tick.inner_text()
        expect(tick).not_to_have_text(seen)
        expect(page.get_by_role("button", name="Below")).to_be_visible()


def test_a_click_in_a_part_that_moves_meanwhile_is_answered(held_up, page):
    """Streamlit heard it and drew nothing."""
    page.goto(held_up.url)
    page.get_by_role("button", name="Again").click()
    page.get_by_text("Begun").wait_for()
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("Counted 1")).to_be_visible()
