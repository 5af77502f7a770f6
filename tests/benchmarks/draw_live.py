"""Reading while the pen moves: what a move costs the page, how soon it is read, and who agrees.

First, in Node: all 3,000 written digits prepared and read by every shipped network, against Python.
Then in Chromium: thirty of them drawn on the Draw page, half by mouse at 1280 pixels and half by
finger at 420, with the processor as it is and again with it slowed four times. What a move costs is
the time of all scripts on the page's own thread until the next one, the canvas' included; the
network is read beside it, in a worker, which the slowing does not reach. Baseline, in the same run:
from the pen's lifting to the server's answer, which is when the page could be read before.
"""

import statistics
import tempfile
from itertools import product
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, CDPSession, Page, expect

from mnist_core.data.drawing import prepare_strokes
from mnist_core.network.forward import Network
from pages.ui.components.pad.pad import SIDE
from pages.ui.resources import SHIPPED_NETWORKS
from tests import strokes
from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.server import Server
from tests.conftest import SHARED_DATA
from tests.js.strokes_in_node import in_node

NETWORK, DIGITS, SIZE = "robust_cnn", 30, 220  # pixels of a digit on the pad
PAUSE = 25  # ms between two moves: a hand's, and what one move leaves is done before the next
REST = 700  # ms
AIM_MEDIAN, AIM_MOST = 8.0, 16.0  # ms
WAYS = (("mouse", 1280), ("finger", 420))
PAD, READING, CLEAR = (
    ".st-key-pad canvas.upper-canvas",
    ".reading",
    ".st-key-pad button[title='Reset canvas & history']",
)
WATCH = """reading => {
    const watch = window.watch = { moved: NaN, lifted: NaN, live: [], answered: [], sent: 0 }
    const now = kind => event => { watch[kind] = event.timeStamp }
    for (const kind of ['mousemove', 'touchmove']) addEventListener(kind, now('moved'), true)
    for (const kind of ['mouseup', 'touchend']) addEventListener(kind, now('lifted'), true)
    new MutationObserver(() => {
        const { by } = reading.dataset
        if (by === 'browser' && !(watch.lifted > watch.moved))
            watch.live.push(performance.now() - watch.moved)
        if (by === 'server' && watch.lifted > watch.moved) {
            watch.answered.push(performance.now() - watch.lifted)
            watch.lifted = NaN
        }
    }).observe(reading, { attributes: true })
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (...data) { watch.sent += 1; send.apply(this, data) }
}"""


def main() -> None:
    """Print what is found, way by way."""
    written = strokes.read(SHARED_DATA / "strokes.npz").strokes
    compare(written)
    chosen = written[:: len(written) // DIGITS][:DIGITS]
    with (
        tempfile.TemporaryDirectory() as home,
        open_chromium(find_chromium() or "") as browser,
        Server(Path(home)) as server,
    ):
        for slowed, (place, (way, width)) in product((1, 4), enumerate(WAYS)):
            draw_all(browser, server.url, chosen[place :: len(WAYS)], way, width, slowed)


def compare(written) -> None:
    """How far JavaScript is from Python, on all digits and for all shipped networks."""
    networks = {id: Network.load(id) for id in SHIPPED_NETWORKS}
    with tempfile.TemporaryDirectory() as folder:
        digits, found = in_node(written, Path(folder), [(it, 1) for it in networks.values()])
    expected = np.stack([prepare_strokes(it).digit for it in written])
    print(f"{len(written):,} digits prepared: differ by {np.abs(digits - expected).max():.1e}")
    for (id, network), probabilities in zip(networks.items(), found, strict=True):
        difference = np.abs(probabilities - network.predict(expected)).max()
        print(f"  read by {id:<12} probabilities differ by at most {difference:.1e} (aim 1e-5)")


def draw_all(browser: Browser, url: str, chosen, way: str, width: int, slowed: int) -> None:
    """Draw the digits one way, and print what a move took."""
    context = browser.new_context(viewport={"width": width, "height": 900}, has_touch=True)
    page = context.new_page()
    page.goto(f"{url}/draw?network={NETWORK}")
    page.locator(PAD).wait_for(timeout=60_000)
    page.locator(READING).wait_for(timeout=60_000)
    page.wait_for_timeout(4000)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.locator(READING).evaluate(WATCH)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    scripts: list[float] = []
    differing = early = 0
    for digit in chosen:
        scripts += draw(page, session, way, digit)
        early += page.evaluate("watch.sent")
        live = said(page)
        lift(page, session, way)
        differing += said(page) != live
        page.locator(CLEAR).click()
        expect(page.get_by_text("Nothing drawn yet")).to_be_visible(timeout=30_000)
        rest(page)
    live, answered = (np.array(page.evaluate(f"watch.{kind}")) for kind in ("live", "answered"))
    print(
        f"{way} at {width} pixels, processor slowed {slowed} times, {len(chosen)} digits read by "
        f"{NETWORK}, {len(scripts)} moves\n"
        f"  scripts a move: median {statistics.median(scripts):.1f} ms (aim {AIM_MEDIAN:g}), "
        f"most {max(scripts):.1f} ms (aim {AIM_MOST:g})\n"
        f"  from the move to its reading: median {np.nanmedian(live):.0f} ms; "
        f"from the lifting to the server's answer: median {np.median(answered):.0f} ms\n"
        f"  messages before the pen is lifted: {early}; answers that differ: {differing}"
    )
    context.close()


def draw(page: Page, session: CDPSession, way: str, digit) -> list[float]:
    """Draw all strokes, lifting the pen between them; milliseconds of script for every move.

    The pen is still down at the end of the last.
    """
    box = page.locator(PAD).bounding_box()
    found = []
    for number, stroke in enumerate(digit):
        places = np.asarray(stroke)[:: max(1, len(stroke) // 25)] * SIZE + (SIDE - SIZE) / 2
        if number:
            lift(page, session, way)
        for step, place in enumerate(places.tolist()):
            x, y = (corner + at for corner, at in zip((box["x"], box["y"]), place, strict=True))
            before = script_time(session)
            point(page, session, way, x, y, begins=step == 0)
            page.wait_for_timeout(PAUSE)
            if step:
                found.append(1e3 * (script_time(session) - before))
    expect(page.locator(READING)).to_have_attribute("data-by", "browser")
    return found


def point(page: Page, session: CDPSession, way: str, x: float, y: float, begins: bool) -> None:
    """Bring the pen to a place, and put it down if a stroke begins there."""
    if way == "mouse":
        page.mouse.move(x, y)
        if begins:
            page.mouse.down()
        return
    kind = "touchStart" if begins else "touchMove"
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


def lift(page: Page, session: CDPSession, way: str) -> None:
    """Lift the pen, and wait for the server's answer."""
    if way == "mouse":
        page.mouse.up()
    else:
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(READING)).to_have_attribute("data-by", "server", timeout=30_000)
    rest(page)


def rest(page: Page) -> None:
    """Let all that the server sends be shown."""
    page.wait_for_timeout(REST)
    page.evaluate("watch.sent = 0")


def said(page: Page) -> list[str]:
    reading = page.locator(READING)
    return [reading.locator(part).inner_text() for part in ("h3", ".words", ".bars")]


def script_time(session: CDPSession) -> float:
    """Seconds that the page's thread has spent in scripts."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(it["value"] for it in metrics if it["name"] == "ScriptDuration")
