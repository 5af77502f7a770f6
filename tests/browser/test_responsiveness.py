"""While a network is trained, every page still answers; how fast is measured in the benchmarks."""

from playwright.sync_api import expect

from tests.browser.clicks import CLICKS
from tests.browser.test_pages import PAGES, go
from tests.browser.test_training_faults import in_progress, start, stop
from tests.browser.waiting import steady

(TRAINING,) = (page for page in PAGES if page.stem == "training")


def test_there_is_a_click_for_every_page():
    assert set(CLICKS) == {page.stem for page in PAGES}


def test_every_page_answers_while_a_run_trains(server, page):
    start(page, server.url, "keras_cnn", 50, size=8)  # longer than this test on any machine
    expect(in_progress(page)).to_be_visible()
    for target in PAGES:
        go(page, target)
        click = CLICKS[target.stem]
        click.prepare(page)
        before = steady(page, click.effect)
        click.click(page, 0)
        page.wait_for_function(f"before => ({click.effect})() !== before", arg=before)
    go(page, TRAINING)
    expect(in_progress(page)).to_be_visible()  # it has trained all the while
    stop(page)
