"""Lessons: the page, the strip above every page, links to a step, and what a step locks."""

import re
from functools import cache

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.export.formats import FORMATS
from mnist_core.lessons import shelf
from mnist_core.lessons.addresses import PAGES
from mnist_core.lessons.claims.register import CLAIMS
from mnist_core.lessons.lockable import CONTROLS
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import Conv2D, Dense, Flatten, MaxPooling2D, ReLU, Softmax
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.runs import create_run
from pages.ui import digit_choice, frame
from pages.ui.components.browser import memory
from pages.ui.lessons import own_lessons
from tests.laws import CHECKOUT

SENT = b"""---
title: A lesson of ours <script>alert(1)</script>
goal: see **that** `nothing` runs
---

## One <img src=x onerror=alert(2)>
view: architecture?look=Ledger&network=mlp&digit=3
lock: network, digit
hide: random
ask: largest_layer
prompt: Which layer has <b>most</b> weights?

Text with <script>alert(3)</script> and [a link](javascript:alert(4)).

## Two

No more locks.
"""


def press(at: AppTest, key: str) -> AppTest:
    return at.button(key=key).click().run()


def words(at: AppTest) -> str:
    return "\n".join(it.value for it in at.markdown)


@pytest.fixture
def ours(home) -> str:
    shelf.add(SENT, "ours.md", "mine")
    return "ours"


def test_a_lesson_begins_at_what_its_first_step_shows_and_goes_from_page_to_page(app) -> None:
    at = press(app("lessons"), "begin_moved-and-turned")
    assert not at.exception
    assert at.title[0].value == "Inside a CNN"
    assert at.session_state["digit"] == 5
    assert "Moved and turned, step 1 of 8" in words(at)
    at = press(press(at, "lesson_next"), "lesson_next")
    assert at.title[0].value == "Robustness"
    assert (at.query_params["lesson"], at.query_params["step"]) == ("moved-and-turned", "3")
    at.switch_page("pages/claims.py").run()
    assert "step 3 of 8" in words(at)  # another page, the same step
    assert at.query_params["step"] == "3"
    at = press(at, "lesson_view")
    assert at.title[0].value == "Robustness"
    at = press(press(at, "lesson_next"), "lesson_close")
    assert "step 4" not in words(at)
    assert "lesson" not in at.query_params


def test_a_link_opens_a_lesson_at_any_step(app) -> None:
    at = app("home", lesson="one-filter-every-place", step="3")
    assert not at.exception
    assert at.title[0].value == "Architecture"
    assert at.session_state["digit"] == 4
    assert at.selectbox(key="network").disabled
    assert "Find the place" in words(at)


@pytest.mark.parametrize("step", ["0", "99", "x"])
def test_a_step_that_is_not_there_is_the_nearest_that_is(app, step: str) -> None:
    at = app("home", lesson="what-it-learns-from", step=step)
    assert not at.exception
    assert at.query_params["step"] == ("5" if step == "99" else "1")


def test_a_lesson_that_is_not_there_is_one_sentence(app) -> None:
    at = app("home", lesson="../secret")
    assert [it.value for it in at.warning] == [r"There is no lesson called “../secret”."]
    assert "lesson" not in at.query_params


def test_an_answer_is_given_once_and_then_explained(app) -> None:
    at = app("home", lesson="where-the-weights-are", step="5")
    name = "lesson_where-the-weights-are_5_keras_cnn"
    assert "91.1 %" not in words(at)
    at = press(at, f"{name}_1")  # conv2
    assert "You answered conv2." in words(at)
    assert "It computes most" in words(at)
    assert "dense1 has 91.1 % of the 225,034 weights" in words(at)
    assert all(at.button(key=f"{name}_{place}").disabled for place in range(4))


def test_a_number_is_handed_in(app) -> None:
    at = app("home", lesson="one-filter-every-place", step="1")
    name = "lesson_one-filter-every-place_1_keras_cnn"
    assert at.button(key=f"{name}_hand_in").disabled
    at.number_input(key=f"{name}_number").set_value(320).run()
    at = press(at, f"{name}_hand_in")
    assert "That is right." in words(at)


def test_a_drawing_is_handed_in_as_the_network_reads_it(app) -> None:
    at = app("home", lesson="your-own-handwriting", step="1")
    name = "lesson_your-own-handwriting_1_robust_cnn_hand_in"
    at = press(at, name)
    assert "There is nothing on the pad yet." in words(at)
    at.switch_page("pages/claims.py").run()  # the pad, which AppTest has not, would be empty
    at.session_state[digit_choice.DRAWN] = seven()
    at = press(at, name)
    assert "Your drawing was read as **7**." in words(at)
    assert "That is right." in words(at)


