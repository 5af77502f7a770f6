"""The layer explorer in a real browser: its numbers are those of Keras and cost no round trip."""

import io
from contextlib import redirect_stdout

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from mnist_core.data.sources import load_dataset
from mnist_core.figures.palette import LIGHT, rgb
from mnist_core.network.architectures import Architecture
from mnist_core.network.forward import Network
from mnist_core.network.layers import (
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.weights import save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.protocol import RunResult, RunState
from mnist_core.training.runs import create_run
from tests.browser.derivations import Oracle, check
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

DIGIT = 6
CELLS, AGAIN = 200, 40
SEED = 20261121
KINDS = (
    Conv2D(6, 3, padding="same"),
    BatchNormalization(),
    ReLU(),
    MaxPooling2D(3, 2, "same"),
    Conv2D(8, 4, 2),
    AveragePooling2D(2, 1, "same"),
    Dropout(0.3),
    Flatten(),
    Dense(40),
    ReLU(),
    Dense(10),
    Softmax(),
)
POOLED = (
    Conv2D(3, 5, 3, "same"),
    MaxPooling2D(2, 1, "same"),
    GlobalAveragePooling2D(),
    Dense(10),
    Softmax(),
)
MADE = {
    "kinds": Architecture("kinds", "Every kind", KINDS, preprocessing="standardise"),
    "pooled": Architecture("pooled", "Pooled", POOLED),
}
pytestmark = pytest.mark.slow


def random_network(architecture):
    """Weights of every sign, and statistics of batch normalisation that are not the first ones."""
    random = np.random.default_rng(SEED)
    weights = {}
    for name, array in Network.initialise(architecture, SEED).weights.items():
        positive = name.endswith(("gamma", "moving_variance"))
        drawn = random.uniform(0.3, 1.5, array.shape) if positive else array
        if name.endswith(("bias", "beta", "moving_mean")):
            drawn = random.normal(0, 0.2, array.shape)
        weights[name] = np.asarray(drawn, np.float32)
    return Network(architecture, weights)


@pytest.fixture(scope="module")
def networks(server):
    """Two networks that have every kind of layer, as finished runs of this server, and ours."""
    found = {"keras_cnn": Network.load("keras_cnn")}
    for name, architecture in MADE.items():
        network = random_network(architecture)
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


def id_of(networks, name):
    return next(id for id in networks if name in id)


def sample(random, size, count):
    """Indices without repetition, all of them where there are fewer."""
    return random.permutation(size)[:count].tolist()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["keras_cnn", "kinds", "pooled"])
def test_every_number_and_its_derivation_are_those_of_keras(server, page, networks, image, name):
    id = id_of(networks, name)
    oracle = Oracle.of(networks[id], image)
    open_explorer(page, server.url, f"network={id}&digit={DIGIT}")
    random = np.random.default_rng(SEED)
    met = set()
    for stage in oracle.stages:
        kind = type(oracle.spec(stage)) if stage in oracle.stages[2:] else stage
        again = name == "keras_cnn" or kind in met  # the other two have all of its kinds
        met.add(kind)
        cells = sample(random, oracle.values[stage].size, AGAIN if again else CELLS)
        readings = read_cells(page, stage, cells)
        assert [it["index"] for it in readings] == cells, stage
        for reading in readings:
            check(reading, oracle)
        single = oracle.single[stage]  # in the precision in which everybody runs it
        np.testing.assert_allclose(
            [it["value"] for it in readings], single.ravel()[cells], atol=1e-5 * abs(single).max()
        )


def test_the_effective_field_is_tensorflows_gradient(server, page, networks, image):
    id = id_of(networks, "kinds")
    oracle = Oracle.of(networks[id], image)
    open_explorer(page, server.url, f"network={id}&digit={DIGIT}")
    random = np.random.default_rng(SEED)
    x = tf.constant(oracle.values["prepared"][np.newaxis], tf.float64)
    for place, stage in enumerate(oracle.stages[2:]):
        for cell in sample(random, oracle.values[stage].size, 5):
            with tf.GradientTape() as tape:
                tape.watch(x)
                value = tf.reshape(oracle.model(x, training=False)[place], [-1])[cell]
            expected = np.array(tape.gradient(value, x)).reshape(28, 28)
            point(page, stage, cell)
            page.wait_for_function(  # it may come after the number
                f"it => {HOST}.shadowRoot.querySelector('.digit').dataset.cell === it",
                arg=f"{stage} {cell}",
            )
            shown = np.reshape(page.evaluate(f"{HOST}.explorer.gradient()"), (28, 28))
            np.testing.assert_allclose(shown, expected, rtol=1e-9, atol=1e-12)
            reading = read(page)
            top, bottom, left, right = reading["box"]
            outside = np.ones((28, 28), bool)
            outside[top:bottom, left:right] = False
            assert not shown[outside].any(), "a cell is moved by a pixel that it cannot see"


