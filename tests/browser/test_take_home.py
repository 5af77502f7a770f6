"""The page that goes home, opened from its file: it computes, it reads, and it asks nobody.

tests/js holds every cell of what it computes to Keras; here the page is held to the app.
"""

from datetime import date

import numpy as np
import pytest

from mnist_core.data.drawing import prepare_strokes
from mnist_core.data.sources import load_dataset
from mnist_core.figures.number_format import percent
from mnist_core.web.keepsake import keepsake
from mnist_core.web.take_home import take_home
from tests.browser.chromium import continuous_integration
from tests.browser.take_home_visit import PHONE, WIDE, in_chromium, in_firefox
from tests.js.node import MODULES, install
from tests.strokes import placed, read

LABEL = 7  # of the digit that is followed
CELLS, SEED = 100, 20261128
WRITTEN = range(10)  # with one stroke and with two; tests/js has a thousand prepared and read
FEWER = 3  # every third point of a stroke: a move of the mouse takes a browser a frame
CHOOSE = f"document.querySelectorAll('#choice input')[{LABEL}].click()"
POINT = """(() => {
    const host = document.getElementById('explorer'), find = css => host.querySelector(css);
    return CELLS.map(([stage, index], turn) => {
        const { x, y, width, height } = host.explorer.locate(stage, index);
        find('.scroller').dispatchEvent(new PointerEvent('pointermove', {
            pointerType: 'mouse', clientX: x + width * (0.4 + turn / 1000), clientY: y + height / 2,
        }));
        const { stage: at, index: cell } = find('h3[data-stage]').dataset;
        return [at, Number(cell), Number(find('.value').dataset.value)];
    });
})()"""
PAD = """(() => {
    const { x, y, width } = document.querySelector('#pad canvas').getBoundingClientRect();
    return [x, y, width];
})()"""
BUTTON = (
    "[...document.querySelectorAll('#pad button')].find(it => it.textContent === 'NAME').click()"
)
READING = """(() => {
    const pad = document.getElementById('pad'), { shadowRoot } = pad.querySelector('.answer div');
    return {
        strokes: pad.strokes(),
        digit: [...pad.stages()[0].values],
        probabilities: [...pad.stages().at(-1).values],
        scores: [...pad.stages().at(-2).values],
        verdict: shadowRoot.querySelector('h3').textContent,
        before: window.before,
        shares: [...shadowRoot.querySelectorAll('.share')].map(it => it.textContent),
        followed: document.querySelector('#choice :checked').value,
    };
})()"""
NOTE = """document.getElementById('pad').addEventListener('pointerup', () => {
    const { shadowRoot } = document.querySelector('#pad .answer div');
    window.before = shadowRoot.querySelector('h3').textContent;
}, true)"""
ACROSS = """new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(
    () => resolve(document.documentElement.scrollWidth))))"""
OFFENCE = """new Promise(resolve => {
    document.addEventListener('securitypolicyviolation', it => resolve(it.effectiveDirective));
    new Image().src = 'http://127.0.0.1:9/picture.png';
})"""
AXE = MODULES / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dataset():
    return load_dataset()


@pytest.fixture(scope="module")
def kept(dataset):
    return keepsake("keras_cnn", dataset.validation)


@pytest.fixture(scope="module")
def file(tmp_path_factory, dataset, kept):
    path = tmp_path_factory.mktemp("home") / "keras cnn.html"
    path.write_text(take_home(kept, dataset, date(2026, 11, 28), path.name), "utf-8")
    return path


@pytest.fixture(scope="module", params=["Chromium", "Firefox"])
def visit(request, file):
    """The page, opened once in each browser for all these tests."""
    if request.param == "Firefox":
        with in_firefox(file) as visit:
            yield visit
    else:
        with in_chromium(request.getfixturevalue("contexts"), file) as visit:
            yield visit


def test_a_hundred_cells_are_what_the_app_computes(visit, dataset, kept):
    visit.evaluate(CHOOSE)
    image = dataset.test.images[int(np.argmax(dataset.test.labels == LABEL))]
    values = {it.name: it.output for it in kept.network.activations(image)} | {"pixels": image}
    random = np.random.default_rng(SEED)
    stages = random.choice(list(values), CELLS).tolist()
    cells = [[name, int(random.integers(values[name].size))] for name in stages]
    shown = visit.evaluate(POINT.replace("CELLS", str(cells)))
    assert [cell[:2] for cell in shown] == cells
    expected = [values[name].flat[at] for name, at in cells]
    np.testing.assert_allclose([value for *_, value in shown], expected, rtol=1e-5, atol=1e-5)


