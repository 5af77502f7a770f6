"""Points at cells of the explorer with the real mouse, and reads off the page what it shows."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.navigation import HEADINGS, settle

EXPLORER = ".st-key-explorer .explorer"
DIAGRAM = "[data-testid=stMain] .js-plotly-plot .main-svg"
AT_REST = """async it => {
    let last, frames = 0;
    while (frames < 15) {
        await new Promise(requestAnimationFrame);
        const { top } = it.getBoundingClientRect();
        frames = top === last ? frames + 1 : 0;
        last = top;
    }
}"""
HOST = "[...document.querySelectorAll('.st-key-explorer *')].find(it => it.explorer)"
READ = """() => {
    const root = HOST.shadowRoot ?? HOST, all = (css, of = root) => [...of.querySelectorAll(css)];
    const panel = root.querySelector('.panel');
    const title = root.querySelector('h3[data-stage]').dataset;
    const value = node => node ? Number(node.dataset.value) : null;
    const cells = grid => all('.cell', grid).map(
        it => it.classList.contains('padding') ? null : value(it));
    const box = root.querySelector('.legend .box').dataset;
    const names = ['mean', 'variance', 'epsilon', 'gamma', 'beta', 'bias', 'source', 'result'];
    return {
        stage: title.stage, kind: title.kind, index: Number(title.index),
        value: value(root.querySelector('.value')),
        shown: root.querySelector('.value').textContent,
        named: Object.fromEntries(names.map(it => [it, value(panel.querySelector('.' + it))])),
        numbers: all('.line .number', panel).map(value),
        grids: all('.grid', panel).map(cells),
        winner: all('.winner', panel).map(value),
        opened: Number(panel.querySelector('.opened')?.dataset.channel),
        cards: all('.card', panel).map(it => [Number(it.dataset.channel), value(it)]),
        terms: all('.term:not(.card):not([hidden])', panel).map(it => ({
            cell: Number(it.dataset.cell), input: Number(it.dataset.input),
            weight: Number(it.dataset.weight), value: value(it)})),
        rows: all('.softmax tr', panel).slice(1, -1).map(
            row => all('.number', row).filter(it => it.dataset.value).map(value)),
        place: {...panel.querySelector('.place')?.dataset},
        box: [box.top, box.bottom, box.left, box.right].map(Number),
        note: panel.querySelector('.note')?.textContent ?? '',
        live: root.querySelector('.live').textContent,
    };
}""".replace("HOST", HOST)
LOCATE = f"([stage, index]) => {HOST}.explorer.locate(stage, index)"
FOLLOW = f"""() => {{
    const root = {HOST}.shadowRoot ?? {HOST}, read = {READ};
    window.readings = [];
    if (root.followed) return;
    root.followed = true;
    let spot = '';
    root.querySelector('.scroller').addEventListener('pointermove', event => {{
        const here = `${{event.clientX}} ${{event.clientY}}`;
        if (here !== spot) window.readings.push(read()); // else the page was scrolled below it
        spot = here;
    }});
}}"""
Reading = dict[str, Any]


def open_explorer(page: Page, url: str, query: str = "") -> None:
    """Open the Architecture page and wait until the explorer is there and nothing runs."""
    page.goto(f"{url}/architecture?{query}")
    settle(page, HEADINGS["architecture"])
    expect(page.locator(f"{EXPLORER} h3[data-stage]")).not_to_be_empty()
    diagram = page.locator(DIAGRAM).first  # it comes late and moves the strip down
    expect(diagram).to_be_visible()
    strip = page.locator(f"{EXPLORER} .strip")
    strip.evaluate(AT_REST)
    strip.evaluate("it => it.scrollIntoView({block: 'center'})")
    strip.evaluate(AT_REST)


def locate(page: Page, stage: str, index: int) -> dict[str, float]:
    """Where a cell is on the screen, once it has been scrolled into sight."""
    return page.evaluate(LOCATE, [stage, int(index)])


def point(
    page: Page, stage: str, index: int, across: float | None = None, down: float = 0.5
) -> None:
    """Move the mouse onto a cell; `across` and `down` say where in it, as a share of its side.

    By default it is never quite the same spot, so that the mouse really moves from cell to cell.
    """
    box = locate(page, stage, index)
    across = 0.2 + 0.6 * (index * 7919 % 997) / 997 if across is None else across
    page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])


def read(page: Page) -> Reading:
    """What the explorer shows now."""
    return page.evaluate(READ)


def read_cells(page: Page, stage: str, indices: list[int]) -> list[Reading]:
    """Point at one cell after the other, and return what was shown at each, read in the page."""
    page.mouse.move(3, 3)
    page.evaluate(FOLLOW)
    for index in indices:
        point(page, stage, index)
    readings = page.evaluate("window.readings.splice(0)")
    return [it for it in readings if it["stage"] == stage]
