"""While a network is trained, every page still answers; how fast is measured in the benchmarks."""

from playwright.sync_api import expect

from tests.browser.clicks import CLICKS
from tests.browser.test_pages import HEADINGS, PAGES, settle
from tests.browser.test_training_faults import in_progress, start, stop
from tests.browser.waiting import steady


def test_there_is_a_click_for_every_page():
    assert set(CLICKS) == {page.stem for page in PAGES}


def test_every_page_answers_while_a_run_trains(server, page):
    start(page, server.url, "keras_cnn", 50, size=8)  # longer than this test on any machine
    expect(in_progress(page)).to_be_visible()
    navigation = page.get_by_test_id("stSidebarNav")
    for target in PAGES:
        navigation.get_by_role("link", name=target.title).click()
        settle(page, HEADINGS[target.stem])
        click = CLICKS[target.stem]
        click.prepare(page)
        before = steady(page, click.effect)
        click.click(page, 0)
        page.wait_for_function(f"before => ({click.effect})() !== before", arg=before)
    navigation.get_by_role("link", name="Training").click()
    settle(page, HEADINGS["training"])
    expect(in_progress(page)).to_be_visible()  # it has trained all the while
    stop(page)
