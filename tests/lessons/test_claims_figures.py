"""The figures behind the claims, against Keras, SciPy, formulas and numbers worked by hand."""

import keras
import numpy as np
import pytest
from scipy.signal import correlate2d

from mnist_core.data.sources import held_out_digits
from mnist_core.evaluation.metrics import evaluate
from mnist_core.lessons.claims import accuracy, fitting, inputs, layers, position, shapes, sizes
from mnist_core.lessons.claims import training as trainings
from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS, Evidence, percent, points
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
    with pytest.raises(ValueError):
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
    found = layers.noise(evidence)
    assert found["noise before"] == pytest.approx(1, abs=0.02)
    assert found["shift by the maximum"] == pytest.approx(1.0294, abs=0.03)
    assert found["after the maximum"] == pytest.approx(np.sqrt(1.0294**2 + 0.4917), abs=0.03)
    assert found["after the mean"] == pytest.approx(0.5, abs=0.02)


def test_the_layer_correlates_as_scipy_does(evidence):
    found = layers.flipping(evidence)
    image = evidence.digits().images[0].astype(np.float32) / 255
    conv = Network.load("keras_cnn").activations(evidence.digits().images[0])[0]
    for number in (0, 7, 31):
        expected = correlate2d(image, conv.weights["kernel"][:, :, 0, number], mode="valid")
        expected += conv.weights["bias"][number]
        np.testing.assert_allclose(conv.output[..., number], expected, atol=1e-5)
    assert found["from a correlation"] < 1e-5 < 0.1 < found["from a convolution"]


def test_digits_that_are_not_moved_are_read_as_ever(evidence):
    digits = evidence.digits()[: position.READ]
    still, moved = position.curve(evidence, "mlp", (0, 4))
    plain = evaluate(Network.load("mlp").predict(digits.images), digits.labels).accuracy
    assert still == plain > moved + 0.2


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
    assert trainings.per_epoch(run) == 2
    assert trainings.to_the_mark(run) == 4
    assert trainings.to_the_mark(epochs([1.0, 2.0], [0.1, 0.2])) == float("inf")


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


PIXELS = [f"{kind}, {name}" for kind in ("Adam", "SGD")
          for name in ("0 to 255", "0 to 1", "standardised")]  # fmt: skip
TIMES = [f"batches of {size}: {kind}" for kind in ("per epoch", "to the mark")
         for size in (32, 128, 512)]  # fmt: skip
DROPOUT = ("gap with dropout", "gap without dropout", "with dropout", "without dropout")
WIDTHS = [f"{gap}{units} units" for gap in ("gap ", "") for units in (32, 128, 512)]
CHOICE = ("one of the epochs", "one of all networks", "no choice")


@pytest.mark.parametrize(
    ("id", "figures", "verdict"),
    [
        ("pixels", named(PIXELS, (0.5, 0.95, 0.96, 0.3, 0.92, 0.93)), HOLDS),
        ("pixels", named(PIXELS, (0.94, 0.95, 0.96, 0.94, 0.92, 0.93)), DEPENDS),
        ("pixels", named(PIXELS, (0.95, 0.95, 0.96, 0.94, 0.92, 0.93)), FAILS),
        ("larger-batches", named(TIMES, (3, 2, 1, 9, 9, 9)), HOLDS),
        ("larger-batches", named(TIMES, (2, 3, 1, 9, 9, 9)), DEPENDS),
        ("larger-batches", named(TIMES, (1, 2, 3, 9, 9, 9)), FAILS),
        ("smaller-batches", named(TIMES, (1, 2, 3, 1, 2, 3)), HOLDS),
        ("smaller-batches", named(TIMES, (3, 2, 1, 1, 2, 3)), DEPENDS),
        ("smaller-batches", named(TIMES, (3, 2, 1, 1, 2, 3))
         | {TIMES[3]: (float("inf"),) * 3}, FAILS),
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
)  # fmt: skip
def test_what_a_stored_comparison_is_judged_by(id, figures, verdict):
    claim = CLAIMS[id]
    finding = claim.judge(**figures)
    assert finding.verdict == verdict
    assert finding.says.endswith(".") and finding.instead.endswith(".")
    assert "inf" not in finding.says and claim.chart(**figures).bars
