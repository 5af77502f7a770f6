"""The app in a real Firefox that resists fingerprinting: it gives pages no pixels of a canvas."""

import json
from collections.abc import Iterator

import pytest

from pages.ui.components.pad.pad import HIDDEN
from tests.browser.firefox import Firefox, needed_firefox, open_firefox
from tests.browser.server import Server

SEVEN = ((60, 70), (120, 66), (250, 70), (215, 120), (165, 230), (150, 275))
FIND = """(css => {
    const look = root => root.querySelector(css) ?? [...root.querySelectorAll('*')]
        .map(it => it.shadowRoot && look(it.shadowRoot)).find(Boolean);
    return look(document);
})"""  # in components, too
PAD = f"{FIND}('canvas.upper-canvas')"
READY = f"Boolean({FIND}('button[title=Undo]') && {PAD})"
BOX = f"(({{x, y}}) => [x, y])({PAD}.getBoundingClientRect())"
SAID = """(() => {
    const look = root => root.textContent + [...root.querySelectorAll('*')]
        .map(it => it.shadowRoot ? look(it.shadowRoot) : '').join(' ');
    return look(document.body);
})()"""
JOURNEY = """(({x, y, width, height}) => [x + width * 10.5 / 28, y + height * 12.5 / 28])(
    document.querySelector('.st-key-journey img').getBoundingClientRect())"""
VALUE = """[...document.querySelectorAll('.st-key-journey_values *')]
    .map(it => it.shadowRoot?.querySelector('output:not([hidden])')?.textContent).find(Boolean)"""
PATIENCE = 300.0  # seconds: it only ends what hangs


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    """One for all these tests, which leave no error on its console."""
    with open_firefox(needed_firefox(), {"privacy.resistFingerprinting": True}) as firefox:
        firefox.resize(1280, 900)
        yield firefox
        firefox.evaluate("0")  # what was told meanwhile comes with the answer
        assert [it for it in firefox.console if it.startswith("error")] == []


def test_pixels_that_firefox_hides_are_noticed_and_the_strokes_read(
    firefox: Firefox, server: Server
) -> None:
    firefox.goto(f"{server.url}/draw")
    firefox.wait_for(READY, PATIENCE)
    rest, left, top = None, 0.0, 1.0
    while rest != (left, top):  # the page still moves while it is built up
        rest = (left, top)
        firefox.evaluate("new Promise(resolve => setTimeout(resolve, 1000))")
        left, top = firefox.evaluate(BOX)
    firefox.stroke([(left + x, top + y) for x, y in SEVEN])
    firefox.wait_for(f"{SAID}.includes('Reads a 7')", PATIENCE)

    firefox.wait_for(f"{SAID}.includes({json.dumps(HIDDEN)})", PATIENCE)


def test_homes_picture_says_its_values(firefox: Firefox, server: Server) -> None:
    firefox.goto(server.url)
    firefox.wait_for("Boolean(document.querySelector('.st-key-journey img'))", PATIENCE)
    value = None
    while not value:  # until the script that says them has come
        firefox.point(*firefox.evaluate(JOURNEY))
        value = firefox.evaluate(VALUE)
        firefox.point(1, 1)
    assert value.startswith("digit row 12, column 10: ")
