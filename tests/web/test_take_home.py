"""The page that goes home: all in one file, nothing that could be asked of anybody, all escaped."""

import base64
import hashlib
import io
import json
import re
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.figures.palette import PALETTES
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import Dense, Flatten, Softmax
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import initial_weights, save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.runs import create_run
from mnist_core.web.keepsake import keepsake
from mnist_core.web.payload import pack
from mnist_core.web.take_home import DIGIT, take_home
from tests.js.node import run

TODAY = date(2026, 11, 28)
MOST_BYTES = 1_600_000  # of a shipped network
HOSTILE = "</script></style><img src=x onerror=alert(1)><!-- \"'&$title \u2028 DROP"
ALLOWED = (
    "html head meta title style body header h1 p noscript strong main section h2 div figure "
    "figcaption svg path text circle span table thead tbody tfoot tr th td b small dl dt dd "
    "footer script"
).split()


class Parsed(HTMLParser):
    """Elements with their attributes, and the text in each kind of them."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.texts, self._open = [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        for tag in set(self._open[-2:]):
            self.texts.setdefault(tag, []).append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def dataset():
    return load_dataset()


@pytest.fixture(scope="module")
def page(dataset):
    """The page of the network that most people take."""
    return take_home(keepsake("keras_cnn", dataset.validation), dataset, TODAY, "keras_cnn.html")


def test_the_policy_allows_this_script_and_style_and_no_request(page):
    parsed = Parsed(page)
    (policy,) = [
        it["content"]
        for it in parsed.all("meta")
        if it.get("http-equiv") == "Content-Security-Policy"
    ]
    code, style = parsed.texts["script"][-1], parsed.texts["style"][0]
    script_hash, style_hash = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (code, style)
    )
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{script_hash}'; "
        f"style-src 'sha256-{style_hash}'; base-uri 'none'; form-action 'none'"
    )
    assert [it.get("type") for it in parsed.all("script")] == [
        "application/json",
        "application/octet-stream",
        "module",
    ]


def test_nothing_in_it_names_anything_elsewhere(page, tmp_path):
    parsed = Parsed(page)
    assert {tag for tag, _ in parsed.elements} <= set(ALLOWED)
    named = {name for _, attributes in parsed.elements for name in attributes}
    assert not named & {"src", "href", "srcset", "action", "data", "poster", "style", "background"}
    assert not {name for name in named if name.startswith("on")}
    assert not re.search(r"https?://|url\(", page)
    assert "@import" not in parsed.texts["style"][0]
    code = parsed.texts["script"][-1]
    assert not re.search(
        r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(|^import", code, re.M
    )
    (tmp_path / "page.mjs").write_text(code, encoding="utf-8")
    assert run("--check", str(tmp_path / "page.mjs")).returncode == 0


def test_headings_language_and_date(page):
    parsed = Parsed(page)
    assert parsed.all("html") == [{"lang": "en"}]
    assert (
        parsed.texts["h1"] == ["Keras CNN, taken home on 28 November 2026"] == parsed.texts["title"]
    )
    assert parsed.texts["h2"] == [
        "Write a digit",
        "Where every number comes from",
        "How it learned",
        "How well it reads",
        "Its layers",
        "How it was trained",
    ]
    said = " ".join(parsed.texts["p"])
    assert "95 % interval: 99.0 % to 99.4 %" in said and "of 10,000 MNIST test digits" in said
    assert "Inside a CNN, version 0.1.0" in said


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_every_shipped_network_is_small_whole_and_the_same_every_time(id, dataset):
    kept = keepsake(id, dataset.validation)
    page = take_home(kept, dataset, TODAY, "it.html")
    assert len(page.encode()) <= MOST_BYTES
    assert page == take_home(keepsake(id, dataset.validation), dataset, TODAY, "it.html")
    known, weights, _ = Parsed(page).texts["script"]
    assert base64.b64decode(weights) == pack(kept.network)[1]
    told = json.loads(known)
    assert [it["label"] for it in told["digits"]] == list(range(10))
    for it in told["digits"]:
        image = np.frombuffer(base64.b64decode(it["pixels"]), np.uint8).reshape(28, 28)
        at = np.flatnonzero((dataset.test.images == image).all(axis=(1, 2)))
        assert it["label"] in dataset.test.labels[at]
    assert told["palettes"]["dark"]["paper"] == PALETTES["dark"].paper
    assert told["threshold"] == kept.threshold


def test_what_a_pupil_typed_is_text_and_nothing_else(home, dataset):
    layers = (Flatten(name=HOSTILE), Dense(10), Softmax())
    architecture = Architecture("mine", HOSTILE, layers, source=HOSTILE)
    made = create_run(TrainingConfig(architecture, ARCHITECTURES["mlp"].recipe))
    save_weights(made.path / "weights.npz", architecture, initial_weights(architecture, 1))
    kept = keepsake(made.id, dataset.validation[:50], by=HOSTILE)
    kept = replace(kept, settings=(*kept.settings, (HOSTILE, HOSTILE)))
    parsed = Parsed(take_home(kept, dataset, TODAY, HOSTILE))
    assert {tag for tag, _ in parsed.elements} <= set(ALLOWED)
    assert len(parsed.all("script")) == 3 and len(parsed.all("style")) == 1
    assert parsed.texts["title"] == [f"{HOSTILE}, taken home on 28 November 2026"]
    assert HOSTILE in parsed.texts["th"] and HOSTILE in parsed.texts["dt"]
    assert any(it.startswith(f"{HOSTILE}, on ") for it in parsed.texts["dd"])
    assert json.loads(parsed.texts["script"][0])["network"]["layers"][0]["name"] == HOSTILE


@pytest.mark.slow
@pytest.mark.xdist_group("keras")
def test_the_lines_of_keras_find_the_weights_in_the_page(tmp_path, monkeypatch, dataset):
    kept = keepsake("mlp", dataset.validation)
    (tmp_path / "mine.html").write_text(take_home(kept, dataset, TODAY, "mine.html"), "utf-8")
    monkeypatch.chdir(tmp_path)
    told = json.loads(Parsed((tmp_path / "mine.html").read_text("utf-8")).texts["script"][0])
    digit, network = told["digits"][3], Network.load("mlp")
    image = np.frombuffer(base64.b64decode(digit["pixels"]), np.uint8).reshape(28, 28)
    activations = {it.name: it.output for it in network.activations(image)}
    for name in list(activations)[-4:]:
        output = activations[name]
        cell = int(output.argmax())
        lines = told["network"]["codes"][name].replace(DIGIT, digit["code"])
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(lines.replace("CELL", str(cell)).replace("VALUE", "it"), {})
        shape, number = printed.getvalue().strip().split("\n")
        assert shape == str(output.shape)
        assert float(number) == pytest.approx(float(output[cell]), rel=1e-5)
