"""The layer explorer in a real browser: pointing, colours, keys, and no round trip.

What it computes is held to Keras in tests/js, every cell of every layer kind; here what a person
sees of it is held to the app.
"""

import io
from contextlib import redirect_stdout

import numpy as np
import pytest
from PIL import Image

from mnist_core.data.sources import load_dataset
from mnist_core.figures.palette import LIGHT, rgb
from mnist_core.network.forward import Network
from mnist_core.network.keras_numbers import dataset_digit, keras_numbers, weights_in_file
from mnist_core.network.weights import save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.runs import create_run
from pages.ui.components.explorer.explorer import weights_file
from tests.browser.conftest import opening
from tests.browser.derivations import check
from tests.browser.in_doubles import InDoubles
from tests.browser.made_networks import MADE, id_of
from tests.browser.pointing import (
    EXPLORER,
    HOST,
    locate,
    open_explorer,
    point,
    read,
    read_cells,
)
from tests.browser.server import CHECKOUT
from tests.js.small_networks import random_network

DIGIT = 6
SEED = 20261121
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def networks(server):
    """Two networks that have every kind of layer, as finished runs of this server, and ours."""
    found = {"keras_cnn": Network.load("keras_cnn")}
    for name, architecture in MADE.items():
        network = random_network(architecture, SEED)
        config = TrainingConfig(architecture, architecture.recipe)
        path = server.home / "runs" / f"{name}00000000"
        run = create_run(config, path)
        save_weights(path / "weights.npz", architecture, network.weights)
        run.write_result(RunResult(RunState.STOPPED))
        found[f"run-{run.id}"] = network
    return found


@pytest.fixture(scope="module")
def image():
    return load_dataset().test.images[DIGIT]


@pytest.fixture(scope="module")
def frames():
    """The length of everything that goes over the websocket of the page that is shared."""
    return []


@pytest.fixture(scope="module")
def explored(server, one_page, frames):
    """The explorer with keras_cnn, on one page for tests that put back all but the cell."""
    one_page.on("websocket", lambda it: it.on("framesent", lambda sent: frames.append(len(sent))))
    one_page.on("websocket", lambda it: it.on("framereceived", lambda got: frames.append(len(got))))
    open_explorer(one_page, server.url, f"digit={DIGIT}")
    return one_page


@pytest.fixture(scope="module")
def on_phone(server, contexts):
    """The same on a phone, whose pixels are finer than those of CSS."""
    narrow = {"width": 420, "height": 900}
    with opening(contexts) as new_page:
        page = new_page(viewport=narrow, device_scale_factor=2, has_touch=True)
        open_explorer(page, server.url, f"digit={DIGIT}")
        yield page


def sample(random, size, count):
    """Indices without repetition, all of them where there are fewer."""
    return random.permutation(size)[:count].tolist()


def test_every_panel_shows_the_terms_and_the_number(server, page, networks, image):
    id = id_of(networks, "kinds")
    oracle = InDoubles.of(networks[id], image)
    open_explorer(page, server.url, f"network={id}&digit={DIGIT}")
    random = np.random.default_rng(SEED)
    for stage in oracle.stages:
        cells = sample(random, oracle.values[stage].size, 2)
        readings = read_cells(page, stage, cells)
        assert [it["index"] for it in readings] == cells, stage
        for reading in readings:
            check(reading, oracle)


@pytest.mark.parametrize(("opened", "ratio"), [("explored", 1), ("on_phone", 2)])
def test_pointing_and_colours_are_exact_to_the_pixel(request, networks, image, opened, ratio):
    page = request.getfixturevalue(opened)
    values = InDoubles.of(networks["keras_cnn"], image).values
    random = np.random.default_rng(SEED)
    for stage in values:
        (cell,) = sample(random, values[stage].size, 1)
        for across, down in ((0.02, 0.02), (0.98, 0.02), (0.02, 0.98), (0.98, 0.98)):
            point(page, stage, cell, across, down)
            reading = read(page)
            assert (reading["stage"], reading["index"]) == (stage, cell)
    sideways = "it => it.scrollWidth - it.clientWidth"
    assert page.get_by_test_id("stMain").evaluate(sideways) <= 0
    sheet = f"{HOST}.shadowRoot.querySelector('.sheet').style.display"
    page.evaluate(f"{sheet} = 'none'")
    for stage in ("conv1", "relu1", "dense1"):
        for cell in sample(random, values[stage].size, 2):
            box = locate(page, stage, cell)
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            around = {"x": int(x) - 1, "y": int(y) - 1, "width": 3, "height": 3}
            picture = Image.open(io.BytesIO(page.screenshot(clip=around))).convert("RGB")
            assert picture.size == (3 * ratio, 3 * ratio)
            seen = picture.getpixel((int(ratio * (x % 1 + 1)), int(ratio * (y % 1 + 1))))
            np.testing.assert_allclose(seen, colour(values[stage], cell), atol=2)
    page.evaluate(f"{sheet} = ''")


