"""Every page in a real browser, wide and narrow, in the dark, while a network is trained."""

import re

import pytest
from playwright.sync_api import expect

from mnist_core.data.sources import load_dataset
from mnist_core.figures.palette import DARK, LIGHT
from mnist_core.network.forward import Network
from tests.browser.clicks import CLICKS
from tests.browser.navigation import FONT, HEADINGS, PAGES, WIDE, go, settle, turn
from tests.browser.training_page import in_progress, start, stop
from tests.browser.waiting import SELDOM, at_rest, steady

(TRAINING,) = (page for page in PAGES if page.stem == "training")


def test_there_is_a_click_for_every_page():
    assert set(CLICKS) == {page.stem for page in PAGES}


def test_every_page_answers_at_every_width_while_a_run_trains(server, new_page):
    """One page at one width, then turned; the next at the width that this one was turned to.

    How fast they answer is measured in the benchmarks.
    """
    page = new_page(color_scheme="dark")
    start(page, server.url, "keras_cnn", 50, size=8)  # longer than this test on any machine
    expect(in_progress(page)).to_be_visible()
    for target in PAGES:
        go(page, target)
        wide = page.viewport_size["width"] == WIDE
        if wide:
            answers(page, CLICKS[target.stem])
        if target.stem == "architecture":
            figures_follow_the_appearance(page)
            charts_shrink_with_the_paper(page)
        turn(page)
        if target.stem == "home":
            the_journey_says_its_values(page)
        if not wide:
            answers(page, CLICKS[target.stem])
    go(page, TRAINING)
    if page.viewport_size["width"] != WIDE:  # where the navigation lies over the page
        turn(page)
    expect(in_progress(page)).to_be_visible()  # it has trained all the while
    stop(page)


def answers(page, click):
    """A click changes what is seen."""
    click.prepare(page)
    before = steady(page, click.effect)
    click.click(page, 0)
    changed = f"before => ({click.effect})() !== before"
    page.wait_for_function(changed, arg=before, polling=SELDOM)


def the_journey_says_its_values(page):
    """Home's picture can be read on a phone, and says each value to a pointer and by key."""
    picture = page.get_by_role("img", name="on its way through the network keras_cnn")
    expect(picture.locator("img")).to_have_count(6)
    for caption in picture.locator("figcaption *").all():
        assert float(caption.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")) >= 11
    number = int(page.get_by_label("Number", exact=True).input_value())
    shown = {}
    for activation in Network.load("keras_cnn").activations(load_dataset().test.images[number]):
        shown[activation.name] = activation.output
    said = page.locator(".st-key-journey_values output")

    def says(place, value):
        expect(said).to_contain_text(place)
        assert float(said.inner_text().split(": ")[1].rstrip(" %")) == pytest.approx(value, 0.005)

    pool = picture.locator("img").nth(4)  # 64 maps of 5 × 5, sixteen under each other
    box = at_rest(pool)
    for number, row, column in ((3, 2, 1), (20, 4, 0), (63, 0, 4)):
        across, down = number // 16 * 6 + column + 0.5, number % 16 * 6 + row + 0.5
        x, y = box["x"] + across * box["width"] / 23, box["y"] + down * box["height"] / 95
        page.mouse.move(x, y)
        says(f"pool2 map {number}, row {row}, column {column}", shown["pool2"][row, column, number])
    picture.focus()
    page.keyboard.press("ArrowLeft")
    says("pool2 map 63, row 0, column 3", shown["pool2"][0, 3, 63])
    page.keyboard.press(".")
    page.keyboard.press("ArrowDown")
    says("dense1 + ReLU unit 1", max(shown["dense1"][1], 0))
    page.keyboard.press(".")
    answer = int(shown["softmax"].argmax())
    for _ in range(answer):
        page.keyboard.press("ArrowDown")
    says(f"softmax {answer}", 100 * shown["softmax"][answer])
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()


def figures_follow_the_appearance(page):
    """The system's switch between dark and light reaches the figures, whose colours are ours."""
    for scheme, palette in (("dark", DARK), ("light", LIGHT), ("dark", DARK)):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"colour => {FONT} === colour", arg=palette.text)
    settle(page, HEADINGS["architecture"])


def charts_shrink_with_the_paper(page):
    """Printed, a chart is as wide as its box; on the screen it is as it was."""
    layer = page.locator(".svg-container > svg").first
    page.emulate_media(media="print")
    layer.evaluate("it => it.parentElement.style.setProperty('width', '200px', 'important')")
    expect(layer).to_have_attribute("viewBox", re.compile(r"^0 0 \d+"))
    assert layer.bounding_box()["width"] <= 200
    page.emulate_media(media="screen")
    expect(layer).not_to_have_attribute("viewBox", re.compile(""))
