"""Waits for conditions in the page, never for time: a busy machine only makes them later."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error, Locator, Page

# Milliseconds: it only ends what hangs. Beside four busy processes on two cores the whole of
# test_journey, the longest with TensorFlow's start in it, takes a fifth of this.
PATIENCE = 240_000
SELDOM = 100  # milliseconds between two looks: one in every frame costs a tenth of a core
FRAMES = 20  # in a row without a change: what slides moves in every one
STEADY = """(read, frames) => new Promise(resolve => {
    let before = null, same = 0;
    const look = () => {
        const now = read(), text = JSON.stringify(now);
        same = text === before ? same + 1 : 0;
        before = text;
        if (same < frames) requestAnimationFrame(look); else resolve(now);
    };
    look();
})"""
BOX = """(({x, y, width, height}) => ({x, y, width, height}))(element.getBoundingClientRect())"""


def steady(page: Page, function: str) -> Any:
    """What a JavaScript function returns, once that has not changed for some animation frames."""
    return page.evaluate(f"() => ({STEADY})({function}, {FRAMES})")


def at_rest(element: Locator) -> dict[str, float]:
    """The box of an element on the screen, once it has stopped moving; it is in sight then.

    One that is replaced meanwhile is looked at anew.
    """
    while True:
        try:
            element.scroll_into_view_if_needed()
        except Error as error:
            if "not attached" not in error.message:
                raise
            continue
        box = element.evaluate(f"element => ({STEADY})(() => {BOX}, {FRAMES})")
        if box["width"]:
            return box


def fits(page: Page) -> None:
    """Wait until the page needs no scrolling sideways."""
    page.wait_for_function(
        """() => {
            const main = document.querySelector('[data-testid=stMain]');
            return main.scrollWidth <= main.clientWidth;
        }""",
        polling=SELDOM,
    )


def until(page: Page, condition: Callable[[], Any]) -> None:
    """Ask again and again until something outside of the page is so; the page goes on meanwhile."""
    while not condition():
        page.wait_for_timeout(100)
