"""A chart whose data change twenty times a second, in the browser: what it loses and costs.

Baseline: st.plotly_chart with the same figures, in turn on the same server.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Response

from tests.browser.chart_watch import CURVE, Sight, ranges, watch, zoom
from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.server import CHECKOUT, Server

SCRIPT = CHECKOUT / "tests/browser/ticking_app.py"
SECONDS = 10
CHARTS = {"st.plotly_chart": "ordinary", "live_chart.show": "live"}


@dataclass(frozen=True)
class Measurement:
    """One chart watched for a while: see `report` for what the numbers are."""

    sight: Sight
    tick_bytes: float
    largest_message: int
    library_bytes: int
    task_seconds: float
    zoom_kept: bool
    errors: int


def main() -> None:
    """Measure both on one server, each in a fresh browser context, and print them side by side."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder), SCRIPT) as server,
        open_chromium(find_chromium() or "") as browser,
    ):
        for name, chart in CHARTS.items():
            report(name, measure(browser, f"{server.url}/?chart={chart}"))


def measure(browser: Browser, url: str) -> Measurement:
    """Load the page, watch the chart, then zoom and look whether the zoom is still there."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    frames: list[int] = []
    libraries: list[int] = []
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: frames.append(len(data))))
    page.on("response", lambda answer: _keep_library(answer, libraries))
    page.goto(url)
    page.wait_for_selector(CURVE, timeout=60_000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.wait_for_timeout(1000)
    largest = max(frames)
    frames.clear()
    begun = _task_seconds(session)
    sight = watch(page, 1000 * SECONDS)
    task_seconds = _task_seconds(session) - begun
    tick_bytes = sum(frames) / max(sight.alts, 1)
    zoom(page)
    page.wait_for_timeout(1000)
    (_, end), _ = ranges(page)
    page.context.close()
    kept = end < 11  # the box ends at three quarters of the twelve epochs
    return Measurement(sight, tick_bytes, largest, sum(libraries), task_seconds, kept, len(errors))


def report(name: str, measured: Measurement) -> None:
    """Print one chart's measurements."""
    sight = measured.sight
    print(f"{name}: {sight.alts} updates seen in {SECONDS} s")
    print(f"  charts built            {sight.charts:8d}")
    print(f"  blank frames            {sight.blank:8d} of {sight.frames}")
    print(f"  zoom kept               {'yes' if measured.zoom_kept else 'no':>8}")
    print(f"  uncaught errors         {measured.errors:8d}")
    print(f"  websocket, an update    {measured.tick_bytes / 1000:8.1f} kB")
    print(
        f"  websocket, largest      {measured.largest_message / 1000:8.1f} kB, the loading included"
    )
    print(f"  Plotly over HTTP        {measured.library_bytes / 1e6:8.1f} MB (once, then cached)")
    print(f"  browser's work, update  {1000 * measured.task_seconds / max(sight.alts, 1):8.0f} ms")


def _keep_library(answer: Response, libraries: list[int]) -> None:
    if "plotly" in answer.url.lower():
        libraries.append(int(answer.headers.get("content-length", 0)))


def _task_seconds(session: CDPSession) -> float:
    """Seconds that the page's main thread has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(entry["value"] for entry in metrics if entry["name"] == "TaskDuration")
