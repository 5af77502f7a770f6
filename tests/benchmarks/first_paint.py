"""From the server's start to a painted page, and a page load when all is warm, for every page.

Baseline: the heading of a Streamlit app of one line, under the same configuration, in turn with
ours. Of a page, four moments count: its heading; its pictures that are no charts of Plotly's, all
of those that have begun by then; when all that can be read without Plotly is there; and when its
charts are drawn as well. An image counts in the first frame before which it is complete: that is
the one in which it is painted, as Chromium's element timing says. Home, which has an aim, and the
baseline are measured in every round, the other pages in the first few.
"""

import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import find_chromium, open_chromium
from tests.browser.navigation import PAGES
from tests.browser.server import CHECKOUT, Server

AIM = 1.25  # times the one-line app's heading, for Home's picture
BASELINE, HOME = "one line", "home"
COLD, COLD_OTHERS = 7, 1  # rounds that count: of these two, and of the other pages
WARM, WARM_OTHERS = 12, 2
ONE_LINE = 'import streamlit as st; st.title("One line")\n'
MOMENTS = ("heading", "picture", "readable", "charts")
WATCH = """(() => {
    const at = window.painted = {}, last = {};
    const seen = (what, now) => {
        if (now && now !== last[what]) at[what] = performance.timeOrigin + performance.now();
        last[what] = now;
    };
    const there = it => it.getBoundingClientRect().height
        && (it.localName !== 'img' || it.complete && it.naturalWidth);
    const look = () => {
        requestAnimationFrame(look);
        const main = document.querySelector('[data-testid=stMain]');
        if (!main) return;
        const all = css => [...main.querySelectorAll(css)];
        const roots = all('[data-testid^=stBidiComponent]').flatMap(it => it.shadowRoot ?? []);
        const [live, own] = [true, false].map(
            wanted => roots.filter(it => Boolean(it.querySelector('.js-plotly-plot')) === wanted));
        const found = [...all('img, iframe, canvas'),
            ...own.flatMap(it => [...it.querySelectorAll('img, canvas')])];
        const pictures = found.filter(there).length;
        const plots = all('.main-svg').length
            + live.reduce((sum, it) => sum + it.querySelectorAll('.main-svg').length, 0);
        const text = it => it.textContent.length;
        const words = text(main) + own.reduce((sum, it) => sum + text(it), 0)
            - all('.stPlotlyChart').reduce((sum, it) => sum + text(it), 0);
        seen('heading', Boolean(all('h1').find(it => it.offsetHeight)));
        if (!at.picture) seen('picture', pictures && pictures === found.length);
        seen('readable', `${words} ${pictures}`);
        seen('charts', plots);
        const idle = document.querySelector('[data-test-script-state=notRunning]');
        const late = all('[data-testid=stSkeleton]').length
            || all('.stPlotlyChart').some(it => !it.querySelector('.main-svg'));
        at.rest = idle && at.heading && !late;
    };
    look();
})()"""
RESTED = """wait => {
    const { rest, ...moments } = window.painted ?? {};
    const now = performance.timeOrigin + performance.now();
    return rest && now - Math.max(...Object.values(moments)) > wait;
}"""
QUIET = 1_000  # milliseconds without a change, after which a page is taken to be whole
Moments = dict[str, float]
Times = dict[str, list[Moments]]


def main() -> None:
    """Measure all, and print medians and their ratios to the one-line app's heading."""
    with tempfile.TemporaryDirectory() as folder, open_chromium(find_chromium() or "") as browser:
        one_line = Path(folder) / "one_line.py"
        one_line.write_text(ONE_LINE, encoding="utf-8")
        scripts = {BASELINE: one_line} | {page.stem: CHECKOUT / "app.py" for page in PAGES}
        report("server start to painted page", cold(browser, scripts))
        report("page load, server and browser warm", warm(browser, scripts))


def cold(browser: Browser, scripts: dict[str, Path]) -> Times:
    """A fresh server and a fresh browser session each time; the first round does not count."""
    times: Times = {name: [] for name in scripts}
    for repetition in range(COLD + 1):
        for name, script in measured(scripts, repetition <= COLD_OTHERS):
            with tempfile.TemporaryDirectory() as folder:
                begun = time.time()
                with Server(Path(folder), script) as server:
                    context = browser.new_context()
                    moments = paint(context, server.url, name, begun)
                    context.close()
            if repetition:
                times[name].append(moments)
    return times


def warm(browser: Browser, scripts: dict[str, Path]) -> Times:
    """New sessions on servers that have been visited before, with the browser's cache."""
    times: Times = {name: [] for name in scripts}
    with ExitStack() as stack:
        context = stack.enter_context(browser.new_context())
        servers = {}
        for script in set(scripts.values()):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            servers[script] = stack.enter_context(Server(folder, script))
        for repetition in range(WARM + 1):
            for name, script in measured(scripts, repetition <= WARM_OTHERS):
                moments = paint(context, servers[script].url, name, time.time())
                if repetition:
                    times[name].append(moments)
    return times


def measured(scripts: dict[str, Path], others: bool) -> list[tuple[str, Path]]:
    """What a round measures: the baseline and Home, and the other pages where it takes them in."""
    return [(name, it) for name, it in scripts.items() if others or name in (BASELINE, HOME)]


def paint(context: BrowserContext, url: str, name: str, begun: float) -> Moments:
    """Seconds since `begun` until each moment of a page."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url if name in (BASELINE, HOME) else f"{url}/{name}", wait_until="commit")
    page.wait_for_function(RESTED, arg=QUIET, timeout=120_000)
    found = page.evaluate("window.painted")
    page.close()
    return {what: found[what] / 1000 - begun for what in MOMENTS if what in found}


def report(title: str, times: Times) -> None:
    """Print the medians, and their ratios to the one-line app's heading."""
    base = statistics.median(it["heading"] for it in times[BASELINE])
    rounds = f"median of {len(times[BASELINE])}, other pages of {min(map(len, times.values()))}"
    print(f"{title}, {rounds}: one line's heading {base:.2f} s")
    print(f"  {'':14}" + "".join(f"{what:>18}" for what in MOMENTS))
    for name in times:
        cells = []
        for what in MOMENTS:
            found = [it[what] for it in times[name] if what in it]
            median = statistics.median(found) if found else None
            cells.append("" if median is None else f"{median:.2f} s ({median / base:.2f} ×)")
        print(f"  {name:14}" + "".join(f"{cell:>18}" for cell in cells))
    pictures = statistics.median(it["picture"] for it in times[HOME])
    print(
        f"  Home's picture: {pictures / base:.2f} times one line's heading (aim: {AIM})", flush=True
    )
