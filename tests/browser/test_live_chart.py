"""A live chart in a real browser: it stays where it stands while its data change."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from mnist_core.figures.palette import DARK, LIGHT
from tests.browser.chart_watch import (
    CURVE,
    PLOT,
    begin_watching,
    end_watching,
    ranges,
    ticks_pass,
    zoom,
)
from tests.browser.navigation import HEADINGS, settle
from tests.browser.server import Server
from tests.browser.waiting import until

SCRIPT = Path(__file__).with_name("ticking_app.py")
SOME = 4  # ticks
FILLS_ITS_ROOM = f"""width => {{
    const [room, drawn] = ['[data-testid=stMainBlockContainer]', '{PLOT} .main-svg']
        .map(css => document.querySelector(css).getBoundingClientRect().width);
    return 0.8 * room < drawn && drawn < room && room <= width;
}}"""


@pytest.fixture(scope="module")
def ticking(tmp_path_factory):
    """A server for the ticking script; its complaints fail the last test."""
    with Server(tmp_path_factory.mktemp("ticking"), SCRIPT) as server:
        yield server
    assert server.complaints() == []


def test_the_training_page_releases_its_charts_on_leaving(server, page):
    page.goto(f"{server.url}/training")
    settle(page, HEADINGS["training"])
    page.wait_for_selector(CURVE)
    charts = page.get_by_role("figure", name="over 12 of 12 epochs")
    expect(charts).to_have_count(2)
    page.evaluate(
        f"window.held = [...document.querySelectorAll('{PLOT}')].map(plot => new WeakRef(plot))"
    )
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Draw").click()
    settle(page, HEADINGS["draw"])
    session = page.context.new_cdp_session(page)

    def released() -> bool:
        session.send("HeapProfiler.collectGarbage")
        return not page.evaluate("held.filter(chart => chart.deref()?._fullLayout).length")

    until(page, released)


def test_where_the_library_is_out_of_reach_the_ordinary_chart_appears(ticking, page):
    page.add_init_script("Object.defineProperty(window, 'Plotly', {get() {}, set() {}})")
    page.goto(f"{ticking.url}/?chart=live")
    page.wait_for_selector(".stPlotlyChart .js-plotly-plot")


@pytest.fixture(scope="module")
def received():
    """The lengths of what came over the websocket of the page that is shared."""
    return []


@pytest.fixture(scope="module")
def live(ticking, one_page, received):
    """The live chart, drawn, for tests that leave it as it was; the last, for it ticks."""
    one_page.on(
        "websocket", lambda it: it.on("framereceived", lambda got: received.append(len(got)))
    )
    one_page.goto(f"{ticking.url}/?chart=live")
    one_page.wait_for_selector(CURVE)
    return one_page


def test_one_chart_for_all_data_and_no_blank_frame(live, received):
    begin_watching(live)
    ticks_pass(live, 2 * SOME)  # the alt text follows the data
    seen = end_watching(live)
    assert (seen.charts, seen.blank) == (1, 0), seen
    assert seen.alts > 1
    assert max(received) < 200_000  # the library, 4.7 MB, does not come this way


def test_zoom_by_hand_hidden_curves_and_hover_survive_new_data(live):
    (start, end), _ = ranges(live)
    assert start == 0
    zoom(live)
    ticks_pass(live, SOME)
    zoomed, _ = ranges(live)
    assert zoomed == pytest.approx([0.25 * end, 0.75 * end], abs=0.02 * end)

    live.locator(f"{PLOT} .legendtoggle").first.click()
    expect(live.locator(CURVE)).to_have_count(2)
    ticks_pass(live, SOME)
    expect(live.locator(CURVE)).to_have_count(2)
    assert ranges(live)[0] == zoomed

    spot = live.evaluate(
        f"""() => {{
            const plot = document.querySelector('{PLOT}'), box = plot.getBoundingClientRect();
            const {{xaxis, yaxis}} = plot._fullLayout, trace = plot.calcdata[2];
            return [box.x + xaxis._offset + xaxis.c2p(trace[4].x),
                    box.y + yaxis._offset + yaxis.c2p(trace[4].y)];
        }}"""
    )
    live.mouse.move(*spot)
    label = live.locator(f"{PLOT} .hoverlayer .hovertext")
    expect(label).to_contain_text("epoch 5.00")
    for _ in range(SOME):
        ticks_pass(live, 1)
        expect(label).to_contain_text("epoch 5.00")

    def whole_again() -> bool:
        live.mouse.dblclick(*spot)  # two clicks for Plotly, where the machine is busy
        ticks_pass(live, 1)
        return ranges(live)[0][1] >= 0.99 * end

    until(live, whole_again)
    ticks_pass(live, SOME)
    assert ranges(live)[0] == pytest.approx([0, end])


def test_it_follows_the_width_and_the_appearance(live):
    chart = live.query_selector(PLOT)
    for width in (420, 1280):
        live.set_viewport_size({"width": width, "height": 900})
        live.wait_for_function(FILLS_ITS_ROOM, arg=width)
    font = f"document.querySelector('{PLOT}')._fullLayout.font.color"
    assert live.evaluate(font) == LIGHT.text
    live.emulate_media(color_scheme="dark")
    live.wait_for_function(f"colour => {font} === colour", arg=DARK.text)
    live.emulate_media(color_scheme="light")
    live.wait_for_function(f"colour => {font} === colour", arg=LIGHT.text)
    assert chart.evaluate(f"chart => chart === document.querySelector('{PLOT}')")
