"""The Robustness page, on the embedded digits."""

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.data.geometry import rotate
from mnist_core.data.perturbations import MEASURED
from mnist_core.data.preprocessing import scale
from mnist_core.evaluation import stored_curves
from mnist_core.evaluation.robustness import Curve
from mnist_core.figures.number_format import percent
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import save_weights
from mnist_core.training.config import TrainingConfig
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.runs import create_run
from pages.ui import resources
from pages.ui.robustness import accuracy_curves
from pages.ui.robustness.accuracy_curves import held
from tests.pages.guesses import guess

ONE, PLACE, ALL = "One digit", "Does the place matter?", "All digits"


def words(at) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def charts(at) -> list[str]:
    return [chart.proto.alt for chart in at.get("plotly_chart")]


def choose(at, change: str):
    at.button_group(key="change").set_value(change).run()
    assert not at.exception
    return at


@pytest.mark.slow
def test_opens_with_a_digit_to_drag_and_every_networks_reading(app) -> None:
    at = app("robustness")
    assert not at.exception
    titles = [architecture.title for architecture in ARCHITECTURES.values()]
    assert sorted(at.table[0].value.index) == sorted(titles)
    assert f"**{len(titles)} of {len(titles)}** networks read it as they did before" in words(at)
    assert [it.key for it in at.get("bidi_component")][0] == "dragged"


@pytest.mark.slow
def test_moved_by_hand_the_readings_follow(app) -> None:
    at = app("robustness")
    assert "changes its mind" not in at.table[0].value and "Each square" not in words(at)
    at.toggle(key="every_place").set_value(True).run()
    before = at.table[0].value
    assert "Each square is a place the digit can be dragged to" in words(at)
    at.session_state["dragged_right"], at.session_state["dragged_down"] = 8, 3
    at.run()
    after = at.table[0].value
    assert "8 pixels right, 3 pixels down" in words(at)
    assert (before["probability"] != after["probability"]).any()
    assert (before["changes its mind"] == after["changes its mind"]).all()
    at.button(key="put_back").click().run()
    assert at.table[0].value.equals(before)


@pytest.mark.slow
def test_a_slider_shows_the_reading_at_its_level(app) -> None:
    at = choose(app("robustness", digit="5", network="mlp"), "rotate")
    at.select_slider(key="level_rotate").set_value(60.0).run()
    assert not at.exception
    turned = rotate(scale(resources.split("test").images[5:6]), 60)
    said = Network.load("mlp").predict(turned)[0]
    row = at.table[0].value.loc["Multilayer perceptron"]
    assert row["reads"].strip("*") == str(said.argmax())
    assert percent(float(said.max())).replace(">", "\\>") == row["probability"]
    assert len(charts(at)) == 1 and "Each square is a place" not in words(at)


@pytest.mark.slow
def test_every_change_of_one_digit(app) -> None:
    at = app("robustness")
    for change in MEASURED:
        choose(at, change)
        assert len(charts(at)) == (change != "shift")
        keys = [number.key for number in at.number_input]
        assert ("lot" in keys) == (change in ("noise", "occlude"))


@pytest.mark.slow
def test_every_change_of_all_digits(app) -> None:
    at = app("robustness", robustness=ALL)
    for change, perturbation in MEASURED.items():
        choose(at, change)
        assert perturbation.sentence in words(at)
        (chart,) = at.get("plotly_chart")
        assert perturbation.name.lower() in chart.proto.alt


def test_curves_are_the_stored_ones_with_their_origin(app) -> None:
    at = app("robustness", robustness=ALL)
    assert not at.exception
    made = stored_curves.load("keras_cnn").made
    assert f"`{made['command']}`" in words(at) and "10,000 MNIST test digits" in words(at)
    spec = at.get("plotly_chart")[0].proto.spec
    assert "Keras CNN" in spec and "always answering the commonest digit" in spec
    table = at.table[0].value
    assert len(table) == len(MEASURED)
    assert table.loc["Rotation, degrees", "Keras CNN"] == held(
        stored_curves.load("keras_cnn").curves["rotate"]
    )


def test_how_far_it_holds_by_hand() -> None:
    levels = (-45, -30, -15, 0, 15, 30)
    assert held(Curve("rotate", levels, (95, 80, 91, 99, 92, 90), 100)) == "−15 to 30"
    assert held(Curve("rotate", levels, (95, 80, 70, 99, 60, 90), 100)) == "0"
    assert held(Curve("rotate", levels, (95, 80, 70, 60, 60, 90), 100)) == "never"


def test_a_guess_comes_before_the_verdict(app) -> None:
    at = app("robustness", robustness=PLACE)
    assert not at.exception
    assert not charts(at) and not at.table
    whole = stored_curves.load("keras_cnn").whole
    assert f"moved by {whole.levels[whole.telling]} pixels" in words(at)
    guess(at, "guessed_share", "97 %")
    assert not at.exception
    share = whole.right[whole.telling] / whole.digits[whole.telling]
    assert f"You guessed **97 %**: not quite. It reads **{percent(share)}**." in words(at)
    assert "translation invariant" in words(at).lower()
    verdicts, layers = at.table
    curve = stored_curves.load("mlp").curves["shift"]
    assert verdicts.value.loc["Multilayer perceptron", "halved"] == (
        f"at {curve.first_below(curve.untouched / 2)} px"
    )
    assert list(layers.value["moved 4 px"])[:4] == ["yes"] * 4
    assert layers.value.loc["pool1 (MaxPooling2D)", "moved 1 px"].startswith("no, ")
    assert all(answer.startswith("no") for answer in layers.value.loc["dense1 (Dense)"])


def untrained(title: str) -> str:
    """The id of a network of one's own that has learnt nothing."""
    architecture = replace(ARCHITECTURES["mlp"], title=title)
    run = create_run(TrainingConfig(architecture, architecture.recipe))
    save_weights(
        run.path / "weights.npz", architecture, Network.initialise(architecture, 0).weights
    )
    run.write_result(RunResult(RunState.STOPPED))
    return f"run-{run.id}"


@pytest.mark.slow
def test_a_network_without_stored_curves_is_measured_while_one_waits(app, monkeypatch) -> None:
    monkeypatch.setattr(accuracy_curves, "BUDGET", 0.02)  # seconds at a time
    at = app("robustness", robustness=ALL, network=untrained("Mine *and* only mine"))
    assert not at.exception
    assert "no curve is stored, so it is measured here, on 1,000 held-out" in words(at)
    for _ in range(20):
        if not at.get("progress"):
            break
        at.run()
    assert not at.exception and not at.get("progress")
    assert "Mine *and* only mine, your run" in at.get("plotly_chart")[0].proto.spec


@pytest.mark.slow
def test_a_network_of_ones_own_is_asked_and_judged_as_well(app) -> None:
    id = untrained("Mine *and* only mine")
    at = app("robustness", network=id)
    assert not at.exception
    assert r"Mine \*and\* only mine, your run" in at.table[0].value.index
    at = app("robustness", robustness=PLACE, network=id)
    guess(at, "guessed_share")
    assert not at.exception
    assert r"Mine \*and\* only mine, your run" in at.table[0].value.index


@pytest.mark.slow
def test_a_drawing_can_be_dragged_too(app) -> None:
    at = app("robustness")
    at.session_state["drawn_digit"] = np.eye(28, dtype=np.float32)
    at.run()
    at.toggle(key="drawing_instead").set_value(True).run()
    assert not at.exception
    assert "labelled" not in words(at)
    assert not choose(at, "blur").exception
