"""Dataset: every view on the loaded digits, with the numbers that were measured on them."""

import json

import pytest

from mnist_core.data.measurements import measure
from pages.ui import resources
from tests.pages.guesses import guess

VIEWS = ("Browse", "Counts", "Averages", "Preparation", "How they were made", "Source")


def words(at) -> str:
    return "\n".join(text.value for text in at.main.markdown)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("split", resources.SPLITS)
def test_every_view_of_every_split(app, view, split) -> None:
    at = app("dataset", view=view, split=split)
    assert not at.exception and not at.warning


def test_browse_names_the_digit_in_view(app) -> None:
    at = app("dataset", digit="130")
    label = resources.split("test").labels[130]
    assert f"Digit **130** of 1,000 held-out training digits, labelled **{label}**" in words(at)
    (chart,) = at.get("plotly_chart")
    assert "yaxis" in json.loads(chart.proto.spec)["layout"]
    (grid,) = [json.loads(it.proto.json) for it in at.get("bidi_component") if it.key == "grid"]
    assert len(grid["tiles"]) == 60
    assert grid["tiles"][grid["chosen"]] == {"label": "130", "name": f"Digit 130, a {label}"}


def test_browse_turns_pages(app) -> None:
    at = app("dataset", digit="130")
    (pages,) = at.get("pagination")
    pages.set_value(1).run()
    assert at.number_input(key="digit").value == 0


def test_values_can_be_printed(app) -> None:
    at = app("dataset")
    at.toggle(key="numbers").set_value(True).run()
    trace = json.loads(at.get("plotly_chart")[0].proto.spec)["data"][0]
    assert trace["texttemplate"] == "%{text}"


def test_counts_ask_first(app) -> None:
    at = app("dataset", view="Counts", split="train")
    assert not at.get("plotly_chart")
    guess(at, "guess", "more than 1.5 times")
    measured = measure(resources.split("train"))
    assert "You guessed **more than 1.5 times**: not quite." in words(at)
    assert f"occurs **{measured.imbalance:.2f} times as often**" in words(at)
    assert "exactly as often" not in [button.label for button in at.button]  # the first counts
    assert len(at.get("plotly_chart")) == 1


def test_measured_facts_are_those_of_the_core(app) -> None:
    at = app("dataset", view="How they were made")
    measured = measure(resources.split("test"))
    assert f"{100 * measured.share_of_boxes_off_centre:#.3g} %" in words(at)
    assert len(at.get("plotly_chart")) == 2


def test_source_says_what_was_tried(app) -> None:
    at = app("dataset", view="Source")
    assert "**MNIST_PATH**: not set" in words(at)
    for command in (
        ".venv/bin/python -m mnist_core download && make run",
        "MNIST_PATH=/path/to/mnist.npz make run",
    ):
        assert f"- `{command}`" in words(at)


@pytest.mark.slow
def test_full_mnist_by_its_path(app, full_mnist_path, monkeypatch) -> None:
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    at = app("dataset", view="How they were made")
    assert not at.exception
    assert "Measured on these 10,000 MNIST test digits" in words(at)
    assert any("60,000 training and 10,000 test" in text.value for text in at.sidebar.caption)
