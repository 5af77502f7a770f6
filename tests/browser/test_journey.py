"""The journey of a newcomer: browse, follow a digit, train, evaluate, draw; all in one browser."""

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import HEADINGS, settle, uses_tensorflow
from tests.browser.test_training_faults import TRAINED

pytestmark = pytest.mark.xdist_group("training")


def go(page, title):
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    settle(page, HEADINGS[title.lower()])


def test_browse_follow_train_evaluate_draw(server, page):
    page.goto(server.url)
    settle(page, HEADINGS["home"])
    main, sidebar = page.get_by_test_id("stMain"), page.get_by_test_id("stSidebar")

    go(page, "Dataset")
    number = main.get_by_label("Number", exact=True)
    number.fill("42")
    number.press("Enter")
    page.wait_for_url("**digit=42**")

    go(page, "Architecture")
    page.wait_for_url("**digit=42**")  # the digit followed us
    expect(main.get_by_text("28 − 3 + 1 = 26").first).to_be_attached()

    go(page, "Training")
    main.get_by_role("button", name="One epoch").click()
    expect(main.get_by_label("Epochs", exact=True)).to_have_value("1")
    size = main.get_by_label("Batch size", exact=True)
    size.fill("8")  # many small steps, so that there is something to watch
    size.press("Enter")
    expect(main.get_by_text("438 batches in an epoch, 438 steps in all.")).to_be_visible()
    main.get_by_role("button", name="Start").click()
    expect(main.get_by_text("epoch 1 of 1")).to_be_visible(timeout=TRAINED)
    lengths = []
    while main.get_by_text("epoch 1 of 1").count():  # the curve moves while it trains
        lengths.append(points(page))
        page.wait_for_timeout(200)
    expect(main.get_by_text("Finished.")).to_be_visible(timeout=TRAINED)
    assert lengths == sorted(lengths) and len(set(lengths)) > 1, lengths
    assert points(page) == 438  # one point a batch
    page.wait_for_url("**run=**")

    sidebar.get_by_role("combobox").click()
    page.get_by_role("option", name="run-").click()
    settle(page, HEADINGS["training"])
    go(page, "Evaluation")
    page.wait_for_url("**network=run-**")
    expect(main.get_by_text("1,000").first).to_be_visible()
    expect(main.get_by_test_id("stMetric").filter(has_text="Accuracy")).to_be_visible()

    sidebar.get_by_role("combobox").click()
    page.get_by_role("option", name="keras_cnn").click()
    go(page, "Draw")
    draw(page, [(0.25, 0.25), (0.7, 0.25), (0.45, 0.8)])
    expect(main.get_by_text("reads a 7")).to_be_visible(timeout=20_000)

    web = psutil.Process(server.process.pid)
    assert not uses_tensorflow(web)
    trainers = web.children(recursive=True)
    assert any(uses_tensorflow(trainer) for trainer in trainers)  # the check can find it


def points(page):
    """How many points the smoothed loss is drawn with now."""
    return page.evaluate(
        """() => {
            const plot = document.querySelector('[data-testid=stMain] .js-plotly-plot');
            return plot && plot.data ? plot.data[1].x.length ?? plot.calcdata[1].length : 0;
        }"""
    )


def draw(page, corners):
    """Draw one stroke through points given as shares of the pad, as a hand would."""
    canvas = page.get_by_test_id("stMain").locator("canvas.upper-canvas").first
    canvas.scroll_into_view_if_needed()
    canvas.hover()
    box = canvas.bounding_box()
    spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(*spot, steps=12)
    page.mouse.up()
