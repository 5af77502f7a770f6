"""The Evaluation page, on the 1,000 embedded held-out digits."""

import numpy as np
import pytest

from mnist_core.evaluation.calibration import calibration_error, reliability
from mnist_core.evaluation.comparison import compare
from mnist_core.evaluation.hardest import hardest
from mnist_core.evaluation.label_errors import DOUBTED
from mnist_core.evaluation.seed_answers import SeedAnswers
from mnist_core.figures.number_format import percent
from mnist_core.network.weights import manifest
from pages.ui import resources
from tests.pages.evaluation_page import components, found, words


def test_says_at_once_how_good_and_on_what(app) -> None:
    at = app("evaluation")
    assert not at.exception
    assert "**Keras CNN** on **1,000 held-out training digits**" in words(at)
    assert "They are not the MNIST test set." in words(at)
    accuracy, baseline, loss = at.metric
    assert (accuracy.value, accuracy.delta) == ("99.5 %", "95 % interval 98.8 to 99.8 %")
    assert (baseline.label, baseline.value) == ("Always answering 0", "10.0 %")
    assert float(loss.value) == pytest.approx(found("keras_cnn").loss, rel=1e-2)
    low, high = map(float, loss.delta.removeprefix("95 % interval ").split(" to "))
    assert low < found("keras_cnn").loss < high


@pytest.mark.slow
def test_the_recorded_accuracy_on_the_held_out_digits_is_reached(app) -> None:
    app("evaluation")
    for id, entry in manifest().items():
        shipped = next(s for s in entry["seeds"] if s["seed"] == entry["shipped seed"])
        assert found(id).accuracy == pytest.approx(shipped["held out"]["accuracy"], abs=1e-3)


def test_table_of_scores_with_intervals_and_the_spread_over_the_seeds(app) -> None:
    at = app("evaluation", network="mlp")
    table = at.table[0].value
    assert list(table.index) == [*map(str, range(10)), "macro", "micro"]
    four = found("mlp").digits[4]
    assert table.loc["4", "Recall"] == percent(four.recall)
    assert table.loc["4", "digits"] == "100"
    assert all(" to " in table.loc[row, "95 % interval"] for row in ("4", "macro", "micro"))
    recorded = [seed["held out"]["accuracy"] for seed in manifest()["mlp"]["seeds"]]
    spread = f"{100 * min(recorded):.1f} to {100 * max(recorded):.1f} %"
    assert table.loc["micro", "over the seeds"] == spread
    assert f"from 3 random starts reached {spread}" in words(at)
    at.segmented_control(key="score").set_value("f1").run()
    assert not at.exception
    assert at.table[0].value.loc["4", "F1"] == percent(four.f1)


def test_the_hardest_digits_are_those_that_most_seeds_of_all_networks_get_wrong(app) -> None:
    at = app("evaluation", part="Hardest")
    assert not at.exception
    answers, trainings = [], 0
    for id in resources.SHIPPED_NETWORKS:
        known = resources.seeds(id, "test")
        rows = known.answers if known is not None else [found(id).predicted]
        answers, trainings = [*answers, *rows], trainings + len(rows)
    most = int((np.array(answers) != found("mlp").labels).sum(axis=0).max())
    wrong = hardest(np.array(answers), found("mlp").labels, most)
    assert len(wrong) and f"**{len(wrong)}** digit" in words(at)
    who = f"all {most}" if most == trainings else f"{most} of the {trainings}"
    assert f"that {who} trainings of the {len(manifest())} shipped networks" in words(at)
    options = at.selectbox(key="all_wrong_open_0").options
    assert [int(option.split()[1].rstrip(":")) for option in options] == wrong.tolist()


@pytest.mark.slow
def test_digits_whose_label_people_doubt_are_mnists_only(app, full_mnist_path, monkeypatch):
    assert (
        "doubted by people"
        not in app("evaluation", part="Hardest").segmented_control(key="hard_kind").options
    )
    monkeypatch.setenv("MNIST_PATH", str(full_mnist_path))
    at = app("evaluation", part="Hardest", network="mlp")
    at.segmented_control(key="hard_kind").set_value("doubted by people").run()
    assert not at.exception
    test, mlp = resources.split("test"), found("mlp")
    others = np.setdiff1d(np.arange(10_000), DOUBTED)
    right = (mlp.predicted == test.labels)[others].mean()
    assert f"**{100 * right:.2f} %** without these 15" in words(at)
    assert "is counted right on 99.85 %" in words(at)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["wrong labels?", "surest errors"])
