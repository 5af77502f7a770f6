"""Every question of every lesson, for every shipped network, against a truth found another way."""

from math import log

import numpy as np
import pandas as pd
import pytest
from scipy.signal import correlate2d
from scipy.special import softmax
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score

from mnist_core.data.digits import Dataset
from mnist_core.data.sources import load_dataset
from mnist_core.lessons import shelf
from mnist_core.lessons.lesson import Key, Kind, Question
from mnist_core.lessons.questions import QUESTIONS, DoesNotApply, key
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.training.history import shipped_history_path

ASKED = {
    (step.question.asks, tuple(sorted(step.question.arguments.items()))): step.question
    for lesson in shelf.lessons()
    for step in lesson.steps
    if step.question is not None
}
ALL = ("classic_cnn", "wide_cnn", "mlp", "keras_cnn", "robust_cnn")
NONE = None  # the question does not apply

# By hand, from the layers as the documents list them, one value for each network of ALL.
BY_HAND = [
    ("layer_parameters", {"layer": "first"}, ("260", "832", "100480", "320", "160")),
    ("layer_parameters", {"layer": "last"}, ("510", "1290", "650", "1290", "970")),
    ("layer_parameters", {"layer": "largest"}, ("16050", "204928", "100480", "204928", "83040")),
    ("largest_layer", {}, ("dense1", "dense1", "dense1", "dense1", "conv6")),
    ("busiest_layer", {}, ("conv2", "conv2", "dense1", "conv2", "conv2")),
    ("widest_layer", {}, ("conv1", "conv1", "dense1", "conv1", "conv2")),
    ("map_side", {"layer": "first"}, ("24", "24", NONE, "26", "26")),
    ("map_side", {"layer": "last"}, ("8", "10", NONE, "11", "4")),
    ("pooled_side", {"layer": "first"}, ("12", "12", NONE, "13", "12")),
    ("pooled_side", {"layer": "last"}, ("4", "5", NONE, "5", "4")),
    ("values_left", {}, ("25", "25", NONE, "25", "25")),
    ("unread_cells", {}, ("0", "0", NONE, "21", "0")),
    ("values_for_dense", {}, ("320", "1600", "784", "1600", "96")),
    ("seen_by_last_convolution", {}, ("14", "10", NONE, "8", "28")),
    ("pooling_parameters", {}, ("0", "0", NONE, "0", "0")),
    ("weights_without_pooling", {}, ("18.6", "17.7", NONE, "21.1", "1")),
    ("dropout_factor", {}, ("2", "2", NONE, "2", NONE)),
    ("pixel_range", {}, ("−0.42 and 2.82", "0 and 1", "0 and 1", "0 and 1", "0 and 1")),
    ("loss_of", {"percent": "70"}, ("0.357",) * 5),
    ("loss_of", {"percent": "1"}, ("4.605",) * 5),
    ("updates_per_epoch", {"batch": "128"}, ("28",) * 5),  # of 3,500 embedded digits
    ("updates_per_epoch", {"batch": "32"}, ("110",) * 5),
    ("place_in_a_line", {"row": "3", "column": "5"}, ("89",) * 5),
    ("right_by_always_one_answer", {}, ("10",) * 5),
    ("equally_often", {}, ("Yes, exactly",) * 5),
    ("drawn_as", {"meant": "7"}, ("7",) * 5),
]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_dataset()


@pytest.fixture(scope="module")
def networks() -> dict[str, Network]:
    return {id: Network.load(id) for id in ALL}


def ask(network: Network, dataset: Dataset, asks: str, **arguments: str) -> Key:
    return key(Question(asks, "", arguments), network, dataset)


def key_or_reason(question: Question, network: Network, dataset: Dataset) -> tuple[Key | None, str]:
    try:
        return key(question, network, dataset), ""
    except DoesNotApply as reason:
        return None, str(reason)


def test_all_that_ship_are_asked() -> None:
    assert set(ALL) == set(ARCHITECTURES)


@pytest.mark.slow
@pytest.mark.parametrize("id", ALL)
def test_every_question_has_a_key_or_a_reason_why_not(id, networks, dataset) -> None:
    for question in ASKED.values():
        found, reason = key_or_reason(question, networks[id], dataset)
        if found is None:
            assert reason.endswith(".") and "\n" not in reason, question
            continue
        assert found.right(found.answer), question
        assert found.answer not in found.misled
        assert not any(found.right(given) for given in found.misled), question
        assert any(sign.isdigit() for sign in found.explanation), question
        assert "nan" not in found.explanation
        if found.kind is Kind.CHOICE:
            assert len(set(found.options)) == len(found.options) >= 2
            assert {found.answer, *found.misled} <= set(found.options), question
        elif found.kind is Kind.CELL:
            row, column = map(int, found.answer.split(","))
            assert 0 <= row < found.shape[0] and 0 <= column < found.shape[1]
        elif found.kind is not Kind.NUMBER:
            assert found.answer in "0123456789"


