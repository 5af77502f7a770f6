"""The Evaluation page in a real browser: cells, tiles and the map answer to mouse and keyboard."""

import re

import pytest
from playwright.sync_api import expect

from mnist_core.data.sources import held_out_digits
from mnist_core.evaluation.metrics import evaluate
from mnist_core.network.forward import Network
from tests.browser.navigation import HEADINGS, settle
from tests.browser.pad_page import SEVEN, go_to_pad, press, ready_pad
from tests.browser.waiting import at_rest, steady


@pytest.fixture(scope="module")
def found():
    """How the MLP reads the digits that the server has."""
    digits = held_out_digits()
    return evaluate(Network.load("mlp").predict(digits.images), digits.labels)


def names(found, true: int, read: int) -> list[str]:
    return [f"digit {index}: {true} as {read}" for index in found.of_pair(true, read)]


def tiles(page) -> list[str]:
    """What the tiles are called, in their order."""
    return [tile.get_attribute("aria-label") for tile in page.locator(".tiles button").all()]


def test_a_press_on_a_cell_opens_exactly_its_digits_and_a_tile_follows_one_of_them(
    server, one_page, found
) -> None:
    """On a phone, and on a wide screen with the next confusion."""
    page = one_page
    page.set_viewport_size({"width": 420, "height": 900})
    page.goto(f"{server.url}/evaluation?part=Confusions&network=mlp")
    settle(page, HEADINGS["evaluation"])
    expect(page.locator("table button")).to_have_count(0)  # the guess comes first
    page.get_by_test_id("stMain").get_by_text("just show me").click()
    expect(page.locator("table button")).to_have_count(100)
    texts = page.locator("table button").all_inner_texts()
    assert sum(int(text.replace(",", "") or 0) for text in texts) == len(found) == 1000
    first, second, *_ = found.confusions
    press_and_follow_by_keys(page, found, first)
    page.set_viewport_size({"width": 1280, "height": 900})
    last = press_and_follow_by_keys(page, found, second)
    page.get_by_role("button", name="Follow it through the network").click()
    settle(page, HEADINGS["architecture"])
    number = page.get_by_test_id("stMain").get_by_label("Number", exact=True)
    expect(number).to_have_value(str(last))


def press_and_follow_by_keys(page, found, pair) -> int:
    """The cell of a confusion, by mouse and by keys, and the last of its tiles: its digit."""
    cell = page.get_by_role("button", name=re.compile(f"^{pair.true} read as {pair.predicted}:"))
    cell.click()
    expect(cell).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tiles button")).to_have_count(pair.count)
    assert tiles(page) == names(found, pair.true, pair.predicted)
    assert f"true={pair.true}" in page.url and f"read={pair.predicted}" in page.url

    cell.focus()  # and by the keyboard: the cell to the left or right of it
    way, read = ("ArrowLeft", -1) if pair.predicted else ("ArrowRight", 1)
    read += pair.predicted
    page.keyboard.press(way)
    page.keyboard.press("Enter")
    following = page.get_by_role("button", name=re.compile(f"^{pair.true} read as {read}:"))
    expect(following).to_have_attribute("aria-pressed", "true")
    wanted = names(found, pair.true, read)
    expect(page.locator(".tiles button")).to_have_count(min(len(wanted), 40))
    assert tiles(page) == wanted[:40]

    cell.click()
    expect(page.locator(".tiles button")).to_have_count(pair.count)
    last = found.of_pair(pair.true, pair.predicted)[-1]
    page.locator(".tiles button").last.click()
    chosen = page.locator(f"[aria-label='digit {last}: {pair.true} as {pair.predicted}']")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    return last


def test_the_map_opens_the_digit_under_the_pointer_and_t_sne_comes_by_itself(one_page) -> None:
    page = one_page
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Evaluation").click()
    settle(page, HEADINGS["evaluation"])
    page.get_by_test_id("stMain").get_by_role("tab", name="Map").click()
    canvas, hint = page.locator(".map canvas"), page.locator(".map .hint")
    expect(canvas).to_be_visible()
    box = at_rest(canvas)
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for step in range(0, 120, 6):  # from the middle, where the cloud is, until a point is near
        page.mouse.move(middle[0] + step, middle[1] + step / 2)
        steady(page, "() => 0")  # the map answers in an animation frame
        if hint.is_visible():
            break
    expect(hint).to_be_visible()
    number = re.match(r"digit (\d+): a \d, read as \d", hint.inner_text()).group(1)
    page.mouse.down()
    page.mouse.up()
    opened = page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile("Open"))
    expect(opened).to_have_value(re.compile(f"digit {number}:"))

    main = page.get_by_test_id("stMain")
    main.get_by_text("t-SNE", exact=True).click()
    expect(main.get_by_text("is being computed in the background")).to_be_visible()
    expect(page.locator(".map canvas")).to_be_visible()
    expect(main.get_by_text("t-SNE (seed 1) keeps neighbours together")).to_be_visible()
    expect(main.get_by_text("is being computed in the background")).to_have_count(0)


def test_a_drawing_of_my_own_is_kept_judged_and_opened_in_the_explorer(one_page) -> None:
    page = one_page
    go_to_pad(page)
    press(page, ready_pad(page), SEVEN)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_role("heading", name="Reads a 7")).to_be_visible()
    main.get_by_role("tab", name="My drawings").click()
    main.locator(".st-key-kept_label").get_by_text("4", exact=True).click()  # it is a seven
    keep = main.get_by_role("button", name="Keep it")
    expect(keep).to_be_enabled()
    keep.click()
    expect(main.get_by_text("Download as .npz")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Evaluation").click()
    settle(page, HEADINGS["evaluation"])
    main.get_by_text("Drawing of your own").click()
    expect(main.get_by_text("1 drawing of your own")).to_be_visible()
    main.get_by_role("tab", name="Hardest").click()
    page.locator(".tiles button").first.click()
    page.get_by_role("button", name="Follow it through the network").click()
    settle(page, HEADINGS["architecture"])
    expect(main.get_by_label("Read my drawing instead")).to_be_checked()
