"""Watches a Plotly chart in the page: who it is and whether it is there, frame by frame."""

from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser.waiting import SELDOM

PLOT = "[data-testid=stMain] .js-plotly-plot"
CURVE = f"{PLOT} .scatterlayer path.js-line"
BEGIN = """([plot, curve]) => {
    const seen = {frames: 0, blank: 0, nodes: new Set(), alts: new Set(), going: true};
    const look = () => {
        const node = document.querySelector(plot), line = document.querySelector(curve);
        seen.frames += 1;
        if (!node || !node.offsetWidth || !line || !line.getAttribute('d')) seen.blank += 1;
        if (node) seen.nodes.add(node);
        const named = node && node.closest('[aria-label]');
        if (named) seen.alts.add(named.getAttribute('aria-label'));
        if (seen.going) requestAnimationFrame(look);
    };
    window.seen = seen;
    look();
}"""
END = """() => {
    seen.going = false;
    return [seen.frames, seen.blank, seen.nodes.size, seen.alts.size];
}"""
RANGES = f"""() => {{
    const layout = document.querySelector('{PLOT}')?._fullLayout;
    return layout && layout.xaxis && [layout.xaxis.range, layout.yaxis.range];
}}"""
AREA = f"""() => {{
    const area = document.querySelector('{PLOT} .nsewdrag')?.getBoundingClientRect();
    return area && area.width && [area.x, area.y, area.width, area.height];
}}"""


TICK = """() => Math.max(...[...document.querySelectorAll('[aria-label^="Loss at tick"]')]
    .map(it => Number(it.getAttribute('aria-label').split(' ').pop())))"""
"""The number of the tick whose data are on the page."""


class Sight(NamedTuple):
    """What was seen: animation frames, those without a curve, charts built, and alt texts."""

    frames: int
    blank: int
    charts: int
    alts: int


def watch(page: Page, milliseconds: int) -> Sight:
    """Look at the first chart of the page in every animation frame for a while."""
    begin_watching(page)
    page.wait_for_timeout(milliseconds)
    return end_watching(page)


def begin_watching(page: Page) -> None:
    """Look at the first chart of the page in every animation frame from now on."""
    page.wait_for_selector(CURVE)
    page.evaluate(BEGIN, [PLOT, CURVE])


def end_watching(page: Page) -> Sight:
    """What was seen since begin_watching."""
    return Sight(*page.evaluate(END))


def ticks_pass(page: Page, count: int) -> None:
    """Wait until the ticking chart has had so many new data."""
    last = page.evaluate(TICK) + count
    page.wait_for_function(f"last => ({TICK})() >= last", arg=last, polling=SELDOM)


def zoom(page: Page) -> None:
    """Drag a box over the middle of the plot, frame by frame."""
    left, top, width, height = page.wait_for_function(AREA).json_value()
    page.mouse.move(left + 0.25 * width, top + 0.25 * height)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(left + (0.25 + 0.05 * step) * width, top + (0.25 + 0.05 * step) * height)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    page.mouse.up()


def ranges(page: Page) -> list[list[float]]:
    """What the axes of the first chart show: [[x from, x to], [y from, y to]]."""
    return page.wait_for_function(RANGES).json_value()
