"""The Architecture page: true numbers for every network, and something real in every part of it."""

import base64
import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.keras_code import keras_code
from mnist_core.network.layers import (
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Softmax,
)
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.runs import create_run
from pages.ui import digit_choice, resources
from tests.pages.guesses import guess

COUNTS = {
    "classic_cnn": 21_840,
    "wide_cnn": 225_546,
    "mlp": 109_386,
    "keras_cnn": 225_034,
    "robust_cnn": 201_098,
}


def words(at: AppTest) -> str:
    return "\n".join(text.value for text in (*at.main.markdown, *at.main.caption))


def explored(at: AppTest) -> dict:
    """What the explorer is sent."""
    sent = [json.loads(it.proto.json) for it in at.main.get("bidi_component") if it.proto.json]
    (message,) = (it for it in sent if it and "network" in it)
    return message


def charts(at: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in at.main.get("plotly_chart")]


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_facts_of_every_network(app, id) -> None:
    at = app("architecture", network=id)
    assert not at.exception
    size, work, accuracy = at.main.metric
    assert size.value == f"{COUNTS[id]:,}" and work.value == f"{ARCHITECTURES[id].macs:,}"
    assert accuracy.label == "Accuracy on 10,000 MNIST test digits"
    assert "95 % interval" in accuracy.delta
    assert ARCHITECTURES[id].source in words(at)
    assert ("Its document says: “" in words(at)) == (ARCHITECTURES[id].claim is not None)


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_the_explorer_gets_every_layer_of_every_network(app, id) -> None:
    at = app("architecture", network=id, split="test", digit="5")
    assert not at.exception
    sent = explored(at)
    assert [it["name"] for it in sent["layers"]] == [it.name for it in ARCHITECTURES[id].layers]
    pixels = np.frombuffer(base64.b64decode(sent["pixels"]), np.uint8).reshape(28, 28)
    np.testing.assert_array_equal(pixels, resources.split("test").images[5])


def test_a_drawing_is_explored_instead(app) -> None:
    drawing = np.linspace(0, 1, 784, dtype=np.float32).reshape(28, 28)
    at = app("architecture")
    at.session_state[digit_choice.DRAWN] = drawing
    at.run()
    at.toggle(key="drawing_instead").set_value(True).run()
    assert not at.exception
    sent = explored(at)
    assert sent["type"] == "float32" and "b85decode" in sent["codes"]["conv1"]
    pixels = np.frombuffer(base64.b64decode(sent["pixels"]), np.float32)
    np.testing.assert_array_equal(pixels, drawing.ravel())


def test_a_link_names_the_layer_to_open_and_any_word_is_forgiven(app) -> None:
    assert explored(app("architecture", layer="conv2"))["start"] == "conv2"
    assert not app("architecture", layer="nonsense").exception


def test_summary_and_the_correction_of_document_004(app) -> None:
    at = app("architecture", look="Ledger")
    assert any("<b>225,034</b> parameters" in line.value for line in at.main.get("html"))
    assert "→ 5 × 5 × 64 → 1,600" in words(at) and "Pixel rows 26 and 27" in words(at)
    other = app("architecture", look="Ledger", network="wide_cnn")
    assert "Document 004 says" not in words(other)
    assert "Every pixel of the digit is read." in words(other)


def test_guess_comes_before_the_answer(app) -> None:
    at = app("architecture", look="Weights and work")
    assert len(charts(at)) == 1 and "84.8 %" not in words(at)
    at.number_input(key="guess_count_keras_cnn_number").set_value(320).run()
    guess(at, "guess_count_keras_cnn", "That is my guess")
    # 3 × 3 × 1 × 32 weights and 32 biases
    assert "You guessed **320**: right." in words(at)
    guess(at, "guess_parameters_keras_cnn", "conv2")
    guess(at, "guess_work_keras_cnn", "conv2")
    said = words(at)
    assert "You guessed **conv2**: not quite. **dense1** holds 91.1 % of the parameters." in said
    assert "You guessed **conv2**: right. **conv2** does 84.8 % of the work with 8.22 %" in said
    assert len(charts(at)) == 2


def test_code_is_that_of_the_network(app) -> None:
    at = app("architecture", look="Keras code", network="mlp")
    assert any(code.value == keras_code(ARCHITECTURES["mlp"]) for code in at.main.code)


def test_network_of_ones_own_has_no_claim_and_no_record(app) -> None:
    layers = (
        Conv2D(3, 5, 2, "same"),
        BatchNormalization(),
        GlobalAveragePooling2D(),
        Dense(10),
        Softmax(),
    )
    mine = Architecture(id="mine", title="Mine *and* only mine", layers=layers)
    run = create_run(TrainingConfig(mine, ARCHITECTURES["mlp"].recipe))
    save_weights(run.path / "weights.npz", mine, Network.initialise(mine, 0).weights)
    run.write_result(RunResult(RunState.STOPPED))
    at = app("architecture", network=f"run-{run.id}")
    assert not at.exception
    assert r"**Mine \*and\* only mine**, source unknown. Trained with SGD" in words(at)
    assert "Its document" not in words(at) and at.main.metric[2].value == "unknown"
    code = app("architecture", network=f"run-{run.id}", look="Keras code").main.code
    assert any("SGD(learning_rate=0.01, momentum=0.0)" in block.value for block in code)
    assert f'np.load("{run.id}.npz")' in explored(at)["codes"]["softmax"]
