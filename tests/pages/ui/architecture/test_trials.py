"""The Experiments tab: every experiment for every kind of network, and for odd drawings."""

import json
from base64 import b64decode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnist_core.data.embedded import embedded_dataset
from mnist_core.data.perturbations import perturb
from mnist_core.data.sources import load_dataset
from mnist_core.explain.ablation import cost
from mnist_core.explain.intervention import (
    COPY,
    KEEP,
    MUTE,
    Intervention,
    actions_for,
    layers_to_change,
    normalisation_after,
)
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.training.examples import training_digits
from pages.ui import controls, digit_choice, resources
from pages.ui.architecture.trials import TOPICS
from tests.pages.guesses import guess

DISTURB, CHANGE, EXCITE = TOPICS
KINDS = ("mlp", "keras_cnn", "robust_cnn")  # without maps, with them, and with normalisation


def words(at: AppTest) -> str:
    return "\n".join(text.value for text in (*at.main.markdown, *at.main.caption))


def chart(at: AppTest, name: str) -> dict:
    """The chart that has a series of this name."""
    charts = [json.loads(chart.proto.spec) for chart in at.main.get("plotly_chart")]
    return next(it for it in charts if any(trace.get("name") == name for trace in it["data"]))


def lengths(bars: dict) -> np.ndarray:
    """The ten lengths of a series of bars."""
    return np.frombuffer(b64decode(bars["x"]["bdata"]), bars["x"]["dtype"])


def digit() -> np.ndarray:
    return resources.split("test").images[0]


@pytest.mark.parametrize("id", KINDS)
def test_disturbing_the_digit(app, id) -> None:
    at = app("architecture", look="Experiments", network=id)
    assert not at.exception
    network = resources.network(id)
    moved = perturb(digit(), {"right": 4})
    before, after = network.predict(np.stack([digit() / np.float32(255), moved]))
    text = f"still as {after.argmax()}" if before.argmax() == after.argmax() else "now as"
    assert f"Read as {before.argmax()} with" in words(at) and text in words(at)
    assert ("no maps to watch" in words(at)) == (id == "mlp")
    assert ("follow exactly: their maps" in words(at)) == (id != "mlp")
    dense = next(it.name for it in network.architecture.layers if it.kind == "Dense")
    assert f"{dense} has no map to move: its values change by" in words(at)
    padded = any(it.settings.get("padding") == "same" for it in network.architecture.layers)
    assert ("the zeros of its padding stay at the frame" in words(at)) == padded
    for key, value in (
        ("turn_degrees", 20),
        ("thicker_stroke", 1.0),
        ("added_noise", 0.3),
        ("move_down", -8),
    ):
        at.slider(key=key).set_value(value)
    at.run()
    assert not at.exception and "with all other sliders at 0" in words(at)
    at.button(key="all_to_0").click().run()
    assert not at.exception and at.slider(key="move_right").value == 0
    before, after = (lengths(bars) for bars in chart(at, "before")["data"])
    # Nothing disturbed: the same ten. Two rows of one matrix product may be rounded differently.
    np.testing.assert_allclose(before, after, rtol=1e-4)


def test_maps_of_any_layer_and_a_shift_between_cells(app) -> None:
    at = app("architecture", look="Experiments", network="classic_cnn")
    layers = at.selectbox(key="maps_of_classic_cnn")
    assert layers.options == ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2"]
    layers.set_value("pool2")
    at.slider(key="move_right").set_value(1).run()
    assert not at.exception and "The 6 most active of 20 maps" in words(at)
    assert "pool1 ought to move 0.5 cells right and 0 down and is off by" in words(at)
    assert "between cells there is nothing to move to" in words(at)
    assert "conv1 follows exactly" in words(at)