@pytest.mark.parametrize(("asks", "arguments", "answers"), BY_HAND, ids=str)
def test_what_can_be_worked_out_by_hand(asks, arguments, answers, networks, dataset) -> None:
    for id, answer in zip(ALL, answers, strict=True):
        if answer is NONE:
            with pytest.raises(DoesNotApply, match="has no"):
                ask(networks[id], dataset, asks, **arguments)
        else:
            assert ask(networks[id], dataset, asks, **arguments).answer == answer, id


def test_more_weights_and_a_larger_kernel(networks, dataset) -> None:
    answers = [
        ask(networks[id], dataset, "more_weights_than_mlp").answer for id in ALL if id != "mlp"
    ]
    assert answers == ["No, it has fewer", *["Yes, it has more"] * 3]
    larger = ask(networks["keras_cnn"], dataset, "larger_kernel")  # ../shared/guides/claims.md, 5
    assert larger.answer == "No, fewer multiplications"
    for figure in ("194,688", "460,800", "2,631,040", "2,510,080"):
        assert figure in larger.explanation


@pytest.mark.parametrize("id", ALL)
def test_what_is_read_in_one_digit(id, networks, dataset) -> None:
    network = networks[id]
    for digit in (0, 7, 18, 33):
        image = dataset.test.images[digit : digit + 1]
        found = softmax(network.scores(image)[0].astype(float))
        named = {"split": "test", "digit": str(digit)}
        assert ask(network, dataset, "read_as", **named).answer == str(found.argmax())
        second = np.delete(found, found.argmax()).max()
        assert ask(network, dataset, "runner_up", **named).answer == str(
            np.flatnonzero(found == second)[0]
        )
        bounds = ("below 50 %", "50 to 90 %", "90 to 99 %", "99 % or more")
        band = bounds[np.searchsorted((0.5, 0.9, 0.99), found.max(), side="right")]
        assert ask(network, dataset, "how_sure", **named).answer == band
        moved = np.pad(image, ((0, 0), (2, 0), (3, 0)))[:, :28, :28]
        assert ask(
            network, dataset, "read_after_shift", right="3", down="2", **named
        ).answer == str(network.scores(moved)[0].argmax())
    blank = network.scores(np.zeros((1, 28, 28), np.uint8))[0]
    assert ask(network, dataset, "blank_read_as").answer == str(blank.argmax())


@pytest.mark.parametrize("id", ["classic_cnn", "keras_cnn"])
def test_the_strongest_cell_and_the_zeros_by_another_convolution(id, networks, dataset) -> None:
    network = networks[id]
    image = dataset.test.images[4] / 255
    if id == "classic_cnn":
        image = (image - 0.1307) / 0.3081
    kernel, bias = network.weights["conv1/kernel"], network.weights["conv1/bias"]
    maps = [correlate2d(image, kernel[:, :, 0, it], "valid") + bias[it] for it in range(len(bias))]
    place = np.unravel_index(maps[3].argmax(), maps[3].shape)
    named = {"split": "test", "digit": "4"}
    found = ask(network, dataset, "strongest_cell", filter="3", **named)
    assert found.answer == f"{place[0]},{place[1]}"
    assert found.shape == maps[3].shape
    zeros = 100 * np.mean(np.array(maps) <= 0)
    assert float(ask(network, dataset, "zeros_after_relu", **named).answer) == pytest.approx(
        zeros, abs=0.6
    )


@pytest.mark.parametrize("id", ["mlp", "classic_cnn"])
def test_how_often_it_is_right(id, networks, dataset) -> None:
    network, images, labels = networks[id], dataset.test.images[:500], dataset.test.labels[:500]
    scores = network.scores(images).astype(float)
    answers, sure = scores.argmax(axis=1), softmax(scores, axis=1)
    errors = round(500 * (1 - accuracy_score(labels, answers)))
    assert ask(network, dataset, "wrong_answers").answer == str(errors)
    low, high = binomtest(500 - errors, 500).proportion_ci(method="wilson")
    width = float(ask(network, dataset, "interval_width").answer)
    assert width == pytest.approx(100 * (high - low), abs=0.06)
    table = pd.DataFrame(sure).assign(label=labels).groupby("label").mean()
    diagonal = np.diag(table)
    assert ask(network, dataset, "hardest_digit").answer == str(diagonal.argmin())
    row = table.loc[4].drop(4)
    assert ask(network, dataset, "taken_for", meant="4").answer == str(row.idxmax())
    assert ask(network, dataset, "drawn_and_misread", meant="4").answer == str(row.idxmax())
    certain = ((sure.max(axis=1) >= 0.9) & (answers != labels)).any()
    assert ask(network, dataset, "sure_and_wrong").answer.startswith("Yes" if certain else "No")
    worst = pd.Series(sure.max(axis=1)).nsmallest(25).index
    gone = 100 * np.mean((answers != labels)[worst]) * 25 / errors
    assert float(ask(network, dataset, "errors_refused").answer) == round(gone)


