"""The pad in a real browser: no stroke is lost wherever it begins, and what is drawn is read."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from mnist_core.data.sources import held_out_digits
from mnist_core.figures.palette import DARK, rgb
from pages.ui.components.pad.pad import HIDDEN, SIDE, WIDE
from tests.browser.conftest import opening
from tests.browser.knob import turn
from tests.browser.navigation import PAGES, SIDEBAR, go
from tests.browser.pad_page import (
    CLEAR,
    PAD,
    READING,
    SEVEN,
    go_to_pad,
    one_pad,
    open_pad,
    press,
    probabilities,
    read_by,
    ready_pad,
    touch,
)
from tests.browser.real_digits import NETWORK, real_digits
from tests.browser.waiting import at_rest, steady

CORNERS = (
    ((316, 4), (280, 60)),
    ((4, 4), (40, 60)),
    ((4, 316), (40, 260)),
    ((316, 316), (280, 260)),
)
EACH = 2  # digits by mouse, and as many by touch, at each width
UNDO, REDO = (f".st-key-pad button[title={name}]" for name in ("Undo", "Redo"))
WHITE = """(() => {  // what Firefox gives of a canvas with privacy.resistFingerprinting
    const canvas = HTMLCanvasElement.prototype
    canvas.told = canvas.toDataURL
    canvas.toDataURL = function (...options) {
        const white = Object.assign(document.createElement('canvas'), {
            width: this.width, height: this.height })
        const context = white.getContext('2d')
        context.fillStyle = 'white'
        context.fillRect(0, 0, white.width, white.height)
        return canvas.told.apply(white, options)
    }
})()"""
NUDGED = ".st-key-nudged .reading"
COUNT_SENT = """(() => {
    const send = WebSocket.prototype.send
    window.sent = 0
    WebSocket.prototype.send = function (...data) { window.sent += 1; send.apply(this, data) }
})()"""
LOSE = """(() => {  // what a busy machine does: the first message of another appearance is lost
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (data) {
        if (!new TextDecoder().decode(data).includes('"seen"')) return send.call(this, data)
        WebSocket.prototype.send = send
        window.lost = true
    }
})()"""
(HOME,) = (page for page in PAGES if page.stem == "home")
SIZES = [{"width": 1280, "height": 900}, {"width": 420, "height": 900}]


@pytest.fixture(scope="module")
def pad_page(contexts, server) -> Iterator[Page]:
    """The Draw page, come to from Home, for tests that leave it without a drawing."""
    with opening(contexts) as new_page:
        page = new_page(viewport=SIZES[0], has_touch=True)
        page.goto(f"{server.url}/?network={NETWORK}")
        go_to_pad(page)
        ready_pad(page)
        yield page


@pytest.fixture(scope="module", params=SIZES, ids=["1280", "420"])
def drawing_page(pad_page, request) -> Iterator[Page]:
    """The same at one width and then at another, where the pad is made anew."""
    if pad_page.viewport_size != request.param:
        go(pad_page, HOME)
        pad_page.set_viewport_size(request.param)
        go_to_pad(pad_page)
    yield pad_page
    pad_page.set_viewport_size(SIZES[0])
    steady(pad_page, SIDEBAR)
    if pad_page.get_by_test_id("stExpandSidebarButton").is_visible():  # put away at the other width
        pad_page.get_by_test_id("stExpandSidebarButton").click()


def test_strokes_that_begin_in_a_corner_arrive(drawing_page) -> None:
    page, box = drawing_page, ready_pad(drawing_page)
    for draw in (press, touch):
        for number, points in enumerate(CORNERS, start=1):
            draw(page, box, points)
            expect(
                page.get_by_text(re.compile(rf"points in {number} stroke")).first
            ).to_be_visible()
        page.locator(".st-key-pad button[title=Undo]").click()
        expect(page.get_by_text("in 3 strokes").first).to_be_visible()
        page.locator(CLEAR).click()
        expect(page.get_by_text("Nothing drawn yet")).to_be_visible()


def test_the_toolbar_stands_above_the_pad_whichever_pad_it_is(pad_page) -> None:
    page = pad_page
    several = page.get_by_test_id("stMain").get_by_text("Several digits", exact=True)
    several.click()
    one_pad(page, WIDE[0])
    page.mouse.move(3, 3)
    for again in range(2):
        pad, toolbar = page.locator(PAD).bounding_box(), page.locator(".st-key-pad .dc-toolbar")
        expect(toolbar).to_have_css("opacity", "1")
        box = toolbar.bounding_box()
        assert box["y"] + box["height"] <= pad["y"], "no stroke is swallowed"
        shown = toolbar.locator("button").filter(visible=True)
        assert "Edit" not in shown.evaluate_all("all => all.map(it => it.title)")
        expect(shown).to_have_count(3)  # undo, redo, clear
        if not again:
            several.click()
            one_pad(page, SIDE)


def test_a_wide_pad_has_the_room_there_is(pad_page) -> None:
    page, size = pad_page, pad_page.viewport_size
    several = page.get_by_test_id("stMain").get_by_text("Several digits", exact=True)
    several.click()
    one_pad(page, WIDE[0])
    for width in (1280, 820, 427):
        page.set_viewport_size({"width": width, "height": 900})
        box, main = at_rest(page.locator(PAD)), at_rest(page.get_by_test_id("stMain"))
        room = width - main["x"] - 2 * 16  # beside the sidebar, which may be away
        assert box["width"] == min(room, WIDE[0]) and box["x"] + box["width"] <= width - 16
        assert box["height"] == pytest.approx(box["width"] * WIDE[1] / WIDE[0], abs=1)
    scale = box["width"] / WIDE[0]
    for right in (0, 320):
        press(page, box, [((x + right) * scale, y * scale) for x, y in SEVEN])
        expect(page.get_by_role("heading", name=f"Reads {'77' if right else '7'}")).to_be_visible()
    page.set_viewport_size(size)
    expect(page.get_by_role("heading", name="Reads 77")).to_be_visible()
    page.locator(CLEAR).click()
    several.click()
    one_pad(page, SIDE)


def test_a_drawing_outlives_a_change_of_the_appearance_and_can_be_taken_back(pad_page) -> None:
    page, reads = pad_page, pad_page.get_by_role("heading", name="Reads a 7")
    press(page, at_rest(page.locator(PAD)), SEVEN)
    expect(reads).to_be_visible()
    page.evaluate(LOSE)
    page.emulate_media(color_scheme="dark")
    text = ", ".join(str(int(level)) for level in rgb(DARK.text))
    expect(page.locator(READING)).to_have_css("color", f"rgb({text})")  # it has been run again
    assert page.evaluate("window.lost")
    expect(reads).to_be_visible()
    page.locator(UNDO).click()
    expect(page.get_by_text("Nothing drawn yet")).to_be_visible()
    page.locator(REDO).click()
    expect(reads).to_be_visible()
    page.locator(CLEAR).click()
    expect(page.get_by_text("Nothing drawn yet")).to_be_visible()
    page.emulate_media(color_scheme="light")


def test_a_picture_read_the_wrong_way_round_is_mended_by_a_click_and_cropped_by_hand(
    pad_page, tmp_path
) -> None:
    """An 8, dark on bright, cropped so close that most of its rim is ink: nobody doubts it."""
    digit = held_out_digits().images[61]
    rows, columns = np.nonzero(digit > 100)
    close = digit[rows.min() + 2 : rows.max() - 1, columns.min() + 2 : columns.max() - 1]
    file = tmp_path / "eight.png"
    Image.fromarray(255 - np.kron(close, np.ones((10, 10), np.uint8))).save(file)
    page, main = pad_page, pad_page.get_by_test_id("stMain")
    main.get_by_text("File", exact=True).click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    eight = page.get_by_role("heading", name="Reads an 8")
    side = main.get_by_text("Dark is ink", exact=True)
    expect(side).to_be_visible()
    expect(page.locator(READING)).to_have_attribute("data-by", "server")
    expect(eight).to_have_count(0)
    side.click()
    expect(eight).to_be_visible()
    main.get_by_text("Turn or crop", exact=True).click()
    box = at_rest(page.locator(".cropped-picture"))
    page.mouse.move(box["x"] + 0.02 * box["width"], box["y"] + 0.01 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.97 * box["width"], box["y"] + 0.52 * box["height"])
    page.mouse.up()
    height = 10 * len(close)
    cut = int(0.52 * height) - int(0.01 * height)
    expect(main.get_by_text(f"A picture of {cut} × ")).to_be_visible()
    expect(eight).to_have_count(0)  # it is the upper half of one
    main.get_by_text("Pad", exact=True).click()
    one_pad(page, SIDE)


def test_the_reading_follows_the_pen_and_the_server_agrees(drawing_page, strokes_path) -> None:
    page, box = drawing_page, ready_pad(drawing_page)
    page.evaluate(COUNT_SENT)
    digits = real_digits(strokes_path, 2 * EACH, seed=page.viewport_size["width"])
    for draw, (strokes, answer) in zip([press, touch] * EACH, digits, strict=True):
        live = []

        def before_lifting(live=live) -> None:
            live.append((*read_by(page, "browser"), page.evaluate("sent")))

        for stroke in strokes:
            before = page.evaluate("sent")
            draw(page, box, stroke.tolist(), before_lifting)
            said, picture, sent = live[-1]
            assert sent == before, "nothing is sent while the pen moves"
            expect(page.locator(READING)).to_have_attribute("data-by", "server")
        final, shown = read_by(page, "server")
        assert said == final
        assert np.abs(picture - shown).max() <= 1  # of 255: the server sends whole numbers
        many = f"{len(strokes)} stroke{'s' if len(strokes) > 1 else ''} are drawn"
        expect(page.get_by_text(many).first).to_be_visible()  # none is lost
        article = "an" if answer == 8 else "a"
        expect(page.get_by_role("heading", name=f"Reads {article} {answer}")).to_be_visible()
        page.locator(CLEAR).click()
        expect(page.get_by_text("Nothing drawn yet")).to_be_visible()
    assert page.locator(PAD).bounding_box() == box  # no finger scrolled the page


def test_undo_and_redo_are_followed_at_once(pad_page) -> None:
    page = pad_page
    box, reading = at_rest(page.locator(PAD)), page.locator(READING)
    press(page, box, ((100, 60), (100, 260)))
    expect(reading).to_have_attribute("data-by", "server")
    alone = reading.locator(".bars").inner_text()
    press(page, box, ((220, 60), (220, 260)))
    expect(reading).to_have_attribute("data-by", "server")
    both = reading.locator(".bars").inner_text()
    assert both != alone
    for button, expected in ((UNDO, alone), (REDO, both), (UNDO, alone)):
        page.locator(button).click()
        expect(reading.locator(".bars")).to_have_text(expected, use_inner_text=True)
        expect(reading).to_have_attribute("data-by", "server")
        assert reading.locator(".bars").inner_text() == expected
    page.locator(CLEAR).click()
    expect(page.get_by_text("Nothing drawn yet")).to_be_visible()


def test_a_dial_is_followed_while_it_is_turned(pad_page) -> None:
    page = pad_page
    page.get_by_role("tab", name="Nudge it").click()
    nudged = page.locator(NUDGED)
    expect(nudged).to_have_attribute("data-by", "server")
    start = nudged.locator(".bars").inner_text()
    nudged.scroll_into_view_if_needed()
    at_rest(nudged)
    page.evaluate(COUNT_SENT)
    turn(page, "nudge_rotate", 60)
    expect(nudged).to_have_attribute("data-by", "browser")
    live, verdict = probabilities(nudged), nudged.locator("h3").inner_text()
    assert page.evaluate("sent") == 0, "nothing is sent while the knob turns"
    page.mouse.up()
    expect(nudged).to_have_attribute("data-by", "server")
    assert nudged.locator("h3").inner_text() == verdict
    np.testing.assert_allclose(probabilities(nudged), live, rtol=0, atol=1e-5)
    assert nudged.locator(".bars").inner_text() != start
    page.get_by_role("button", name="Back to the start").click()
    expect(nudged.locator(".bars")).to_have_text(start, use_inner_text=True)
    page.get_by_role("tab", name="Preparation").click()
    expect(nudged).to_have_count(0)


def test_a_camera_that_is_denied_is_a_sentence_and_the_page_goes_on(pad_page) -> None:
    page = pad_page
    page.get_by_test_id("stMain").get_by_text("Camera", exact=True).click()
    expect(page.get_by_text("Allow the camera in the browser")).to_be_visible()
    expect(page.get_by_text("No picture yet")).to_be_visible()
    page.get_by_test_id("stMain").get_by_text("Pad", exact=True).click()
    expect(page.locator(PAD)).to_be_visible()


def test_pixels_that_the_browser_hides_are_noticed(pad_page, server) -> None:
    page = pad_page
    page.add_init_script(f"if (sessionStorage.hides) {WHITE}")
    page.evaluate("sessionStorage.hides = true")
    open_pad(page, server.url)  # a session in which no picture has been true before
    press(page, at_rest(page.locator(PAD)), SEVEN)
    expect(page.get_by_text(HIDDEN)).to_be_visible()
    expect(page.get_by_role("heading", name="Reads a 7")).to_be_visible()