@pytest.mark.parametrize(("width", "ratio"), [(1280, 1), (420, 2)])
def test_pointing_is_exact_to_the_pixel(server, new_page, networks, image, width, ratio):
    page = new_page(viewport={"width": width, "height": 900}, device_scale_factor=ratio)
    open_explorer(page, server.url, f"digit={DIGIT}")
    values = Oracle.of(networks["keras_cnn"], image).values
    random = np.random.default_rng(SEED)
    for stage in values:
        for cell in sample(random, values[stage].size, 3):
            for across, down in ((0.02, 0.02), (0.98, 0.02), (0.02, 0.98), (0.98, 0.98)):
                point(page, stage, cell, across, down)
                reading = read(page)
                assert (reading["stage"], reading["index"]) == (stage, cell)
    sideways = "it => it.scrollWidth - it.clientWidth"
    assert page.get_by_test_id("stMain").evaluate(sideways) <= 0


@pytest.mark.parametrize("ratio", [1, 2])
def test_every_cell_has_the_colour_of_its_number(server, new_page, networks, image, ratio):
    page = new_page(device_scale_factor=ratio)
    open_explorer(page, server.url, f"digit={DIGIT}")
    page.evaluate(f"{HOST}.shadowRoot.querySelector('.sheet').style.display = 'none'")
    values = Oracle.of(networks["keras_cnn"], image).values
    random = np.random.default_rng(SEED)
    for stage in ("conv1", "relu1", "dense1"):
        for cell in sample(random, values[stage].size, 4):
            box = locate(page, stage, cell)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            seen = picture.getpixel((int(ratio * x), int(ratio * y)))
            np.testing.assert_allclose(seen, colour(values[stage], cell), atol=2)


def colour(values, cell):
    """The colour of a value on the layer's one scale, from the palette."""
    share = values.ravel()[cell] / np.abs(values).max()
    if values.min() >= 0:
        ends = LIGHT.paper, LIGHT.ink
    else:
        ends = LIGHT.neutral, LIGHT.positive if share > 0 else LIGHT.negative
    low, high = map(rgb, ends)
    return low + (high - low) * abs(share)


