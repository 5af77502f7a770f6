"""The processor's time that a click costs the server, for every widget of every page.

By raw websockets, each widget in a session of its own: whatever it can be set to in turn, after
once that does not count. Baseline: a click on a page with one slider and one sentence, on a server
of its own; that is what Streamlit itself takes.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pages.ui.frame import PAGES
from tests.browser.server import Server
from tests.browser.session import Session, session
from tests.browser.widgets import Widget, widgets

TIMES = 5  # clicks on each widget that count
AIM = 40  # milliseconds, the median of a page
QUIET = 0.03  # seconds in which the server ends what the answer leaves to do
ONE_SLIDER = """import streamlit as st

st.markdown(st.slider("How many?", 0, 10, key="slider"))
"""
STARTS_A_TRAINING = ("button start",)


def main() -> None:
    """Print a line for each page, the worst first, and its worst clicks."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "one_slider.py")
        script.write_text(ONE_SLIDER, encoding="utf-8")
        homes = [Path(folder, name) for name in ("ours", "base")]
        for home in homes:
            home.mkdir()
        with Server(homes[1], script) as server:
            base = page_costs(server, "")
        with Server(homes[0]) as server:
            found = {page.title: page_costs(server, page.stem) for page in PAGES}
            assert server.complaints() == []
    print(f"milliseconds of the server's processor a click, median of {TIMES}; aim {AIM} a page")
    medians = {title: statistics.median(costs.values()) for title, costs in found.items()}
    for title in sorted(medians, key=lambda it: -medians[it]):
        costs = found[title]
        worst = sorted(costs, key=lambda it: -costs[it])
        print(f"  {title}: median {medians[title]:.0f} of {len(costs)} widgets")
        for name in worst[:6]:
            print(f"      {costs[name]:4.0f}  {name}")
    print(f"  one slider, one sentence: {statistics.median(base.values()):.0f}")


def page_costs(server: Server, page: str) -> dict[str, float]:
    """Milliseconds by widget, in every tab."""
    costs: dict[str, float] = {}
    with session(server.url, page) as shown:
        views: list[Widget | None] = [None]
        tabs = [it for it in widgets(shown.answer) if it.name.startswith("tabs ")]
    for tab in tabs:
        views += [Widget(tab.name, tab.fragment, (value,)) for value in tab.values]
    for view in views:
        for name in names(server, page, view):
            if name not in costs and not name.startswith(STARTS_A_TRAINING):
                cost = widget_cost(server, page, view, name)
                if cost is not None:
                    costs[name] = 1000 * cost
    return costs


@contextmanager
def opened(
    server: Server, page: str, view: Widget | None
) -> Iterator[tuple[Session, list[Widget]]]:
    """A page in a new session, perhaps with one of its tabs opened, and its widgets."""
    with session(server.url, page) as shown:
        found = widgets(shown.answer)
        if view is not None:
            shown.run(view.values[0], view.fragment)
            found = [*widgets(shown.answer), *found]
        yield shown, found


def names(server: Server, page: str, view: Widget | None) -> list[str]:
    """What the widgets are called."""
    with opened(server, page, view) as (_, found):
        return [it.name for it in found]


def widget_cost(server: Server, page: str, view: Widget | None, name: str) -> float | None:
    """Seconds of a click on a widget; None where it leads to another page or stays no longer."""
    with opened(server, page, view) as (shown, found):
        widget, seconds = next(it for it in found if it.name == name), []
        for number in range(TIMES + 1):
            value = widget.values[number % len(widget.values)]
            before = processor(server.process.pid)
            shown.run(value, widget.fragment)
            time.sleep(QUIET)
            seconds.append(processor(server.process.pid) - before)
            now = {it.name: it for it in widgets(shown.answer)}
            if name not in now:
                return statistics.median(seconds) if number else None
            widget = now[name]
    return statistics.median(seconds[1:])


def processor(pid: int) -> float:
    """Seconds of the processor that a process has taken, to the microsecond (Linux)."""
    return time.clock_gettime((~pid << 3) | 2)  # as clock_getcpuclockid(3) makes it