def colour(values, cell):
    """The colour of a value on the layer's one scale, from the palette."""
    share = values.ravel()[cell] / np.abs(values).max()
    if values.min() >= 0:
        ends = LIGHT.paper, LIGHT.ink
    else:
        ends = LIGHT.neutral, LIGHT.positive if share > 0 else LIGHT.negative
    low, high = map(rgb, ends)
    return low + (high - low) * abs(share)


def test_pointing_clicking_and_keys_send_nothing(explored, frames):
    page = explored
    page.wait_for_timeout(1000)
    assert frames, "the page itself came through the websocket"
    frames.clear()
    random = np.random.default_rng(SEED)
    for stage, size in (("conv1", 26 * 26 * 32), ("dense1", 128), ("softmax", 10)):
        for cell in sample(random, size, 10):
            point(page, stage, cell)
    page.mouse.down()
    page.mouse.up()
    page.locator(f"{EXPLORER} .scroller").focus()
    for key in ("ArrowRight", "PageDown", "Enter", "Backspace", " ", "Escape"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert frames == []


def test_clicks_walk_back_to_a_pixel_and_return_forth(explored, networks, image):
    page = explored
    oracle = InDoubles.of(networks["keras_cnn"], image)
    best = int(oracle.values["softmax"].argmax())
    point(page, "softmax", best)
    way = []
    for _ in oracle.stages:
        way.append(read(page))
        page.mouse.down()
        page.mouse.up()
    assert [it["stage"] for it in way] == oracle.stages[::-1]
    dense = way[oracle.stages[::-1].index("dense2")]
    products = oracle.values["dropout"] * oracle.weight("dense2", "kernel")[:, best]
    after = way[oracle.stages[::-1].index("dropout")]
    assert dense["index"] == best and after["index"] == int(np.abs(products).argmax())
    page.get_by_role("button", name="Return").click()
    assert read(page)["stage"] == "prepared"


def test_keys_move_and_what_they_reach_is_announced(server, page, networks, image):
    id = id_of(networks, "pooled")
    oracle = InDoubles.of(networks[id], image)
    open_explorer(page, server.url, f"network={id}&digit={DIGIT}")
    page.get_by_role("radio", name="the network").focus()
    page.keyboard.press("Tab")  # from the switch of the scale into the strip
    assert page.evaluate(f"{HOST}.shadowRoot.activeElement.className") == "scroller"
    for _ in oracle.stages:
        page.keyboard.press(",")  # as far back as it goes
    page.keyboard.press("Home")
    keys = (  # conv and pool have 10 × 10 cells and 3 maps
        ("ArrowRight", "pixels", 1),
        ("ArrowDown", "pixels", 29),
        ("ArrowLeft", "pixels", 28),
        ("ArrowUp", "pixels", 0),
        ("End", "pixels", 783),
        (".", "prepared", 783),
        (".", "conv", 297),  # the last cell of the first map
        ("PageDown", "conv", 298),
        ("ArrowUp", "conv", 268),
        (".", "pool", 268),
        ("PageUp", "pool", 267),
        (".", "average", 0),
        ("ArrowDown", "average", 1),
        (".", "dense", 1),
        (".", "softmax", 1),
        ("End", "softmax", 9),
        (",", "dense", 9),
    )
    for key, stage, index in keys:
        page.keyboard.press(key)
        reading = read(page)
        assert (reading["stage"], reading["index"]) == (stage, index), key
        assert f"{stage}, " in reading["live"]
        assert reading["live"].split(": ")[1][:4] == reading["shown"][:4]
        check(reading, oracle)
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    assert read(page)["live"].startswith("The edge. dense, unit 9: ")
    page.keyboard.press("Enter")
    before = read(page)
    assert before["stage"] == "average"
    page.keyboard.press("Backspace")
    assert (read(page)["stage"], read(page)["index"]) == ("dense", 9)
    assert page.locator(f"{EXPLORER} .live").get_attribute("aria-live") == "polite"


def test_a_tap_points_and_a_second_one_walks_back(on_phone):
    page = on_phone
    box = locate(page, "pool1", 1234)
    spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(*spot)
    assert (read(page)["stage"], read(page)["index"]) == ("pool1", 1234)
    page.touchscreen.tap(*spot)
    assert read(page)["stage"] == "relu1"


def test_the_window_slides_and_stops(explored):
    page = explored
    point(page, "conv1", 0)
    button = page.get_by_role("button", name="Slide the window")
    button.click()
    index = f"Number({HOST}.shadowRoot.querySelector('h3[data-stage]').dataset.index)"
    page.wait_for_function(f"() => {index} > 64")
    page.get_by_role("button", name="Stop").click()
    reached = read(page)["index"]
    assert reached % 32 == 0, "the same map, cell by cell"
    page.wait_for_timeout(400)  # in which it would have gone on twice
    assert read(page)["index"] == reached


def test_the_lines_beside_it_print_the_number_on_show(explored, networks, monkeypatch):
    """Run where NumPy is enough; tests/network/test_keras_numbers.py runs those of Keras."""
    page, architecture = explored, networks["keras_cnn"].architecture
    monkeypatch.chdir(CHECKOUT)
    for stage in ("pixels", "prepared"):
        reading, lines = point_and_copy(page, stage, 300)
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(lines, {})
        shape, number = printed.getvalue().strip().split("\n")
        assert float(number) == pytest.approx(reading["value"], rel=1e-5, abs=1e-6)
        assert shape == "(28, 28, 1)"
    digit, weights = dataset_digit("test", DIGIT), weights_in_file(weights_file("keras_cnn"))
    for stage, cell, place in (("conv2", 555, "0, 8, 43"), ("dense2", 4, "4")):  # of 11 × 11 × 64
        reading, lines = point_and_copy(page, stage, cell)
        code, _, value = lines.rpartition("  # ")
        expected = keras_numbers(architecture, stage, digit, weights).replace("CELL", place)
        assert code == expected.rpartition("  # ")[0]
        number = float(value.replace("−", "-"))
        assert number == pytest.approx(reading["value"], rel=1e-2, abs=1e-3)


def point_and_copy(page, stage, cell):
    """What the explorer shows of a cell, and the lines of Python beside it."""
    point(page, stage, cell)
    return read(page), page.locator(f"{EXPLORER} .code code").text_content()


def test_another_digit_and_scale_follow_in_place(explored, networks):
    page = explored
    point(page, "conv2", 3853)  # in the middle, where digits differ
    first = read(page)["value"]
    node = page.evaluate_handle(HOST)
    page.mouse.move(0, 0)  # or it points at what comes under it when the page scrolls to the button
    page.locator(".st-key-next button").filter(visible=True).click()
    value = f"{HOST}.shadowRoot.querySelector('.value').dataset.value"
    page.wait_for_function(f"before => Number({value}) !== before", arg=first)
    assert node.evaluate(f"it => it === {HOST}"), "the same component, brought up to date"
    after = InDoubles.of(networks["keras_cnn"], load_dataset().test.images[DIGIT + 1])
    reading = read(page)
    assert (reading["stage"], reading["index"]) == ("conv2", 3853)
    check(reading, after)
    page.get_by_role("radio", name="the network").check()
    limit = max(np.abs(it).max() for name, it in after.values.items() if name != "pixels")
    ends = page.locator(f"{EXPLORER} [data-stage=conv1] .scale").inner_text()
    assert f"{limit:#.3g}".rstrip(".") in ends
