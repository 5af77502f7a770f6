"""Clicks on every page, timed in the browser: from the finger to the picture that it changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from playwright.sync_api import Page, expect

from tests.browser.navigation import HEADINGS, PAGES, settle
from tests.browser.waiting import PATIENCE

PAUSE = 300  # milliseconds between a change and the next click, for what follows it
PAD = ".st-key-pad canvas.upper-canvas"
PICTURES = """() => [...document.querySelectorAll('[data-testid=stMain] .heatmaplayer image')]
    .map(image => image.href.baseVal).join()"""
JOURNEY = """() => [...document.querySelectorAll('.st-key-journey img')].map(it => it.src).join()"""
CELLS = """() => [...document.querySelectorAll('.st-key-matrix, .st-key-matrix *')]
    .flatMap(element => [...(element.shadowRoot?.querySelectorAll('td button') ?? [])])
    .map(button => button.textContent).join()"""
SENTENCE = """() => String(document.querySelector('[data-testid=stMain]').textContent
    .match(/[0-9,]+ steps in all/g))"""
STRIP = """() => [...document.querySelectorAll('.st-key-stage_strip *')]
    .map(element => element.shadowRoot?.textContent.match(/in [0-9]+ stroke/g) ?? '').join()"""
EXPLORED = """() => [...document.querySelectorAll('.st-key-explorer *')]
    .find(it => it.explorer)?.shadowRoot.querySelector('.code code').textContent"""
FIELDS = """() => String(document.querySelectorAll('[data-testid=stNumberInput]').length)"""
PLACE = """() => String(document.querySelector('[data-testid=stMain]').textContent
    .match(/In its place|[0-9]+ pixels? (right|left)/g))"""
TOLD = """() => String(document.querySelectorAll('[data-testid=stToast]').length)"""
REFUSED = """() => String(document.querySelector('[data-testid=stMain]').textContent
    .match(/lesson-[0-9]+.md is no lesson yet/g))"""
LOOKED = """() => String(document.querySelector('[data-testid=stMain]').textContent
    .match(/Look [0-9]+/g))"""
QUOTED = """() => [...document.querySelectorAll('[data-testid=stMain] p')]
    .map(paragraph => paragraph.textContent).filter(text => text.startsWith('Put to')).join()"""
CLIENT = """() => document.querySelector('[data-testid=stCode]')?.textContent"""
BEGIN = """() => {
    const read = %s, before = read(), timed = {milliseconds: null};
    let pressed = null;
    window.timed = timed;
    const press = event => { pressed = event.timeStamp; };
    window.addEventListener('pointerup', press, {capture: true, once: true});
    const look = () => {
        if (pressed === null || read() === before) requestAnimationFrame(look);
        else requestAnimationFrame(now => { timed.milliseconds = now - pressed; });
    };
    look();
}"""


@dataclass(frozen=True)
class Click:
    """Something to click on a page, and where to look for its effect.

    Attributes
    ----------
    what : the name of it, for people
    click : presses it; gets the page and how often it was pressed before
    effect : JavaScript that returns what is seen now, as text
    prepare : brings the page to where the click can be made
    """

    what: str
    click: Callable[[Page, int], None]
    effect: str
    prepare: Callable[[Page], None] = lambda page: None


def measure(page: Page, click: Click, times: int, timeout: float = 30_000) -> list[float]:
    """Milliseconds from each click to the frame after the first that shows its effect."""
    found = []
    for number in range(times):
        page.evaluate(BEGIN % click.effect)
        click.click(page, number)
        timed = page.wait_for_function("() => window.timed.milliseconds", timeout=timeout)
        found.append(timed.json_value())
        page.wait_for_timeout(PAUSE)
        expect(page.get_by_test_id("stException")).to_have_count(0)
    return found


def go(page: Page, stem: str) -> None:
    """Go to one page by the navigation and wait until it is painted."""
    title = next(target.title for target in PAGES if target.stem == stem)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    settle(page, HEADINGS[stem])
    CLICKS[stem].prepare(page)
    page.wait_for_timeout(2 * PAUSE)


def start_run(page: Page, **settings: str) -> None:
    """Start a training from the Training page, and wait for its first batches.

    Parameters
    ----------
    **settings : what to type into the form, by label with _ for spaces: Batch_size="8"
    """
    go(page, "training")
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="Published", exact=True).click()
    page.wait_for_timeout(2 * PAUSE)
    settle(page, HEADINGS["training"])
    for label, value in settings.items():
        box = main.get_by_label(label.replace("_", " "), exact=True)
        box.fill(value)
        box.press("Enter")
        expect(box).to_have_value(value)
        settle(page, HEADINGS["training"])
    main.get_by_role("button", name="Start", exact=True).click()
    expect(main.get_by_text("epoch 1 of").first).to_be_visible(timeout=PATIENCE)


def _wait_for_buttons(page: Page) -> None:
    """Until the buttons of the page before are gone, which may have the same names."""
    expect(page.locator(".st-key-next")).to_have_count(1)


def _wait_for_explorer(page: Page) -> None:
    _wait_for_buttons(page)
    expect(page.locator(".st-key-explorer .explorer h3[data-stage]")).not_to_be_empty(
        timeout=PATIENCE
    )


def _next_digit(page: Page, number: int) -> None:
    page.locator(".st-key-next button").filter(visible=True).click()  # phones have one of their own


def _show_confusions(page: Page) -> None:
    page.get_by_role("tab", name="Confusions").click()
    cells = page.locator(".st-key-matrix td button")
    asked = page.get_by_test_id("stMain").get_by_text("just show me")  # unless guesses are skipped
    cells.or_(asked).first.wait_for()
    if asked.is_visible():
        asked.click()
    expect(cells).to_have_count(100)


def _switch_rates(page: Page, number: int) -> None:
    page.locator(".st-key-rates label").first.click()


def _wait_for_pad(page: Page) -> None:
    expect(page.locator(PAD)).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(1000)  # its toolbar moves


def _draw_stroke(page: Page, number: int) -> None:
    box = page.locator(PAD).bounding_box()
    x, y = box["x"] + 40, box["y"] + 40 + 37 * number % 240
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 200, y + 20, steps=8)
    page.mouse.up()


def _choose_recipe(page: Page, number: int) -> None:
    name = ("One epoch", "Published")[number % 2]
    page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).click()


def _open_layer(page: Page, number: int) -> None:
    page.locator(".st-key-open_layer_0 button").click()


def _wait_for_digit(page: Page) -> None:
    expect(page.locator("canvas.dragged-digit")).to_be_visible(timeout=PATIENCE)


def _drag(page: Page, number: int) -> None:
    box = page.locator("canvas.dragged-digit").bounding_box()
    x, y = box["x"] + 100, box["y"] + 100
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + (40, -40)[number % 2], y, steps=4)
    page.mouse.up()


def _wait_for_claim(page: Page) -> None:
    expect(page.locator(".st-key-next_claim")).to_have_count(1)


def _next_claim(page: Page, number: int) -> None:
    page.locator(".st-key-next_claim button").click()


def _choose_format(page: Page, number: int) -> None:
    name = ("ONNX", "Keras (.keras)")[number % 2]
    page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()


def _look_again(page: Page, number: int) -> None:
    page.locator(".st-key-look_again button").click()


def _join_nowhere(page: Page, number: int) -> None:
    page.locator(".st-key-join button").click()


def _bring_no_lesson(page: Page, number: int) -> None:
    file = page.get_by_test_id("stFileUploaderDropzoneInput")
    name = f"lesson-{number}.md"
    file.set_input_files({"name": name, "mimeType": "text/markdown", "buffer": b"no lesson"})


CLICKS: Mapping[str, Click] = MappingProxyType(
    {
        "home": Click("next digit", _next_digit, JOURNEY, _wait_for_buttons),
        "lessons": Click("a file that is no lesson", _bring_no_lesson, REFUSED),
        "dataset": Click("next digit", _next_digit, PICTURES, _wait_for_buttons),
        "architecture": Click("next digit", _next_digit, EXPLORED, _wait_for_explorer),
        "training": Click("another recipe", _choose_recipe, SENTENCE),
        "draw": Click("a stroke", _draw_stroke, STRIP, _wait_for_pad),
        "experiments": Click("a layer opened", _open_layer, FIELDS),
        "classroom": Click("joining without a code", _join_nowhere, TOLD),
        "evaluation": Click("rates or counts", _switch_rates, CELLS, _show_confusions),
        "robustness": Click("a digit dragged", _drag, PLACE, _wait_for_digit),
        "claims": Click("next claim", _next_claim, QUOTED, _wait_for_claim),
        "export": Click("another format", _choose_format, CLIENT),
        "status": Click("a look", _look_again, LOOKED),
    }
)
"""One click for every page, by the stem of the page's file."""