def test_other_hard_digits(app, kind: str) -> None:
    at = app("evaluation", part="Hardest", network="mlp")
    at.segmented_control(key="hard_kind").set_value(kind).run()
    assert not at.exception
    if kind == "surest errors":
        assert f"**{len(found('mlp').misclassified)}** digits" in words(at)
    else:
        assert "Candidates, not verdicts" in words(at)


def test_two_networks_are_compared_in_a_plain_sentence(app) -> None:
    at = app("evaluation", part="Compare", other="mlp")
    assert not at.exception
    both = compare(found("keras_cnn"), found("mlp"))
    assert both.better == 0
    assert "**This trained copy of Keras CNN reads these digits better.**" in words(at)
    assert "Over the recorded seeds: Keras CNN better in 9 of 9 pairs" in words(at)
    assert "trying several networks raises that" in words(at)
    at.segmented_control(key="compared_cell").set_value("only_first").run()
    assert f"**{len(both.only_first)}** digits" in words(at)
    options = at.selectbox(key="compared_only_first_open_0").options
    assert len(options) == len(both.only_first)


def test_not_enough_evidence_is_said(app) -> None:
    at = app("evaluation", part="Compare", network="wide_cnn", other="keras_cnn")
    both = compare(found("wide_cnn"), found("keras_cnn"))
    assert both.better is None and "**Not enough evidence.**" in words(at)
    assert "reads these digits better" not in words(at)


def test_one_recorded_seed_makes_no_pairs(app, monkeypatch) -> None:
    one = SeedAnswers((1,), np.zeros((1, 1_000), np.uint8))
    monkeypatch.setattr(resources, "seeds", lambda id, split_name: one)
    at = app("evaluation", part="Compare", other="mlp")
    assert not at.exception
    assert "Over the recorded seeds" not in words(at)


def test_calibration_before_and_after(app) -> None:
    at = app("evaluation", part="Calibration", network="mlp")
    assert not at.exception
    metrics = {metric.label: metric for metric in at.metric}
    evaluation = found("mlp")
    error = calibration_error(reliability(evaluation.probabilities, evaluation.labels))
    assert metrics["Calibration error, as trained"].value == percent(error)
    assert metrics["Temperature"].delta == "fitted on 5,000 validation digits"
    assert float(metrics["Temperature"].value) == pytest.approx(
        resources.temperature("mlp").value, rel=1e-2
    )


def test_the_map_is_there_at_once_flat_or_to_be_turned(app) -> None:
    at = app("evaluation", part="Map", network="mlp")
    assert not at.exception and "digit_map" in components(at)
    errors = len(found("mlp").misclassified)
    assert f"All 1,000 digits, {errors} of them errors." in words(at)
    assert "of its spread is kept" in words(at)
    at.segmented_control(key="map_dimensions").set_value(3).run()
    assert not at.exception and "Drag to turn" in words(at)


def test_a_digit_of_the_map_is_shown_large(app) -> None:
    at = app("evaluation", part="Map", network="mlp")
    at.selectbox(key="map_open").set_value(int(found("mlp").misclassified[0])).run()
    assert not at.exception
    assert at.button(key="map_follow").label == "Follow it through the network"


def test_only_the_open_tab_computes(app) -> None:
    """Comparing needs all networks' answers, which the figures of one do not."""
    at = app("evaluation", network="mlp")
    assert not at.exception
    assert [tab.label for tab in at.tabs] == [
        "Figures",
        "Confusions",
        "Hardest",
        "Compare",
        "Calibration",
        "Map",
    ]
    assert not [box for box in at.selectbox if box.key == "other"]


@pytest.mark.parametrize("id", list(manifest()))
def test_the_record_of_every_shipped_network(app, id: str) -> None:
    at = app("evaluation", network=id)
    assert len(at.table) == 1  # what is closed is not made
    at.session_state["history"] = True
    at.run()
    assert not at.exception
    entry = manifest()[id]
    table = at.table[1].value
    accuracies = [seed["test"]["accuracy"] for seed in entry["seeds"]]
    shown = accuracies if len(accuracies) == 1 else [*accuracies, np.mean(accuracies)]
    assert list(table["accuracy"]) == [f"{100 * accuracy:.2f} %" for accuracy in shown]
    assert ("mean" in table.index) == (len(accuracies) > 1)
    assert "10,000 MNIST test digits" in words(at)
    assert f"`{entry['command']}`" in words(at)
    promise = "Its source makes no promise." if id == "robust_cnn" else "promises (line"
    assert promise in words(at)


def test_a_link_with_nonsense_gets_the_page(app) -> None:
    at = app("evaluation", part="nowhere", judged="mars", other="nobody", true="x", read="11")
    assert not at.exception
    assert at.title[0].value == "Evaluation"
