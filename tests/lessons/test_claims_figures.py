"""The figures behind the claims, against Keras, SciPy, formulas and numbers worked by hand."""

import keras
import numpy as np
import pytest
from scipy.signal import correlate2d

from mnist_core.data.digits import Digits
from mnist_core.data.measurements import bounding_boxes
from mnist_core.data.sources import held_out_digits, load_dataset
from mnist_core.evaluation.metrics import evaluate
from mnist_core.lessons.claims import (
    accuracy,
    batches,
    fitting,
    inputs,
    layer_effects,
    position,
    shapes,
    sizes,
)
from mnist_core.lessons.claims import optimisation as trainings
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    UNKNOWN,
    Evidence,
    percent,
    points,
    settle,
)
from mnist_core.lessons.claims.register import CLAIMS
from mnist_core.network.forward import Network


@pytest.fixture(scope="module")
def evidence():
    digits = held_out_digits()
    return Evidence(digits=lambda: digits)


def test_document_004s_network_by_hand(evidence):
    assert shapes.flattened(evidence) == {
        "flattened values": 5 * 5 * 64,
        "dense parameters": 1600 * 128 + 128,
        "all parameters": 320 + 18_496 + 204_928 + 1_290,
    }
    assert tuple(shapes.second_maps(evidence).values()) == (11, 5, 64)
    said = shapes.draw_flattened(**shapes.flattened(evidence))
    assert [bar.value for bar in said.bars if bar.said] == [295_040, 315_146]


def test_parameters_and_work_by_hand(evidence):
    found = sizes.parameters(evidence)
    assert (found["mlp"], found["keras_cnn"]) == (109_386, 225_034)
    kernels = sizes.kernels(evidence)
    assert kernels["layer"][:2] == (26 * 26 * 9 * 32, 24 * 24 * 25 * 32) == (194_688, 460_800)
    assert kernels["network"][:2] == (2_631_040, 2_510_080)
    assert sizes.sharing(evidence)["without sharing"] == 784 * 21_632 + 21_632
    pooling = sizes.pooling(evidence)
    assert pooling["conv2 with pools"] == pooling["conv2 without"] == 18_496
    assert pooling["dense without"] == 24 * 24 * 64 * 128 + 128


def test_a_network_without_pools_is_kerass():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3),
            keras.layers.Conv2D(64, 3),
            keras.layers.Flatten(),
            keras.layers.Dense(128),
            keras.layers.Dense(10),
        ]
    )
    assert sum(it.parameters for it in sizes.without_pools("keras_cnn")) == model.count_params()


def test_what_a_dense_layer_and_a_convolution_take_is_what_keras_takes(evidence):
    maps = np.zeros((1, 5, 5, 64), np.float32)
    assert keras.layers.Dense(10)(maps).shape[1:] == (5, 5, 10)
    assert inputs.dense_input(evidence) == {"accepted": True, "output axes": 3}
    with pytest.raises(ValueError, match="expected min_ndim=4, found ndim=2"):
        keras.layers.Conv2D(32, 3)(np.zeros((1, 784), np.float32))
    assert list(inputs.reshaping(evidence).values()) == [False, True]


def test_the_three_losses_are_kerass():
    random = np.random.default_rng(0)
    logits, labels = random.normal(size=(50, 10)) * 5, random.integers(0, 10, 50)
    found = inputs.losses(logits, labels)
    sparse = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
    one_hot = np.eye(10)[labels]
    whole = keras.losses.categorical_crossentropy(one_hot, logits, from_logits=True)
    for name, expected in (("label", sparse), ("one hot", whole), ("probabilities", whole)):
        np.testing.assert_allclose(found[name], np.asarray(expected), rtol=1e-5, atol=1e-6)


def test_by_way_of_probabilities_a_loss_can_become_infinite():
    logits = np.array([[1000.0, 0.0] + [0.0] * 8])
    found = inputs.losses(logits, np.array([1]), np.float32)
    assert np.isinf(found["probabilities"][0]) and found["label"][0] == pytest.approx(1000)


def test_noise_is_what_order_statistics_say(evidence):
    """The largest of four standard normals: mean 1.0294, variance 0.4917 (David 1981)."""
    found = layer_effects.noise(evidence)
    assert found["noise before"] == pytest.approx(1, abs=0.02)
    assert found["shift by the maximum"] == pytest.approx(1.0294, abs=0.03)
    assert found["after the maximum"] == pytest.approx(np.sqrt(1.0294**2 + 0.4917), abs=0.03)
    assert found["after the mean"] == pytest.approx(0.5, abs=0.02)