def test_how_often_it_is_right_when_digits_are_moved_or_turned(networks, dataset) -> None:
    network, images, labels = networks["mlp"], dataset.test.images[:100], dataset.test.labels[:100]
    turned = np.rot90(images, axes=(1, 2))
    right = np.mean(network.scores(turned).argmax(axis=1) == labels)
    assert ask(network, dataset, "right_after_turn", degrees="90").answer == str(round(100 * right))
    draws = np.random.default_rng(0).integers(4, size=100)
    pads = [((0, 0), (3, 0)), ((0, 0), (0, 3)), ((3, 0), (0, 0)), ((0, 3), (0, 0))]
    moved = np.array(
        [
            np.pad(image, pads[draw])[
                slice(None, 28) if pads[draw][0][0] else slice(-28, None),
                slice(None, 28) if pads[draw][1][0] else slice(-28, None),
            ]
            for image, draw in zip(images, draws, strict=True)
        ]
    )
    right = np.mean(network.scores(moved).argmax(axis=1) == labels)
    assert ask(network, dataset, "right_after_shift", pixels="3").answer == str(round(100 * right))


def test_the_maps_of_a_convolution_move_along_and_those_of_a_dense_layer_do_not(
    networks, dataset
) -> None:
    answers = {id: ask(networks[id], dataset, "maps_follow", digit="5").answer for id in ALL}
    assert answers.pop("mlp") == "It becomes something else"
    assert set(answers.values()) == {"It moves along"}


class Learner(Network):
    """A network that does what ours do not: it changes with every digit that it reads."""

    def predict(self, images: np.ndarray, threads: int = 1) -> np.ndarray:
        found = super().predict(images, threads)
        bias = self.weights["dense3/bias"].copy()
        bias[0] += 1
        weights = {**self.weights, "dense3/bias": bias}
        self.__init__(self.architecture, weights)
        return found


def test_the_six_beliefs_are_measured_and_not_asserted(networks, dataset) -> None:
    mlp = networks["mlp"]
    learner = Learner(mlp.architecture, mlp.weights)
    assert ask(mlp, dataset, "weights_after_reading").answer.startswith("No")
    assert ask(learner, dataset, "weights_after_reading").answer.startswith("Yes")
    again = {"split": "test", "digit": "0", "times": "5"}  # a 0, for which the learner turns
    assert ask(mlp, dataset, "asked_again", **again).answer == "No, exactly as sure"
    assert ask(learner, dataset, "asked_again", **again).answer.startswith("Yes")
    kept = ask(mlp, dataset, "training_digits_after_reading")
    assert kept.answer == "They are read, and nothing more"
    assert "3,500" in kept.explanation
    room = ask(mlp, dataset, "room_for_pictures")  # 3,500 × 784 bytes against 109,386 × 4
    assert room.answer.startswith("No")
    assert "2.7 MB" in room.explanation and "0.4 MB" in room.explanation
    untrained = Network.initialise(mlp.architecture, 0).predict(dataset.test.images[:100])
    right = np.mean(untrained.argmax(axis=1) == dataset.test.labels[:100])
    assert ask(mlp, dataset, "right_without_training").answer == str(round(100 * right))


def test_one_step_changes_as_many_weights_as_the_loss_depends_on(networks, dataset) -> None:
    network, image = networks["mlp"], dataset.test.images[7:8]
    label = int(dataset.test.labels[7])
    features = network.features(image)[0].astype(float)
    kernel = network.weights["dense3/kernel"].astype(float)
    scores = features @ kernel + network.weights["dense3/bias"]

    def loss(row: int, column: int) -> float:
        """With one weight a little larger."""
        moved = scores.copy()
        moved[column] += 1e-3 * features[row]
        return -float(np.log(softmax(moved)[label]))

    before = -log(softmax(scores)[label])
    depends = [loss(row, column) != before for row, column in np.ndindex(kernel.shape)]
    found = ask(network, dataset, "weights_after_one_step", split="test", digit="7")
    assert float(found.answer) == round(100 * np.mean(depends))


@pytest.mark.parametrize("id", ALL)
def test_the_recorded_training(id, networks, dataset) -> None:
    with np.load(shipped_history_path(id)) as record:
        losses, names = record["validation_loss"], record.files
        gap = record["training_accuracy"][0] > record["validation_accuracy"][0]
    assert "validation_loss" in names
    best = sorted(range(len(losses)), key=losses.__getitem__)[0] + 1
    assert ask(networks[id], dataset, "best_epoch").answer == str(best)
    side = "training" if gap else "validation"
    assert side in ask(networks[id], dataset, "first_epoch_gap").answer


def test_a_network_that_was_trained_here_has_no_record_among_those_that_ship(
    networks, dataset
) -> None:
    ours = Network.initialise(networks["mlp"].architecture, 1)
    with pytest.raises(DoesNotApply, match="page Training"):
        ask(ours, dataset, "best_epoch")


def test_every_question_says_what_it_asks_and_has_sound_defaults() -> None:
    for asked in QUESTIONS.values():
        assert asked.sentence.endswith(("?", ".")), asked.name
        assert all(it.fault(it.default) is None for it in asked.arguments.values()), asked.name