def test_digits_are_read_as_the_app_reads_them(visit, kept, strokes_path):
    written = read(strokes_path)
    chosen = [int(np.flatnonzero((written.labels == n) & (written.flags == 0))[3]) for n in WRITTEN]
    right = 0
    visit.evaluate(NOTE)
    for digit in chosen:
        left, top, width = visit.evaluate(PAD)
        for stroke in placed(written.strokes[digit], 0.6 * width, 0.2 * np.full(2, width)):
            points = [*stroke[:-1:FEWER], stroke[-1]]
            visit.stroke([(left + x, top + y) for x, y in np.array(points).tolist()])
        told = visit.evaluate(READING)
        strokes = [np.reshape(stroke, (-1, 2)) for stroke in told["strokes"]]
        assert len(strokes) == len(written.strokes[digit])
        prepared = prepare_strokes(strokes).digit
        np.testing.assert_allclose(told["digit"], prepared.ravel(), rtol=0, atol=1e-6)
        (expected,) = kept.network.predict(prepared[np.newaxis])
        np.testing.assert_allclose(told["probabilities"], expected, rtol=0, atol=1e-5)
        first, refused = int(expected.argmax()), max(told["scores"]) < kept.threshold
        article = "an" if first == 8 else "a"
        assert told["verdict"] == ("Not like a digit" if refused else f"Reads {article} {first}")
        assert told["before"].startswith(("Reads a", "Not like"))  # while the pen was still down
        assert told["shares"] == [percent(share) for share in told["probabilities"]]
        assert told["followed"] == "written"  # and the explorer follows what was written
        right += first == written.labels[digit]
        visit.evaluate(BUTTON.replace("NAME", "Clear"))
    assert right >= len(WRITTEN) - 1


def test_a_finger_writes_and_strokes_are_taken_back_on_a_phone(visit):
    visit.look(PHONE, "dark")
    assert visit.evaluate(ACROSS) <= PHONE[0]
    visit.evaluate("scrollTo(0, 0)")
    left, top, width = visit.evaluate(PAD)
    for at in (0.3, 0.6):
        points = [(left + at * width, top + down * width) for down in (0.2, 0.5, 0.8)]
        visit.stroke(points, "touch")
    assert len(visit.evaluate(READING)["strokes"]) == 2
    assert visit.evaluate("scrollY") == 0  # the finger wrote, and did not scroll
    visit.evaluate(BUTTON.replace("NAME", "Undo"))
    assert len(visit.evaluate(READING)["strokes"]) == 1
    visit.evaluate(BUTTON.replace("NAME", "Clear"))
    assert visit.evaluate("document.querySelector('#pad .answer p').hidden") is False
    assert visit.evaluate("document.querySelector('#choice :checked').value") == "0"


def test_it_asked_nobody_and_could_not(visit, file):
    asked = {it for it in visit.requests if not it.startswith("data:")}  # a font of Firefox's own
    assert asked <= {file.as_uri()}  # which Firefox does not tell of
    assert visit.console == []
    assert visit.evaluate(OFFENCE) == "img-src"


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (WIDE, "light")])
def test_nothing_stands_in_anybodys_way(visit, size, scheme):
    """No violation of accessibility that axe-core knows of, details opened, a digit written."""
    if install() != 0:
        assert not continuous_integration(), "CI=true, and npm did not bring axe-core"
        pytest.skip("axe-core cannot be fetched from npm")
    visit.look(size, scheme)
    visit.evaluate("scrollTo(0, 0)")
    left, top, width = visit.evaluate(PAD)
    across = [(left + at * width, top + 0.3 * width) for at in (0.2, 0.4, 0.6)]
    visit.stroke([*across, (left + 0.4 * width, top + 0.8 * width)])  # a seven
    visit.evaluate("document.querySelector('details').open = true")
    visit.evaluate(f"(() => {{ {AXE.read_text('utf-8')} }})()")
    found = visit.evaluate("axe.run(document).then(it => it.violations)")
    told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert told == []
