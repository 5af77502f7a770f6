"""The Experiments and Saliency tabs in use, as a person clicks through them."""

from playwright.sync_api import Locator, expect

from tests.browser.navigation import HEADINGS, settle
from tests.browser.waiting import fits

NARROW = {"width": 420, "height": 900}


def click_the_only(button: Locator) -> None:
    """Press a button once the one of the view before, which has the same text, is gone."""
    expect(button).to_have_count(1)
    button.click()


def test_experiments_in_use_and_saliency_on_a_phone(server, new_page):
    page = new_page(color_scheme="dark")
    main = page.get_by_test_id("stMain")
    page.goto(f"{server.url}/architecture?network=classic_cnn&look=Experiments")
    settle(page, HEADINGS["architecture"])
    expect(main.get_by_text("follow exactly: their maps are the old ones")).to_be_visible()
    main.get_by_role("slider", name="Right, pixels").press("ArrowLeft")
    expect(main.get_by_text("pool1 ought to move 1.5 cells right")).to_be_visible()
    main.get_by_text("Change a filter", exact=True).click()
    click_the_only(main.get_by_text("just show me"))
    expect(main.get_by_text("Accuracy after, 500 validation digits")).to_be_visible()
    main.get_by_text("What excites a filter", exact=True).click()
    expect(main.get_by_text("The patches alone")).to_be_visible()
    settle(page, HEADINGS["architecture"])
    page.set_viewport_size(NARROW)
    fits(page)

    main.get_by_role("tab", name="Saliency").click()
    click_the_only(main.get_by_text("just show me"))
    expect(main.get_by_text("How to read a pair")).to_be_visible()
    main.get_by_text("Let it forget layer by layer").click()
    expect(main.get_by_text("From left to right one more layer")).to_be_visible()
    settle(page, HEADINGS["architecture"])
    fits(page)
