"""The layer explorer: what it adds to the page's first paint, what a move costs, what is sent.

Baseline: the same page of the same server with another tab open, in turn with ours.
"""

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.pointing import EXPLORER, HOST, locate, open_explorer
from tests.browser.server import Server

REPETITIONS = 9
MOVES = 300
PAGES = {"with the explorer": "", "without (Keras code)": "look=Keras+code"}
DIAGRAM = "[data-testid=stMain] .js-plotly-plot .main-svg"
LAST = {
    "with the explorer": f"{EXPLORER} .maps",
    "without (Keras code)": "[data-testid=stCode] pre",
}
# From the first listener that hears a move to the last one, and on to the next frame.
TIME_MOVES = f"""() => {{
    const scroller = {HOST}.shadowRoot.querySelector('.scroller');
    window.moves = [];
    let begun = 0;
    window.addEventListener('pointermove', () => {{ begun = performance.now() }}, true);
    scroller.addEventListener('pointermove', () => {{
        const move = {{work: performance.now() - begun}}, from = begun;
        window.moves.push(move);
        requestAnimationFrame(() => setTimeout(() => {{ move.frame = performance.now() - from }}));
    }});
}}"""


def main() -> None:
    """Measure first paint, moves and messages, and print them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder)) as server,
        open_chromium(find_chromium() or "") as browser,
    ):
        first_paint(browser, server.url)
        for network in ("keras_cnn", "wide_cnn", "mlp"):
            moves(browser, server.url, network)
        messages(browser, server.url)


def first_paint(browser: Browser, url: str) -> None:
    """Until diagram and tab are painted, in new sessions with the browser's cache warm."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for repetition in range(REPETITIONS + 2):
        for name, query in PAGES.items():
            page = context.new_page()
            begun = time.perf_counter()
            page.goto(f"{url}/architecture?{query}", wait_until="commit")
            for selector in (DIAGRAM, LAST[name]):
                page.locator(selector).first.wait_for(timeout=60_000)
            if repetition > 1:
                times[name].append(time.perf_counter() - begun)
            page.close()
    context.close()
    ours, base = (statistics.median(times[name]) for name in PAGES)
    print(f"first paint of the page, median of {REPETITIONS} (aim: under 1.5 times)")
    print(f"  {ours:.2f} s with the explorer, {base:.2f} s without: {ours / base:.2f} times")


def moves(browser: Browser, url: str, network: str) -> None:
    """From cell to cell with the mouse: the script's work, and the time until it is painted."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    open_explorer(page, url, f"network={network}")
    page.evaluate(TIME_MOVES)
    stages = page.evaluate(
        f"[...{HOST}.shadowRoot.querySelectorAll('.block')].map(it => it.dataset.stage)"
    )
    shape = f"name => {HOST}.shadowRoot.querySelector(`[data-stage=${{name}}] .heading`).innerText"
    random = np.random.default_rng(1)
    print(f"a move on {network}, ms (aim: under 16): median, 95 of 100, longest; and to the frame")
    total: list[float] = []
    for stage in stages:
        sides = page.evaluate(shape, stage).split("\n")[1].replace(",", "").split(" × ")
        cells = int(np.prod([int(side) for side in sides]))
        for cell in random.integers(0, cells, MOVES // len(stages)):
            hover(page, stage, int(cell))
        page.wait_for_timeout(100)
        measured = page.evaluate("window.moves.splice(0)")
        work = [it["work"] for it in measured]
        total += work
        frame = statistics.median(it["frame"] for it in measured if "frame" in it)
        print(f"  {stage:10s} {_spread(work)}; {frame:5.1f} to the frame")
    print(f"  all        {_spread(total)}")
    page.context.close()


def hover(page: Page, stage: str, cell: int) -> None:
    """Move the mouse into the middle of a cell."""
    box = locate(page, stage, cell)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def messages(browser: Browser, url: str) -> None:
    """Bytes through the websocket: the page at first, another digit, and pointing."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    received: list[int] = []
    page.on("websocket", lambda it: it.on("framereceived", lambda data: received.append(len(data))))
    page.on("websocket", lambda it: it.on("framesent", lambda data: received.append(len(data))))
    open_explorer(page, url)
    page.wait_for_timeout(2000)
    print(f"websocket: {sum(received) / 1000:,.0f} kB for the whole page", end=", ")
    received.clear()
    page.locator(".st-key-next button").filter(visible=True).click()
    page.wait_for_timeout(3000)
    print(f"{sum(received) / 1000:,.0f} kB for another digit", end=", ")
    received.clear()
    for cell in range(0, 3000, 30):
        hover(page, "conv2", cell)
    print(f"{sum(received) / 1000:,.0f} kB in {len(received)} messages for 100 moves")
    page.context.close()


def _spread(values: list[float]) -> str:
    low, high = np.percentile(values, [50, 95])
    return f"{low:5.1f} {high:5.1f} {max(values):5.1f}"


if __name__ == "__main__":
    main()
