"""While a network is trained, every page still answers; how fast is measured in the benchmarks."""

import pytest
from playwright.sync_api import expect

from tests.browser.clicks import CLICKS, go, measure, start_run
from tests.browser.test_pages import HEADINGS, PAGES, settle

pytestmark = pytest.mark.xdist_group("training")
CEILING = 5000  # milliseconds: "still answers", not "fast"


def test_there_is_a_click_for_every_page():
    assert set(CLICKS) == {page.stem for page in PAGES}


@pytest.mark.slow
def test_every_page_answers_while_a_run_trains(server, page):
    page.goto(f"{server.url}/?network=keras_cnn")
    settle(page, HEADINGS["home"])
    start_run(page, Epochs="50", Batch_size="8")  # longer than this test on any machine
    for stem, click in CLICKS.items():
        go(page, stem)
        milliseconds = measure(page, click, times=2)
        assert max(milliseconds) < CEILING, f"{stem}, {click.what}: {milliseconds} ms"
    go(page, "training")
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("of 50,").first).to_be_visible()  # it has trained all the while
    main.get_by_role("button", name="Stop", exact=True).click()
    expect(main.get_by_text("Stopped.", exact=True)).to_be_visible(timeout=30_000)