def test_pointing_clicking_and_keys_send_nothing(server, page, networks, image):
    frames = []
    page.on("websocket", lambda it: it.on("framesent", lambda data: frames.append(len(data))))
    page.on("websocket", lambda it: it.on("framereceived", lambda data: frames.append(len(data))))
    open_explorer(page, server.url, f"digit={DIGIT}")
    page.wait_for_timeout(2000)
    assert frames, "the page itself came through the websocket"
    frames.clear()
    random = np.random.default_rng(SEED)
    for stage, size in (("conv1", 26 * 26 * 32), ("dense1", 128), ("softmax", 10)):
        for cell in sample(random, size, 30):
            point(page, stage, cell)
    page.mouse.down()
    page.mouse.up()
    page.locator(f"{EXPLORER} .scroller").focus()
    for key in ("ArrowRight", "PageDown", "Enter", "Backspace", " ", "Escape"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert frames == []


def test_clicks_walk_back_to_a_pixel_and_return_forth(server, page, networks, image):
    open_explorer(page, server.url, f"digit={DIGIT}")
    oracle = Oracle.of(networks["keras_cnn"], image)
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


def test_keys_alone_reach_every_cell_and_are_announced(server, page, networks, image):
    id = id_of(networks, "pooled")
    oracle = Oracle.of(networks[id], image)
    open_explorer(page, server.url, f"network={id}&digit={DIGIT}")
    page.get_by_role("radio", name="the network").focus()
    page.keyboard.press("Tab")  # from the switch of the scale into the strip
    focus = f"{HOST}.shadowRoot.activeElement.className"
    assert page.evaluate(focus) == "scroller"
    page.evaluate(
        f"() => {{ const root = {HOST}.shadowRoot, title = root.querySelector('h3');"
        "window.visited = new Set(); new MutationObserver(() => window.visited.add("
        "title.dataset.stage + ' ' + title.dataset.index)).observe("
        "title, {attributes: true, childList: true}) }"
    )
    for _ in oracle.stages:
        page.keyboard.press(",")  # as far back as it goes
    for stage in oracle.stages:
        shape = oracle.values[stage].shape
        rows, columns, maps = shape if len(shape) == 3 else (shape[0], 1, 1)
        for map in range(maps):
            page.keyboard.press("Home")
            for _ in range(map):
                page.keyboard.press("PageDown")
            for row in range(rows):
                for _ in range(columns - 1):
                    page.keyboard.press("ArrowLeft" if row % 2 else "ArrowRight")
                if row < rows - 1:
                    page.keyboard.press("ArrowDown")
        seen = sum(it.startswith(f"{stage} ") for it in page.evaluate("[...visited]"))
        assert seen >= oracle.values[stage].size - 1, stage  # the first may have been there before
        reading = read(page)
        assert reading["stage"] == stage and f"{stage}, " in reading["live"]
        assert reading["live"].split(": ")[1][:4] == reading["shown"][:4]
        page.keyboard.press(".")
    point(page, "pixels", 0)
    assert page.locator(f"{EXPLORER} .live").get_attribute("aria-live") == "polite"


def test_a_tap_points_and_a_second_one_walks_back(server, new_page):
    page = new_page(viewport={"width": 420, "height": 900}, has_touch=True)
    open_explorer(page, server.url, f"digit={DIGIT}")
    box = locate(page, "pool1", 1234)
    spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(*spot)
    assert (read(page)["stage"], read(page)["index"]) == ("pool1", 1234)
    page.touchscreen.tap(*spot)
    assert read(page)["stage"] == "relu1"


def test_the_window_slides_and_stops(server, page):
    open_explorer(page, server.url, f"digit={DIGIT}")
    point(page, "conv1", 0)
    button = page.get_by_role("button", name="Slide the window")
    button.click()
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Stop").click()
    reached = read(page)["index"]
    assert reached > 0 and reached % 32 == 0, "the same map, cell by cell"
    page.wait_for_timeout(400)
    assert read(page)["index"] == reached


def test_the_lines_of_keras_print_the_number_on_show(server, page, monkeypatch):
    open_explorer(page, server.url, f"network=classic_cnn&digit={DIGIT}")
    monkeypatch.chdir(CHECKOUT)
    shapes = {"pixels": (28, 28, 1), "prepared": (28, 28, 1), "conv2": (8, 8, 20), "dense2": (10,)}
    for (stage, expected), cell in zip(shapes.items(), (300, 300, 555, 4), strict=True):
        point(page, stage, cell)
        reading = read(page)
        lines = page.locator(f"{EXPLORER} .code code").text_content()
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(lines, {})
        shape, number = printed.getvalue().strip().split("\n")
        assert float(number) == pytest.approx(reading["value"], rel=1e-5, abs=1e-6)
        assert shape == str(expected)


def test_another_digit_scale_and_network_follow_in_place(server, page, networks, image):
    open_explorer(page, server.url, f"digit={DIGIT}")
    point(page, "conv2", 3853)  # in the middle, where digits differ
    first = read(page)["value"]
    node = page.evaluate_handle(HOST)
    page.locator(".st-key-next button").filter(visible=True).click()
    value = f"{HOST}.shadowRoot.querySelector('.value').dataset.value"
    page.wait_for_function(f"before => Number({value}) !== before", arg=first)
    assert node.evaluate(f"it => it === {HOST}"), "the same component, brought up to date"
    after = Oracle.of(networks["keras_cnn"], load_dataset().test.images[DIGIT + 1])
    reading = read(page)
    assert (reading["stage"], reading["index"]) == ("conv2", 3853)
    check(reading, after)
    page.get_by_role("radio", name="the network").check()
    limit = max(np.abs(it).max() for name, it in after.values.items() if name != "pixels")
    ends = page.locator(f"{EXPLORER} [data-stage=conv1] .scale").inner_text()
    assert f"{limit:#.3g}".rstrip(".") in ends