@pytest.mark.slow
@pytest.mark.parametrize("id", KINDS)
def test_the_cost_of_a_change_comes_after_a_guess(app, id) -> None:
    at = app("architecture", look="Experiments", network=id, experiment=CHANGE)
    assert not at.exception and not at.main.get("plotly_chart")[1:] and "lost" not in words(at)
    guess(at, f"guess_cost_{id}", "more than 50")
    assert not at.exception
    architecture = ARCHITECTURES[id]
    name = layers_to_change(architecture)[0]
    part = at.number_input(key=f"part_{id}_0").value
    labels = resources.few_digits().labels
    muted = resources.answers(id, Intervention(MUTE, name, part))
    found = cost(labels, resources.answers(id), muted)
    lost = "1 digit is" if found.lost == 1 else f"{found.lost:,} digits are"
    assert f"**{lost} lost** and {found.won:,} won." in words(at)
    assert ("**more than 50**: right." in words(at)) == (found.lost > 50)
    before, after = at.main.metric[-2:]
    assert before.value == controls.percent(found.before / len(labels))
    assert after.value == controls.percent(found.after / len(labels))
    assert f"{len(labels):,} validation digits" in after.label
    normalised = normalisation_after(architecture, name) is not None
    assert ("before the normalisation and the ReLU." in words(at)) == normalised
    actions = actions_for(architecture, name)
    for action in actions:
        at.selectbox(key=f"action_{len(actions)}").set_value(action).run()
        assert not at.exception, action


@pytest.mark.slow
def test_keeping_one_filter_and_copying_another(app) -> None:
    at = app("architecture", look="Experiments", network="classic_cnn", experiment=CHANGE)
    guess(at, "guess_cost_classic_cnn")
    at.number_input(key="part_classic_cnn_0").set_value(2)
    at.selectbox(key="action_7").set_value(KEEP).run()
    kept = resources.answers("classic_cnn", Intervention(KEEP, "conv1", 2))
    labels = resources.few_digits().labels
    assert at.main.metric[-1].value == controls.percent(float((kept == labels).mean()))
    at.selectbox(key="action_7").set_value(COPY).run()
    at.number_input(key="other_part_classic_cnn_10_copy").set_value(2).run()
    assert "**0 digits are lost** and 0 won." in words(at)  # a copy of itself
    at.selectbox(key="layer_of_part_classic_cnn").set_value("dense1").run()
    assert not at.exception and "Its value was" in words(at)


@pytest.mark.slow
@pytest.mark.parametrize("id", KINDS)
def test_what_excites_a_part_of_every_layer(app, id) -> None:
    at = app("architecture", look="Experiments", network=id, experiment=EXCITE)
    for place, name in enumerate(layers_to_change(ARCHITECTURES[id])):
        at.selectbox(key=f"layer_of_part_{id}").set_value(name).run()
        assert not at.exception
        part = at.number_input(key=f"part_{id}_{place}").value
        digits = resources.few_digits()
        kind = "filter" if name.startswith("conv") else "unit"
        assert (
            f"The 9 of {len(digits):,} validation digits that excite {kind} {part} of {name} most"
        ) in words(at)
        largest = resources.excitations(id, name).values[:, part].max()
        assert f"from {largest:.3g}".replace("-", "−") in words(at)
        assert (", before the normalisation." in words(at)) == (id == "robust_cnn")
    field = ARCHITECTURES[id].rows[[it.name for it in ARCHITECTURES[id].layers].index(name)]
    assert f"the receptive field: {field.extent}." in words(at)


@pytest.mark.slow
def test_a_filter_that_nothing_excites_is_said_to_be_silent(app) -> None:
    at = app("architecture", look="Experiments", network="classic_cnn", experiment=EXCITE)
    found = resources.excitations("classic_cnn", "conv1")
    silent = np.flatnonzero(found.values.max(axis=0) <= 0)
    for part in range(found.values.shape[1]):
        at.number_input(key="part_classic_cnn_0").set_value(part).run()
        assert not at.exception
        assert ("silences it for all" in words(at)) == (part in silent)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("drawing", [np.zeros((28, 28)), np.ones((28, 28), np.float32)])
def test_a_black_or_a_full_drawing_breaks_nothing(app, topic, drawing) -> None:
    at = app("architecture", look="Experiments", network="classic_cnn", experiment=topic)
    at.session_state[digit_choice.DRAWN] = drawing
    at.run()
    at.toggle(key="drawing_instead").set_value(True).run()
    assert not at.exception
    if topic == CHANGE:
        guess(at, "guess_cost_classic_cnn")
        assert not at.exception and " lost** and " in words(at)


def test_an_unknown_experiment_in_the_address_is_forgiven(app) -> None:
    assert not app("architecture", look="Experiments", experiment="nonsense").exception


@pytest.mark.slow
def test_most_embedded_validation_digits_have_been_learnt_from(full_mnist_path, monkeypatch):
    """What the page says under the accuracy, where no full MNIST is at hand."""
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    learnt_from = training_digits(load_dataset())
    assert len(learnt_from) == 54_000
    assert embedded_dataset(()).validation.occur_in(learnt_from).mean() > 0.8
