"""From mouse-up to the painted answer on the Draw page.

Baseline: a page with the same canvas that only says how many strokes there are, on a server of its
own, in turn with ours. Most of both is the canvas's own wait before it sends a stroke. What the
server needs alone is measured by `draw_latency`.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.server import Server

ECHO = """import streamlit as st
from streamlit_drawable_canvas import st_canvas

st.title("Echo")
canvas = st_canvas(stroke_width=20, stroke_color="#000000", background_color="#ffffff", width=320,
                   height=320, return_image_data=True, key="pad")
strokes = len((canvas.json_data or {}).get("objects", []))
st.subheader(f"{strokes} strokes")
"""
CANVAS = "canvas.upper-canvas"
DRAW, BASE = "Draw", "echo"
STROKES, WARM_UP, AIM = 24, 4, 1.3
READ = "() => document.querySelector('[data-testid=stMain] h3')?.textContent"
DRAWN = {
    DRAW: """() => {  // the server's answer; what the browser read before it is no change
        const reading = document.querySelector('.st-key-reading [data-testid*=Isolated]')
            ?.shadowRoot.querySelector('.reading')
        const said = reading?.querySelector('canvas').toDataURL() + reading?.innerText
        if (reading?.dataset.by === 'server') window.answer = said
        return window.answer
    }""",
    BASE: READ,
}
WATCH = """read => {
    const look = eval(read), before = look(), timed = {milliseconds: null};
    let released = null;
    window.timed = timed;
    const release = event => { released = event.timeStamp; };
    window.addEventListener('pointerup', release, {capture: true, once: true});
    const wait = () => {
        if (released === null || look() === before) requestAnimationFrame(wait);
        else requestAnimationFrame(now => { timed.milliseconds = now - released; });
    };
    wait();
}"""


def main() -> None:
    """Print medians and the ratio."""
    with tempfile.TemporaryDirectory() as folder, open_chromium(find_chromium() or "") as browser:
        echo = Path(folder) / "echo.py"
        echo.write_text(ECHO, encoding="utf-8")
        homes = [Path(folder) / name for name in (DRAW, BASE)]
        for home in homes:
            home.mkdir()
        with Server(homes[0]) as ours, Server(homes[1], echo) as base:
            pages = {DRAW: opened(browser, f"{ours.url}/draw"), BASE: opened(browser, base.url)}
            times: dict[str, list[float]] = {DRAW: [], BASE: []}
            for number in range(WARM_UP + STROKES):
                for name, page in pages.items():
                    found = stroke(page, name, number)
                    if number >= WARM_UP:
                        times[name].append(found)
    ours, base = (statistics.median(times[name]) for name in (DRAW, BASE))
    print(f"mouse-up to painted answer, median of {STROKES}: {ours:.0f} ms, {BASE} {base:.0f} ms")
    print(f"  {ours / base:.2f} times the {BASE} (aim {AIM} or better)")


def opened(browser: Browser, url: str) -> Page:
    """A page with its canvas ready."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(url)
    page.locator(CANVAS).wait_for(timeout=60_000)
    page.wait_for_timeout(4000)
    return page


def stroke(page: Page, name: str, number: int) -> float:
    """Draw one stroke; milliseconds from its end to the frame after the changed answer."""
    box = page.locator(CANVAS).bounding_box()
    x, y = box["x"] + 40 + 7 * number % 30, box["y"] + 60 + 29 * number % 220
    page.mouse.move(x, y)
    page.evaluate(WATCH, DRAWN[name])
    page.mouse.down()
    page.mouse.move(x + 150 + 3 * number, y + 20, steps=8)
    page.mouse.up()
    timed = page.wait_for_function("() => window.timed.milliseconds", timeout=30_000)
    page.wait_for_timeout(700)
    return timed.json_value()