def test_the_layer_correlates_as_scipy_does(evidence):
    found = layer_effects.flipping(evidence)
    image = evidence.digits().images[0].astype(np.float32) / 255
    conv = Network.load("keras_cnn").activations(evidence.digits().images[0])[0]
    for number in (0, 7, 31):
        expected = correlate2d(image, conv.weights["kernel"][:, :, 0, number], mode="valid")
        expected += conv.weights["bias"][number]
        np.testing.assert_allclose(conv.output[..., number], expected, atol=1e-5)
    assert found["from a correlation"] < 1e-5 < 0.1 < found["from a convolution"]


def test_digits_that_are_not_moved_are_read_as_ever(evidence):
    digits, _ = position.whole_digits(evidence, 4)
    still, moved = position.curve(evidence, "mlp", (0, 4))
    plain = evaluate(Network.load("mlp").predict(digits.images), digits.labels).accuracy
    assert still == plain > moved + 0.2


def test_digits_that_would_be_cut_off_are_left_out(evidence):
    """A digit is whole where its box has the room on the side it is moved to."""
    digits = evidence.digits()[: position.READ]
    top, left, height, width = bounding_boxes(digits.images).T
    sides = np.array([28 - left - width, left, 28 - top - height, top])  # right, left, down, up
    places = np.arange(len(digits))
    wanted = np.flatnonzero(sides[places % 4, places] >= 4)
    kept, directions = position.whole_digits(evidence, 4)
    assert 200 < len(wanted) < 360
    np.testing.assert_array_equal(kept.images, digits.images[wanted])
    expected = [position.DIRECTIONS[place % 4] for place in wanted]
    np.testing.assert_array_equal(directions, expected)
    assert position.anywhere(evidence)["digits"] == len(wanted)
    room = (28 - left - width)[: layer_effects.READ] >= layer_effects.FAR
    assert layer_effects.moving(evidence)["whole digits"] == room.sum() < layer_effects.READ


@pytest.mark.parametrize("id", ["anywhere", "nearby", "moving"])
def test_pictures_that_fill_the_frame_cannot_be_moved(id):
    full = Digits(np.full((20, 28, 28), 9, np.uint8), np.arange(20) % 10)
    result = settle(CLAIMS[id], Evidence(digits=lambda: full))
    assert result.finding.verdict == UNKNOWN and result.chart is None
    assert result.finding.says == "All of the first 20 digits are cut off when moved so far."


ANYWHERE = {"mlp": (0.98, 0.3), "classic_cnn": (0.99, 0.7), "keras_cnn": (0.99, 0.7)}


def test_moved_digits_to_learn_from_are_praised_only_where_they_help():
    helped = position.judge_anywhere(digits=9, **ANYWHERE, robust_cnn=(0.99, 0.98))
    not_helped = position.judge_anywhere(digits=9, **ANYWHERE, robust_cnn=(0.99, 0.5))
    assert helped.verdict == not_helped.verdict == FAILS
    assert "it loses 1.0 points. That is what makes the difference." in helped.instead
    assert "it loses 49.0 points." in not_helped.instead
    assert "makes the difference" not in not_helped.instead
    assert "9 lose no ink" in helped.says and "do not even" not in helped.instead
    worse = ANYWHERE | {"mlp": (0.9, 0.8)}
    found = position.judge_anywhere(digits=9, **worse, robust_cnn=(0.99, 0.98))
    assert "do not even soften the fall" in found.instead


def test_pairs_and_their_places():
    matrix = np.zeros((10, 10), int)
    matrix[4, 9], matrix[9, 4], matrix[3, 8], matrix[7, 2] = 3, 2, 5, 1
    matrix[5, 5] = 99  # right answers are no confusion
    found = accuracy.pairs(matrix)
    assert found[4, 9] == found[3, 8] == 5 and sum(found.values()) == 11
    assert accuracy.rank(found, (4, 9)) == accuracy.rank(found, (3, 8)) == 1
    assert accuracy.rank(found, (2, 7)) == 3 and accuracy.rank(found, (0, 1)) == 4


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("classic_cnn", (0.98, 0.99)),
        ("mlp", (0.92, 0.96)),
        ("wide_cnn", (0.98975, 0.98985)),
        ("keras_cnn", (0.9925, 0.9935)),
    ],
)
def test_a_claimed_accuracy_is_as_wide_as_it_is_written(id, expected):
    assert accuracy.claimed(id) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("seeds", "verdict"),
    [
        ((0.979, 0.979, 0.9791), FAILS),
        ((0.985, 0.985, 0.9851), HOLDS),
        ((0.995, 0.995, 0.9951), DEPENDS),
        ((0.97, 0.975, 0.98), HOLDS),  # too scattered to contradict 98 to 99 %
    ],
)
def test_an_accuracy_is_judged_by_the_interval_over_seeds(seeds, verdict):
    assert accuracy.judge_reached("classic_cnn", seeds).verdict == verdict


