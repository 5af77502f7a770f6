"""From the server's start to a painted Home, and a page load when all is warm.

Baseline: a Streamlit app of one line, under the same configuration, in turn with ours; and, since
any chart asks the browser to load Plotly first, one of a title and the smallest chart.
"""

import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.server import CHECKOUT, Server

REPETITIONS = 7
SCRIPTS = MappingProxyType(
    {
        "one line": 'import streamlit as st; st.title("One line")\n',
        "one chart": "import streamlit as st; st.title('One chart'); "
        "st.plotly_chart({'data': [{'type': 'heatmap', 'z': [[0, 1], [1, 0]]}]})\n",
    }
)
TEXT = """() => {
    const heading = document.querySelector('[data-testid=stMain] h1');
    return heading !== null && heading.offsetHeight > 0;
}"""
PICTURE = """() => {
    const plot = document.querySelector('[data-testid=stMain] .js-plotly-plot');
    if (!plot || !plot.data) return false;
    const maps = plot.data.filter(trace => trace.type === 'heatmap').length;
    const drawn = plot.querySelectorAll('.heatmaplayer image').length;
    const bars = plot.data.filter(trace => trace.type === 'bar').length;
    return drawn === maps && plot.querySelectorAll('.barlayer path').length === 10 * bars;
}"""
HOME, BASELINE, CHART = "Home", "one line", "one chart"
PAIRS = (
    ("heading", BASELINE, "heading"),
    ("picture", CHART, "picture"),
    ("picture", BASELINE, "heading"),
)
Times = dict[tuple[str, str], list[float]]


def main() -> None:
    """Measure both, and print medians, their ratios and what we aim at."""
    with tempfile.TemporaryDirectory() as folder, open_chromium(find_chromium() or "") as browser:
        scripts = {HOME: CHECKOUT / "app.py"}
        for name, text in SCRIPTS.items():
            scripts[name] = Path(folder) / f"{name.replace(' ', '_')}.py"
            scripts[name].write_text(text, encoding="utf-8")
        report("server start to painted page", cold(browser, scripts), aim=1.3)
        report("page load, server and browser warm", warm(browser, scripts), aim=1.5)


def cold(browser: Browser, scripts: dict[str, Path]) -> Times:
    """A fresh server and a fresh browser session each time; the first round does not count."""
    times: Times = {}
    for repetition in range(REPETITIONS + 1):
        for name, script in scripts.items():
            with tempfile.TemporaryDirectory() as folder:
                begun = time.perf_counter()
                with Server(Path(folder), script) as server:
                    context = browser.new_context()
                    seconds = paint(context, server.url, name, begun)
                    context.close()
            if repetition:
                keep(times, name, seconds)
    return times


def warm(browser: Browser, scripts: dict[str, Path]) -> Times:
    """New sessions on servers that have been visited before, with the browser's cache."""
    times: Times = {}
    with ExitStack() as stack:
        context = stack.enter_context(browser.new_context())
        servers = {}
        for name, script in scripts.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            servers[name] = stack.enter_context(Server(folder, script))
        for repetition in range(2 * REPETITIONS + 2):
            for name, server in servers.items():
                seconds = paint(context, server.url, name, time.perf_counter())
                if repetition > 1:
                    keep(times, name, seconds)
    return times


def paint(context: BrowserContext, url: str, name: str, begun: float) -> dict[str, float]:
    """Seconds since `begun` until the heading is seen, and until the chart is drawn."""
    page = context.new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_function(TEXT, timeout=60_000)
    seconds = {"heading": time.perf_counter() - begun}
    if name != BASELINE:
        page.wait_for_function(PICTURE, timeout=60_000)
        seconds["picture"] = time.perf_counter() - begun
    page.close()
    return seconds


def keep(times: Times, name: str, seconds: dict[str, float]) -> None:
    """Add one measurement to its list."""
    for what, value in seconds.items():
        times.setdefault((name, what), []).append(value)


def report(title: str, times: Times, aim: float) -> None:
    """Print the medians, and their ratios to the one-line app and to an app of one chart."""
    medians = {key: statistics.median(values) for key, values in times.items()}
    count = len(times[HOME, "heading"])
    print(f"{title}, median of {count} (aim for the heading: {aim} or better)")
    for what, name, other in PAIRS:
        ours, base = medians[HOME, what], medians[name, other]
        print(f"  {what}: {ours:.2f} s, {ours / base:.2f} times {name}, {other} ({base:.2f} s)")
