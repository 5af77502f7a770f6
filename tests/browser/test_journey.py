"""The journey of a newcomer: browse, follow a digit, train, evaluate, draw; all in one browser."""

import psutil
from playwright.sync_api import expect

from mnist_core.figures.learning_curves import POINTS as MOST_POINTS
from mnist_core.training.run_folder import Run
from tests.browser.conftest import SMALL
from tests.browser.navigation import HEADINGS, PAGES, settle, uses_tensorflow
from tests.browser.waiting import SELDOM

DIGITS = 500
STEPS = 32  # of 16 of them
POINTS = """() => {
    const plot = document.querySelector('[data-testid=stMain] .js-plotly-plot');
    return plot && plot.data ? plot.data[1].x.length ?? plot.calcdata[1].length : 0;
}"""
"""How many points the smoothed loss is drawn with now."""


def go(page, title):
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    settle(page, HEADINGS[title.lower()])


def test_browse_follow_train_evaluate_draw(start_server, page):
    server = start_server(program=SMALL, TRAINER="tests.browser.eager_trainer")  # the real one
    page.goto(f"{server.url}/evaluation?network=mlp&digit=7")  # a deep link, first of all
    settle(page, HEADINGS["evaluation"])
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    assert [link.inner_text().split()[-1] for link in links.all()] == [p.title for p in PAGES]
    expect(page.get_by_test_id("stSidebar").get_by_text("109,386 parameters")).to_be_visible()
    assert page.title() == "Evaluation · Inside a CNN"
    main, sidebar = page.get_by_test_id("stMain"), page.get_by_test_id("stSidebar")
    sidebar.get_by_role("combobox").click()
    page.get_by_role("option", name="keras_cnn").click()
    settle(page, HEADINGS["evaluation"])

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
    for label, value in (("Training digits", DIGITS), ("Batch size", 16)):
        box = main.get_by_label(label, exact=True)
        box.fill(str(value))
        box.press("Enter")
    rate = main.get_by_label("Learning rate", exact=True)
    rate.clear()
    rate.press_sequentially("0,002")  # with a decimal comma, which many browsers drop in silence
    rate.press("Enter")
    expect(rate).to_have_value("0.002")
    expect(main.get_by_text(f"{STEPS} batches in an epoch, {STEPS} steps in all.")).to_be_visible()
    main.get_by_role("button", name="Start").click()
    page.wait_for_url("**run=**")
    main.get_by_role("button", name="Pause").click()  # while TensorFlow still starts
    step = main.get_by_role("button", name="One more batch")
    expect(step).to_be_enabled()
    paused_at = run_in_view(page, server).paused_at
    assert paused_at < STEPS
    for more in (1, 2):
        step.click()
        drawn(page, paused_at + more)
        expect(step).to_be_enabled()
    main.get_by_role("button", name="Resume").click()
    expect(main.get_by_text("Finished.")).to_be_visible()
    drawn(page, STEPS)

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
    expect(main.get_by_text("reads a 7")).to_be_visible()

    web = psutil.Process(server.process.pid)
    assert not uses_tensorflow(web)
    trainers = web.children(recursive=True)
    assert any(uses_tensorflow(trainer) for trainer in trainers)  # the check can find it


def drawn(page, batches):
    """Wait for a curve with a point for each batch, or as many as a curve ever has."""
    whole = min(batches, MOST_POINTS)
    page.wait_for_function(f"count => ({POINTS})() === count", arg=whole, polling=SELDOM)


def run_in_view(page, server):
    return Run(server.home / "runs" / page.url.partition("run=")[2].partition("&")[0])


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
