"""The Saliency tab: a guess first, then every map beside its twin, for every kind of network."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.explain.saliency import METHODS
from mnist_core.explain.sanity import similarities
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import (
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import manifest, save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.runs import create_run
from pages.ui import digit_choice, resources
from pages.ui.architecture.saliency_view import FIRST_SEED
from pages.ui.architecture.trials import TOPICS
from tests.pages.guesses import guess

KINDS = ("mlp", "keras_cnn", "robust_cnn")  # without Grad-CAM, with it, and with normalisation


def words(at: AppTest) -> str:
    return "\n".join(text.value for text in (*at.main.markdown, *at.main.caption))


def maps(at: AppTest) -> list[dict]:
    """The charts of the tab, without the diagram above it."""
    charts = [json.loads(chart.proto.spec) for chart in at.main.get("plotly_chart")]
    return [chart for chart in charts if chart["data"][0]["type"] == "heatmap"]


def heatmaps(chart: dict) -> int:
    return sum(trace["type"] == "heatmap" for trace in chart["data"])


@pytest.mark.slow
@pytest.mark.parametrize("id", KINDS)
def test_twins_come_after_the_guess(app, id) -> None:
    at = app("architecture", look="Saliency", network=id)
    expected = len(METHODS) - (id == "mlp")
    assert [heatmaps(chart) for chart in maps(at)] == [1] * expected
    assert "How to read a pair" not in words(at) and "Rank correlation" not in words(at)
    guess(at, f"guess_saliency_{id}", "Gradient")
    assert not at.exception
    assert [heatmaps(chart) for chart in maps(at)] == [2] * expected
    image = resources.split("test").images[0]
    answer = int(resources.network(id).predict(image[None])[0].argmax())
    found = similarities(
        resources.explanations(id, image, answer),
        resources.explanations(id, image, answer, FIRST_SEED),
    )
    keeps = max(found, key=lambda name: found[name].sizes)
    verdict = "right" if keeps == "Gradient" else "not quite"
    assert f"**Gradient**: {verdict}. **{keeps}** keeps its look best." in words(at)
    likened = words(at).count("Rank correlation over the pixels")
    assert likened + words(at).count("no likeness to measure") == expected
    assert likened >= 3
    assert ("Grad-CAM does not apply to Multilayer perceptron" in words(at).replace("\\", "")) == (
        id == "mlp"
    )


@pytest.mark.slow
def test_another_score_other_weights_and_the_cascade(app) -> None:
    at = app("architecture", look="Saliency", network="classic_cnn")
    guess(at, "guess_saliency_classic_cnn")
    before = words(at)
    at.selectbox(key="explained").set_value("3").run()
    assert not at.exception and "3 gets a probability of" in words(at) and words(at) != before
    assert f"Seed {FIRST_SEED}" in words(at)
    at.button(key="redraw").click().run()
    assert f"Seed {FIRST_SEED + 1}" in words(at) and not at.exception
    at.selectbox(key="forgotten_classic_cnn").set_value("dense1 and all after it").run()
    assert not at.exception


@pytest.mark.slow
def test_a_black_digit_and_a_drawing_of_ones_own(app) -> None:
    """Nothing drawn is a picture too: no map fails, and what has no order is said to have none."""
    at = app("architecture", look="Saliency", network="classic_cnn")
    at.session_state[digit_choice.DRAWN] = np.zeros((28, 28))
    at.run()
    at.toggle(key="drawing_instead").set_value(True).run()
    assert not at.exception and "The digit is labelled" not in words(at)
    guess(at, "guess_saliency_classic_cnn")
    assert not at.exception and "they add up to 0 of 0." in words(at)
    assert "no likeness to measure" in words(at)


def test_no_shipped_network_began_with_the_first_random_weights() -> None:
    seeds = {seed["seed"] for entry in manifest().values() for seed in entry["seeds"]}
    assert seeds and FIRST_SEED not in seeds


@pytest.mark.slow
def test_a_network_of_ones_own(app) -> None:
    """Other kinds of layers, and none but the last dense one: every map, every experiment."""
    maps_only = (
        Conv2D(3, 5, 2, "same"),
        BatchNormalization(),
        ReLU(),
        GlobalAveragePooling2D(),
        Dense(10),
        Softmax(),
    )
    no_dense = (Conv2D(10, 3), GlobalAveragePooling2D(), Softmax())
    for layers in (maps_only, no_dense, (Flatten(), Dense(10), Softmax())):
        mine = Architecture(id="mine", title="Mine *and* only mine", layers=layers)
        run = create_run(TrainingConfig(mine, ARCHITECTURES["mlp"].recipe))
        save_weights(run.path / "weights.npz", mine, Network.initialise(mine, 0).weights)
        run.write_result(RunResult(RunState.STOPPED))
        id = f"run-{run.id}"
        at = app("architecture", network=id, look="Saliency")
        assert not at.exception
        guess(at, f"guess_saliency_{id}")
        assert not at.exception and "How to read a pair" in words(at)
        for topic in TOPICS:
            at = app("architecture", network=id, look="Experiments", experiment=topic)
            assert not at.exception
            if topic == "Change a filter":
                guess(at, f"guess_cost_{id}")
                assert not at.exception and " lost** and " in words(at)