def epochs(seconds, accuracies):
    return [
        {"processor": s, "validation_accuracy": a} for s, a in zip(seconds, accuracies, strict=True)
    ]


def test_times_leave_out_the_first_epoch_and_the_mark_may_never_be_reached():
    run = epochs([9.0, 11.0, 13.0], [0.5, 0.93, 0.97])
    assert batches.per_epoch(run) == 2
    assert batches.to_the_mark(run) == 4
    assert batches.to_the_mark(epochs([1.0, 2.0], [0.1, 0.2])) == float("inf")


def test_within_an_epoch_the_time_is_interpolated_from_chance_on():
    """NumPy reads the mark off the same polygon."""
    run = epochs([9.0, 11.0, 13.0], [0.5, 0.9, 0.95])
    expected = np.interp(batches.REACHED, [0.1, 0.5, 0.9, 0.95], [0, 2, 4, 6])
    assert batches.to_the_mark(run) == pytest.approx(expected)
    first = epochs([3.0, 5.0], [0.97, 0.98])
    assert batches.to_the_mark(first) == pytest.approx(2 * (0.93 - 0.1) / (0.97 - 0.1))


def test_gaps_are_training_minus_test():
    run = {"training": {"accuracy": 0.99}, "test": {"accuracy": 0.95}}
    assert fitting.gaps({"variants": {"a": {"runs": [run]}}})["a"] == pytest.approx((0.04,))


def test_numbers_in_words():
    assert percent(0.9935) == "99.35 %" and percent(-0.046, 1) == "−4.6 %"
    assert points(0.0123) == "+1.23 points" and points(-0.004) == "−0.40 points"


def three(*means):
    """Three seeds around each of these means."""
    return tuple((mean - 0.001, mean, mean + 0.001) for mean in means)


def named(names, means):
    return dict(zip(names, three(*means), strict=True))


@pytest.mark.parametrize("source", ["embedded", "full"])
def test_the_extreme_example_is_the_same_for_all_digits(source, evidence, request, monkeypatch):
    """exp(−200) is no float32 but 0, and −log 0 is infinite; 200 − 0 is 200."""
    if source == "full":
        monkeypatch.setenv("MNIST_PATH", str(request.getfixturevalue("full_mnist_path")))
        test = load_dataset().test
        evidence = Evidence(digits=lambda: test)
    figures = inputs.from_scores(evidence)
    assert figures["extreme from scores"] == 200
    assert figures["infinite from probabilities"] is True
    finding = inputs.judge_from_scores(**figures)
    assert "infinite by way of probabilities (in float32), 200 from scores" in finding.instead
    assert "safer" in finding.instead
    finite = inputs.judge_from_scores(**figures | {"infinite from probabilities": False})
    assert "as safe:" in finite.instead and "infinite" not in finite.instead


@pytest.mark.parametrize(
    ("first", "second", "said", "verdict"),
    [(0.97, 0.98, "Each", HOLDS), (0.97, 0.9, "One", DEPENDS), (0.5, 0.9, "Neither", FAILS)],
)
def test_what_is_said_of_the_first_epochs_follows_from_them(first, second, said, verdict):
    figures = {"after epoch 1": first, "after epoch 2": second}
    finding = fitting.judge_first_epochs(**figures)
    assert f"{said} is within a point" in finding.says and finding.verdict == verdict


def test_learning_rates_are_chosen_on_validation_digits():
    """On test digits Adam's 0.01 looks better, on validation digits 0.001 does."""
    found = {}
    for kind in trainings.KINDS:
        for rate, test, validation in ((0.001, 0.95, 0.97), (0.01, 0.96, 0.94), (0.1, 0.2, 0.2)):
            found[f"{kind}, rate {rate:g}"] = (test,) * 3
            found[f"{kind}, rate {rate:g}{trainings.VALIDATION}"] = (validation,) * 3
    assert trainings.at_best(found, "Adam") == ("Adam, rate 0.001", pytest.approx(0.95))
    finding = trainings.judge_optimisers(**found)
    assert "Adam 95.00 %" in finding.says and finding.verdict == FAILS
    assert "largest tried" not in finding.instead
    found[f"SGD, rate 0.1{trainings.VALIDATION}"] = (0.98,) * 3
    assert "For plain SGD the best rate is the largest tried" in (
        trainings.judge_optimisers(**found).instead
    )
    assert len(trainings.draw_optimisers(**found).bars) == 9


