"""The editable summary in a real browser: by touch on a phone, by keyboard, over a reload."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZE, opening
from tests.browser.navigation import HEADINGS, settle
from tests.browser.waiting import SELDOM, fits


@pytest.fixture(scope="module")
def summary(contexts, server):
    """The editable summary on a phone, for a test that leaves the network as it was."""
    with opening(contexts) as new_page:
        page = new_page({"width": 420, "height": 900}, has_touch=True)
        page.goto(f"{server.url}/architecture?network=keras_cnn&look=Ledger")
        settle(page, HEADINGS["architecture"])
        last = page.get_by_role("button", name="Try it: same padding in conv2")
        expect(last).to_be_visible()
        settle(page, HEADINGS["architecture"])
        yield page


def field(page, name):
    return page.get_by_role("spinbutton", name=name)


def holds(page, name, value):
    """Wait until the only field of that name has this value: another line's may still be there."""
    page.wait_for_function(
        """([name, value]) => {
            const found = document.querySelectorAll(`input[aria-label='${name}']`)
            return found.length === 1 && found[0].value === value
        }""",
        arg=[name, value],
        polling=SELDOM,
    )


def says(page, text):
    expect(page.get_by_test_id("stMain").get_by_text(text).first).to_be_visible()


def test_on_a_phone_by_touch(summary):
    page = summary
    page.get_by_role("button", name="conv2", exact=True).tap()
    expect(field(page, "Kernel")).to_be_visible()
    page.get_by_role("radiogroup", name="Padding").get_by_text("same").tap()
    says(page, "13 + 2 − 3 + 1 = 13")
    says(page, "6 × 6 × 64 = 2,304")
    page.get_by_role("button", name="Undo").tap()
    says(page, "13 − 3 + 1 = 11")
    fits(page)


def test_by_keyboard_the_focus_stays_a_reload_keeps_the_edit_and_the_way_to_training(summary):
    page = summary
    page.set_viewport_size(SIZE)
    settle(page, HEADINGS["architecture"])
    page.get_by_role("button", name="conv1", exact=True).focus()
    page.keyboard.press("Enter")
    holds(page, "Filters", "32")
    field(page, "Filters").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    says(page, "26 × 26 × 33")
    expect(field(page, "Filters")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    says(page, "26 × 26 × 34")
    expect(page).to_have_url(re.compile("edit=c34x3_r_m2_c64x3_r_m2_f_d128_r_o0.5_d10_s"))
    page.reload()
    settle(page, HEADINGS["architecture"])
    says(page, "The address of this page holds your network")  # only where there is an edit
    assert "edit=c34x3_r_m2" in page.url

    page.get_by_role("button", name="conv2", exact=True).click()  # an illegal edit
    holds(page, "Filters", "64")
    field(page, "Kernel").fill("14")
    field(page, "Kernel").press("Enter")
    says(page, "Conv2D has a 14×14 window but its input is only 13×13")
    expect(page.get_by_role("button", name="Train this network")).to_be_disabled()
    field(page, "Kernel").fill("5")
    field(page, "Kernel").press("Enter")
    says(page, "13 − 5 + 1 = 9")
    page.get_by_role("button", name="Train this network").click()
    settle(page, HEADINGS["training"])
    says(page, "has learnt nothing yet")
    expect(page.get_by_role("combobox", name="Network to train")).to_have_value(
        re.compile("^Your network, ")
    )
    assert "edit=c34x3_r_m2_c64x5" in page.url
