"""What a person does on the page Training, in a browser."""

import re

from playwright.sync_api import expect

from tests.browser.navigation import HEADINGS, settle


def start(page, url, network, epochs, size=64):
    """Open the Training page, fill the form, press start; returns the run's id."""
    page.goto(f"{url}/training?network={network}")
    settle(page, HEADINGS["training"])
    return start_here(page, epochs, size)


def start_here(page, epochs, size=64):
    """On the Training page, fill the form, press start; returns the run's id."""
    main = page.get_by_test_id("stMain")
    for label, value in (("Epochs", epochs), ("Batch size", size)):
        box = main.get_by_label(label, exact=True)
        box.fill(str(value))
        box.press("Enter")
    batches = -(-3500 // size)
    expect(
        main.get_by_text(f"{batches:,} batches in an epoch, {epochs * batches:,} steps in all.")
    ).to_be_visible()
    main.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**run=**")
    return page.url.partition("run=")[2].partition("&")[0]


def stop(page):
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="Stop", exact=True).click()
    expect(main.get_by_text("Stopped.", exact=True)).to_be_visible()


def in_progress(page):
    return page.get_by_test_id("stMain").get_by_text(re.compile(r"epoch \d+ of \d+")).first
