"""Reading while the pen moves: what a move costs the page, how soon it is read, and who agrees.

First, in Node: all 3,000 written digits prepared and read by every shipped network, against Python.
Then in Chromium: thirty of them drawn on the Draw page, by mouse and by finger, at 1280 and at 420
pixels, with the processor as it is and again with it slowed four times.

What a move costs is the time of all scripts on the page's own thread until the next one, those of
the canvas and of Streamlit included; how soon it is read is found with one digit more, since that
takes scripts of the benchmark's own. The pen is moved by the browser's protocol: Playwright's mouse
runs a script in the page with every move. The cost is told by two clocks: the one on the
wall, and that thread's own, which stands still while another program has the processor. The network
is read beside it, in a worker, which neither counts and the slowing does not reach. Baseline, in
the same run: from the pen's lifting to the server's answer, when the page could be read before.
"""

import tempfile
from itertools import product
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, expect

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
WAYS = tuple(product(("mouse", "finger"), (1280, 420)))
CLOCKS = ("timeTicks", "threadTicks")  # as the browser calls them: on the wall, of the thread
PAD, READING, CLEAR = (
    ".st-key-pad canvas.upper-canvas",
    ".reading",
    ".st-key-pad button[title='Reset canvas & history']",
)
COUNT = """() => {
    window.sent = 0
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (...data) { window.sent += 1; send.apply(this, data) }
}"""
WATCH = """reading => {
    const watch = window.watch = { moved: NaN, lifted: NaN, live: [], answered: [] }
    const now = kind => event => { watch[kind] = event.timeStamp }
    for (const kind of ['mousemove', 'touchmove']) addEventListener(kind, now('moved'), true)
    for (const kind of ['mouseup', 'touchend']) addEventListener(kind, now('lifted'), true)
    new MutationObserver(() => {
        const by = reading.getAttribute('data-by')
        if (by === 'browser' && !(watch.lifted > watch.moved))
            watch.live.push(performance.now() - watch.moved)
        if (by === 'server' && watch.lifted > watch.moved) {
            watch.answered.push(performance.now() - watch.lifted)
            watch.lifted = NaN
        }
    }).observe(reading, { attributes: true })
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
        for slowed in (1, 4):
            scripts = [
                draw_all(browser, server.url, chosen[place :: len(WAYS)], way, width, slowed)
                for place, (way, width) in enumerate(WAYS)
            ]
            print(f"all {len(chosen)} digits, processor slowed {slowed} times")
            tell(np.concatenate(scripts))


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


def draw_all(browser: Browser, url: str, chosen, way: str, width: int, slowed: int) -> np.ndarray:
    """Draw the digits one way, print what the moves took and return it: ms by the two clocks."""
    context = browser.new_context(viewport={"width": width, "height": 900}, has_touch=True)
    page = context.new_page()
    page.goto(f"{url}/draw?network={NETWORK}")
    page.locator(PAD).wait_for(timeout=60_000)
    page.locator(READING).wait_for(timeout=60_000)
    page.wait_for_timeout(4000)
    page.evaluate(COUNT)
    pen = Pen(page, way)
    pen.clocks[0].send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    scripts: list[np.ndarray] = []
    differing = early = 0
    for number, digit in enumerate([*chosen, chosen[0]]):
        timed = number == len(chosen)
        if timed:
            page.locator(READING).evaluate(WATCH)
        moves = pen.draw(digit)
        scripts += [] if timed else moves
        early += page.evaluate("sent")
        live = said(page)
        pen.lift()
        differing += said(page) != live
        page.locator(CLEAR).click()
        expect(page.get_by_text("Nothing drawn yet")).to_be_visible(timeout=30_000)
        rest(page)
    live, answered = (np.array(page.evaluate(f"watch.{kind}")) for kind in ("live", "answered"))
    print(f"{way} at {width} pixels, processor slowed {slowed} times, {len(chosen)} digits")
    tell(np.array(scripts))
    print(
        f"  from the move to its reading: median {np.nanmedian(live):.0f} ms; "
        f"from the lifting to the server's answer: median {np.median(answered):.0f} ms\n"
        f"  messages before the pen is lifted: {early}; answers that differ: {differing}",
        flush=True,
    )
    context.close()
    return np.array(scripts)


def tell(scripts: np.ndarray) -> None:
    """Print what moves took: milliseconds of shape (moves, 2)."""
    for clock, found in zip(("on the wall", "of the thread"), scripts.T, strict=True):
        print(
            f"  scripts a move, by the clock {clock}: median {np.median(found):.1f} ms (aim "
            f"{AIM_MEDIAN:g}), of 95 % at most {np.quantile(found, 0.95):.1f}, most "
            f"{found.max():.1f} (aim {AIM_MOST:g}); {len(found)} moves read by {NETWORK}"
        )


class Pen:
    """A mouse or a finger on the pad, and the clocks of the page's thread."""

    def __init__(self, page: Page, way: str) -> None:
        self.page, self.way, self.place = page, way, (0.0, 0.0)
        self.clocks = [page.context.new_cdp_session(page) for _ in CLOCKS]
        for session, domain in zip(self.clocks, CLOCKS, strict=True):
            session.send("Performance.enable", {"timeDomain": domain})

    def draw(self, digit) -> list[np.ndarray]:
        """Draw all strokes, lifting the pen between them; milliseconds of script for every move.

        The pen is still down at the end of the last.
        """
        box = self.page.locator(PAD).bounding_box()
        found = []
        for number, stroke in enumerate(digit):
            places = np.asarray(stroke)[:: max(1, len(stroke) // 25)] * SIZE + (SIDE - SIZE) / 2
            if number:
                self.lift()
            for step, (right, down) in enumerate(places.tolist()):
                before = self.script_time()
                self.go(box["x"] + right, box["y"] + down, begins=step == 0)
                self.page.wait_for_timeout(PAUSE)
                if step:
                    found.append(self.script_time() - before)
        expect(self.page.locator(READING)).to_have_attribute("data-by", "browser")
        return found

    def go(self, x: float, y: float, begins: bool) -> None:
        """Bring the pen to a place, and put it down if a stroke begins there."""
        self.place = x, y
        if self.way == "finger":
            self._touch("touchStart" if begins else "touchMove", [{"x": x, "y": y}])
        else:
            self._press("mouseMoved", down=not begins)
            if begins:
                self._press("mousePressed")

    def lift(self) -> None:
        """Lift the pen, and wait for the server's answer."""
        if self.way == "finger":
            self._touch("touchEnd", [])
        else:
            self._press("mouseReleased")
        expect(self.page.locator(READING)).to_have_attribute("data-by", "server", timeout=30_000)
        rest(self.page)

    def script_time(self) -> np.ndarray:
        """Milliseconds that the page's thread has spent in scripts, by each clock."""
        told = (session.send("Performance.getMetrics")["metrics"] for session in self.clocks)
        found = [next(it["value"] for it in all if it["name"] == "ScriptDuration") for all in told]
        return 1e3 * np.array(found)

    def _touch(self, kind: str, points: list[dict[str, float]]) -> None:
        self.clocks[0].send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def _press(self, kind: str, down: bool = True) -> None:
        """An event of the mouse, its left button down or not."""
        x, y = self.place
        button = {"button": "left", "buttons": 1, "clickCount": 1} if down else {}
        self.clocks[0].send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **button})


def rest(page: Page) -> None:
    """Let all that the server sends be shown."""
    page.wait_for_timeout(REST)
    page.evaluate("sent = 0")


def said(page: Page) -> list[str]:
    reading = page.locator(READING)
    return [reading.locator(part).inner_text() for part in ("h3", ".words", ".bars")]