@pytest.mark.parametrize(
    ("sides", "verdict"), [((20, 20, 20), HOLDS), ((10, 20, 12), DEPENDS), ((19, 19, 19), FAILS)]
)
def test_whole_digits_are_seen_by_all_by_some_or_by_none(sides, verdict):
    names = ("keras cnn sees", "classic cnn sees", "wide cnn sees", "side of a digit")
    figures = dict(zip(names, (*sides, 20), strict=True))
    finding = shapes.judge_fields(**figures)
    assert finding.verdict == verdict
    assert ("No feature map" in finding.instead) == (verdict == FAILS)
    assert [bar.value for bar in shapes.draw_fields(**figures).bars] == [*sides, 20]


def test_the_fields_of_the_documents_networks_by_hand(evidence):
    """Keras: 3, +1, +2·2, +2; classic: 5, +1, +4·2, +2; wide: 5, +1, +2·2, +2 (+1 pixel each)."""
    assert tuple(shapes.fields(evidence).values()) == (10, 16, 12, 20)


PIXELS = [
    f"{kind}, {name}" for kind in ("Adam", "SGD") for name in ("0 to 255", "0 to 1", "standardised")
]
TIMES = [
    f"batches of {size}: {kind}" for kind in ("per epoch", "to the mark") for size in (32, 128, 512)
]
DROPOUT = ("gap with dropout", "gap without dropout", "with dropout", "without dropout")
WIDTHS = [f"{gap}{units} units" for gap in ("gap ", "") for units in (32, 128, 512)]
CHOICE = ("one of the epochs", "one of all networks", "no choice")


@pytest.mark.parametrize(
    ("id", "figures", "verdict"),
    [
        ("pixels", named(PIXELS, (0.49, 0.95, 0.96, 0.3, 0.92, 0.93)), HOLDS),
        ("pixels", named(PIXELS, (0.51, 0.95, 0.96, 0.3, 0.79, 0.87)), DEPENDS),
        ("pixels", named(PIXELS, (0.94, 0.95, 0.96, 0.6, 0.92, 0.93)), FAILS),
        ("pixels", named(PIXELS, (0.91, 0.95, 0.96, 0.91, 0.92, 0.93)), FAILS),
        ("larger-batches", named(TIMES, (3, 2, 1, 9, 9, 9)), HOLDS),
        ("larger-batches", named(TIMES, (2, 3, 1, 9, 9, 9)), DEPENDS),
        ("larger-batches", named(TIMES, (1, 2, 3, 9, 9, 9)), FAILS),
        ("smaller-batches", named(TIMES, (3, 2, 1, 1, 2, 3)), HOLDS),
        ("smaller-batches", named(TIMES, (3, 2, 1, 2, 1, 3)), DEPENDS),
        ("smaller-batches", named(TIMES, (3, 2, 1, 1, 1.0005, 3)), DEPENDS),  # less than the spread
        ("smaller-batches", named(TIMES, (1, 2, 3, 3, 2, 1)), FAILS),
        ("smaller-batches", named(TIMES, (1, 2, 3, 2, 2, 2)), FAILS),
        (
            "smaller-batches",
            named(TIMES, (3, 2, 1, 1, 2, 3)) | {TIMES[3]: (float("inf"),) * 3},
            DEPENDS,
        ),
        (
            "smaller-batches",
            named(TIMES, (3, 2, 1, 1, 2, 3)) | {TIMES[5]: (1.0, 2.0, float("inf"))},
            HOLDS,
        ),
        ("dropout", named(DROPOUT, (0.01, 0.03, 0.96, 0.95)), HOLDS),
        ("dropout", named(DROPOUT, (0.01, 0.03, 0.90, 0.95)), DEPENDS),
        ("dropout", named(DROPOUT, (0.04, 0.03, 0.96, 0.95)), FAILS),
        ("widths", named(WIDTHS, (0, 0, 0, 0.90, 0.95, 0.93)), HOLDS),
        ("widths", named(WIDTHS, (0, 0, 0, 0.90, 0.95, 0.96)), DEPENDS),
        ("widths", named(WIDTHS, (0, 0, 0, 0.95, 0.95, 0.96)), FAILS),
        ("choice", dict(zip(CHOICE, (0.0, -0.0001, 0.0), strict=True)), HOLDS),
        ("choice", dict(zip(CHOICE, (0.0, 0.0001, 0.0), strict=True)), DEPENDS),
        ("choice", dict(zip(CHOICE, (0.001, 0.002, 0.0), strict=True)), FAILS),
    ],
)
def test_what_a_stored_comparison_is_judged_by(id, figures, verdict):
    claim = CLAIMS[id]
    finding = claim.judge(**figures)
    assert finding.verdict == verdict
    assert finding.says.endswith(".") and finding.instead.endswith(".")
    assert "inf" not in finding.says and claim.chart(**figures).bars