def seven() -> np.ndarray:
    """A 7 as a pen would draw it, float (28, 28)."""
    drawn = np.zeros((28, 28), np.float32)
    drawn[5:8, 8:20] = 1
    for step in range(15):
        drawn[8 + step, 18 - step * 6 // 15 : 21 - step * 6 // 15] = 1
    return drawn


def test_a_question_without_sense_for_a_network_is_passed_over(app) -> None:
    at = app("home", lesson="your-own-network", step="4")
    at.selectbox(key="network").select("mlp").run()
    assert "passed over: Multilayer perceptron has no convolution" in words(at)


def test_a_lesson_on_a_network_that_was_trained_here(app) -> None:
    architecture = small("Small *and* ours")
    run = create_run(TrainingConfig(architecture, architecture.recipe))
    weights = Network.initialise(architecture, 0).weights
    save_weights(run.path / "weights.npz", architecture, weights)
    run.write_result(RunResult(RunState.FINISHED))
    at = app("home", lesson="your-own-network", step="3", network=f"run-{run.id}")
    name = f"lesson_your-own-network_{{}}_run-{run.id}"
    at = press(at, f"{name.format(3)}_1")  # of a convolution and a dense layer
    assert "That is right." in words(at)
    assert "6,810 weights (conv 40, dense 6,770)" in words(at)  # 13 × 13 × 4 × 10 + 10
    at = press(at, "lesson_next")
    at.number_input(key=f"{name.format(4)}_number").set_value(25).run()
    at = press(at, f"{name.format(4)}_hand_in")
    assert "You answered 25." in words(at)
    assert "28 − 3 + 1 = 26" in words(at)
    for _ in range(4):
        at = press(at, "lesson_next")
        assert not at.exception
        assert "is passed over" not in words(at)


def small(title: str) -> Architecture:
    layers = (Conv2D(4, 3), ReLU(), MaxPooling2D(2), Flatten(), Dense(10), Softmax())
    return Architecture("small", title, layers)


def test_locked_and_hidden_controls(app, ours) -> None:
    at = app("home", lesson=ours)
    assert at.title[0].value == "Architecture"
    assert (at.session_state["network"], at.session_state["digit"]) == ("mlp", 3)
    assert at.selectbox(key="network").disabled
    assert at.number_input(key="digit").disabled
    assert "random" not in [it.key for it in at.button]
    assert not at.button(key="next").disabled
    at = press(at, "lesson_next")
    assert not at.selectbox(key="network").disabled
    assert not at.button(key="random").disabled
    assert at.session_state["network"] == "mlp"


def test_nothing_in_a_lesson_becomes_html(app, ours) -> None:
    at = app("home", lesson=ours)
    assert not any(it.allow_html for it in at.markdown if "alert(" in it.value)
    head = next(it.value for it in at.markdown if "step 1 of 2" in it.value)
    assert r"\<script\>" in head
    assert r"\<img" in head
    at = at.switch_page("pages/lessons.py").run()
    assert not at.exception
    assert any(r"\<script\>" in it.value for it in at.header)


def test_a_broken_file_in_the_folder_is_explained_on_the_page(app, home) -> None:
    folder = home / "lessons"
    folder.mkdir()
    (folder / "broken.md").write_text("---\ntitle: x\n---\n\n## A\nview: nowhere\n\nText\n")
    at = app("lessons")
    assert not at.exception
    [warning] = at.warning
    assert "broken.md" in warning.value
    assert "Line 6: There is no page “nowhere”" in warning.value.replace("\\", "")


def test_a_lesson_can_show_every_page_but_the_class_and_the_server() -> None:
    assert {page.stem for page in frame.PAGES} - set(PAGES) == {"classroom", "status"}


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("lessons", "training")])
def test_every_tab_and_choice_of_the_table_is_on_its_page(page: str) -> None:
    """Of the strings in the pages' sources: what they bind is not asked for, which takes a run."""
    strings, titles = _strings(), {it.title for it in FORMATS.values()}
    for name, values in PAGES[page].items():
        assert name in strings, name
        assert set(values) <= strings | {*CLAIMS, *ARCHITECTURES} | titles | set(
            map(str, range(10))
        ), name


def test_every_control_that_can_be_locked_is_in_the_pages() -> None:
    strings = _strings()
    for key in CONTROLS:
        if key.endswith("*"):
            assert any(it.startswith(key[:-1].rstrip("_")) for it in strings), key
        else:
            assert key in strings, key


@cache
def _strings() -> frozenset[str]:
    """The texts in the pages, and the keys among them."""
    return frozenset(
        found
        for path in (CHECKOUT / "pages").rglob("*.py")
        for found in re.findall(r'"([^"\n]*)"', path.read_text("utf-8"))
    )


def test_whoever_brought_a_lesson_removes_it_on_the_page(app, ours) -> None:
    other = app("lessons")
    assert not [it for it in other.button if (it.key or "").startswith("remove_lesson")]
    at = app("lessons")
    at.session_state[memory.KEPT] = {"lasting": {own_lessons.OWNER: "mine"}}
    at.run()
    press(at, f"remove_lesson_{ours}")
    assert ours not in [it.id for it in shelf.lessons()]
