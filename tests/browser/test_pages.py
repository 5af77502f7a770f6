"""Every page in a real browser: one walk through all of them, while a network is trained.

Each is opened in a wide or in a narrow window, in turn, and becomes narrower or wider from there;
half of them are light and half are dark. That it is whole at every width, that a click on it is
answered, and that it stands in nobody's way is asked in one visit, for a page with charts takes
seconds to be opened or turned.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from mnist_core.data.sources import load_dataset
from mnist_core.figures.palette import DARK, LIGHT
from mnist_core.network.forward import Network
from tests.browser.axe import MAIN, OFTEN, OPENED, RESUME, STATES, look, show
from tests.browser.chromium import continuous_integration
from tests.browser.clicks import CLICKS
from tests.browser.for_everyone import obstacles
from tests.browser.navigation import FONT, HEADINGS, NARROW, PAGES, WIDE, go, settle, uncover
from tests.browser.training_page import in_progress, start_here, stop
from tests.browser.waiting import SELDOM, at_rest, fits, steady
from tests.js.node import install

(TRAINING,) = (page for page in PAGES if page.stem == "training")
ZOOMED = (640, 320)  # CSS pixels that a window of 1280 shows at 200 and at 400 %
FROM_WIDE, FROM_NARROW = (*ZOOMED, NARROW), (*ZOOMED[::-1], WIDE)


def test_there_is_a_click_and_there_are_states_for_every_page():
    assert set(CLICKS) == {page.stem for page in PAGES}
    assert set(STATES) >= {page.stem for page in PAGES}
    assert {state for it in STATES.values() for state in it} >= OFTEN


def test_every_page_answers_at_every_width_and_stands_in_nobodys_way_while_a_run_trains(
    server, page
):
    """How fast they answer is measured in the benchmarks."""
    walk = Walk(page)
    page.goto(f"{server.url}/training?network=keras_cnn")
    settle(page, HEADINGS["training"])
    walk.sees("training", "", "light")  # at rest: nothing trains yet
    walk.asks_everybody("training")
    walk.turns()
    start_here(page, 50, size=8)  # longer than this test on any machine
    expect(in_progress(page)).to_be_visible()
    for number, target in enumerate(PAGES):
        go(page, target)
        walk.visits(target.stem, "dark" if 2 * number >= len(PAGES) else "light")
    go(page, TRAINING)
    expect(in_progress(page)).to_be_visible()  # it has trained all the while
    stop(page)
    assert walk.found == []


class Walk:
    """A page that goes through the app, and what stood in anybody's way there."""

    def __init__(self, page):
        self.page, self.found = page, []
        self.axe = install() == 0
        assert self.axe or not continuous_integration(), "CI=true, and npm did not bring axe-core"
        self.began = time.monotonic()

    @property
    def wide(self):
        return self.page.viewport_size["width"] == WIDE

    def visits(self, stem, scheme):
        """A page that was just opened: it is looked at, turned and clicked on, tabs and all."""
        first, *others = STATES[stem]
        if stem != "training":  # it was looked at before it trained
            self.sees(stem, first, scheme)
        if not self.wide:
            self.turns()
            self.answers(stem)
        else:
            self.answers(stem)
            self.turns()
        for state in (it for it in others if it in OFTEN):
            uncover(self.page)
            show(self.page, stem, state)
            self.sees(stem, state, scheme, MAIN)
            if state == "in progress":
                self.page.locator(RESUME).first.click()

    def sees(self, stem, state, scheme, part="body"):
        """Asks axe-core, where npm brings it; it looks at a page once in this width and scheme."""
        self.page.emulate_media(color_scheme=scheme)
        width = self.page.viewport_size["width"]
        found = look(self.page, scheme, width, part) if self.axe else []
        self.found += [(stem, state, scheme, width, *it) for it in found]
        took = time.monotonic() - self.began
        print(f"{took:5.1f} s  {stem}: {state or 'as it opens'}, {scheme}, {width}")

    def turns(self):
        """Through all widths to the other end: no page scrolls sideways, turned or zoomed."""
        for width in FROM_WIDE if self.wide else FROM_NARROW:
            self.page.set_viewport_size({"width": width, "height": 900})
            fits(self.page)

    def answers(self, stem):
        """In a wide window, everybody: nothing is in the way, and a click changes what is seen."""
        OPENED.get(stem, lambda page: None)(self.page)
        if stem != "training":
            self.asks_everybody(stem)
        answers(self.page, CLICKS[stem])
        if stem == "home":
            self.page.set_viewport_size({"width": NARROW, "height": 900})
            the_journey_says_its_values(self.page)
            self.page.set_viewport_size({"width": WIDE, "height": 900})
        if stem == "architecture":
            figures_follow_the_appearance(self.page)
            charts_shrink_with_the_paper(self.page)

    def asks_everybody(self, stem):
        """Motion, colours, paper, keys; what is drawn anew meanwhile is asked once more."""
        found = obstacles(self.page) and obstacles(self.page)
        self.found += [(stem, it) for it in found]


def answers(page, click):
    """A click changes what is seen."""
    click.prepare(page)
    before = steady(page, click.effect)
    click.click(page, 0)
    changed = f"before => ({click.effect})() !== before"
    page.wait_for_function(changed, arg=before, polling=SELDOM)


def the_journey_says_its_values(page):
    """Home's picture can be read on a phone, and says each value to a pointer and by key."""
    picture = page.get_by_role("group", name="on its way through the network keras_cnn")
    expect(picture.locator("img")).to_have_count(7)
    for caption in picture.locator("p *:not(img, br)").all():
        assert float(caption.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")) >= 12.8
    number = int(page.get_by_label("Number", exact=True).input_value())
    shown = {}
    for activation in Network.load("keras_cnn").activations(load_dataset().test.images[number]):
        shown[activation.name] = activation.output
    said = page.locator(".st-key-journey_values output")

    def says(place, value):
        expect(said).to_contain_text(place)
        assert float(said.inner_text().split(": ")[1].rstrip(" %")) == pytest.approx(value, 0.005)

    picture.focus()  # first: it can scroll the page below the pointer
    pool = picture.locator("img").nth(4)  # 64 maps of 5 × 5, sixteen under each other
    box = at_rest(pool)
    cell = 4 * box["height"] / (95 * 4 + 2 * 2)  # four pixels of the file, which has a frame of two
    left, top = box["x"] + box["width"] / 2 - 23 / 2 * cell, box["y"] + cell / 2
    for number, row, column in ((3, 2, 1), (20, 4, 0), (63, 0, 4)):
        across, down = number // 16 * 6 + column + 0.5, number % 16 * 6 + row + 0.5
        page.mouse.move(left + across * cell, top + down * cell)
        says(f"pool2 map {number}, row {row}, column {column}", shown["pool2"][row, column, number])
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
    for scheme, palette in (("dark", DARK), ("light", LIGHT)):
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
