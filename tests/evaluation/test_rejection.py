"""The threshold of refusal, by hand and on real networks."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mnist_core.data.drawing import prepare_strokes
from mnist_core.data.embedded import held_out_digits
from mnist_core.evaluation.rejection import (
    MOST,
    SURELY_NONE,
    Rejection,
    against_none,
    looks_like_digits,
    max_logit,
    measure_rejection,
    read,
)
from mnist_core.network.forward import Network
from mnist_core.network.layer_forward import softmax

SEGMENTS = {
    **{"a": ((0, 0), (10, 0)), "b": ((10, 0), (10, 10)), "c": ((10, 10), (10, 20))},
    **{"d": ((0, 20), (10, 20)), "e": ((0, 10), (0, 20)), "f": ((0, 0), (0, 10))},
    "g": ((0, 10), (10, 10)),
}
LIT = "abcdef bc abdeg abcdg bcfg acdfg acdefg abc abcdefg abcdfg".split()
"""A display of seven segments, lettered as usual, and those that are lit for each digit."""

TEN = Rejection(
    np.array([5.0, 1, 9, 3, 7, 2, 8, 4, 6, 0]), np.array([1, 0, 1, 1, 1, 0, 1, 1, 1, 0])
)


@pytest.mark.parametrize(
    ("coverage", "threshold", "accuracy"), [(1, 0, 0.7), (0.9, 1, 7 / 9), (0.7, 3, 1), (0.05, 9, 1)]
)
def test_ten_digits_by_hand(coverage, threshold, accuracy):
    assert TEN.threshold(coverage) == threshold
    assert TEN.accuracy(coverage) == pytest.approx(accuracy)


def test_where_outliers_were_learnt_a_refusal_is_surely_none():
    """Softmax of (log 1/3, 0) is (1, 3) / 4, of (-log 19, 0) it is (1, 19) / 20."""
    learnt = Rejection(TEN.max_logit - 5, TEN.right, knows_none=True)
    assert learnt.usual == pytest.approx(np.log(1 / 3)) == against_none(0.75)
    assert softmax(np.array([[learnt.usual, 0.0]]))[0, 1] == pytest.approx(0.75)
    assert against_none(0.95) == pytest.approx(-np.log(19))
    assert learnt.answered(against_none(0.95)) == 0.7  # -2 is not so sure, -3 is
    assert learnt.answered(learnt.usual) == 0.6  # -1 is not sure enough, -2 is
    assert TEN.usual == TEN.threshold(0.98) == 0
    assert against_none(0.5) == 0


@pytest.mark.parametrize("coverage", [0, -1, 1.01])
def test_a_coverage_is_a_share(coverage):
    with pytest.raises(ValueError, match="^A coverage lies above 0"):
        TEN.threshold(coverage)


def test_softmax_of_the_scores_is_what_the_network_predicts():
    network, images = Network.load("keras_cnn"), held_out_digits().images[:20]
    logits = network.scores(images)
    assert softmax(logits) == pytest.approx(network.predict(images), abs=1e-6)
    assert (max_logit(logits) == logits.max(axis=1)).all()


@pytest.mark.parametrize("id", ["keras_cnn", "classic_cnn"])
def test_digits_are_answered_and_scribbles_are_mostly_refused(id):
    network, digits = Network.load(id), held_out_digits()
    rejection = measure_rejection(network, digits[:500])
    others = max_logit(network.scores(digits.images[500:]))
    random = np.random.default_rng(0)
    walks = [np.cumsum(random.normal(0, 1, (20, 2)), axis=0) for _ in range(100)]
    scribbles = np.array([prepare_strokes([walk]).digit for walk in walks])
    strange = max_logit(network.scores(scribbles))
    threshold = rejection.threshold()
    assert (others >= threshold).mean() == pytest.approx(0.98, abs=0.02)  # digits of no choice
    assert (strange < threshold).mean() > 0.3
    truth = np.repeat([1, 0], [len(others), len(strange)])
    assert roc_auc_score(truth, np.concatenate([others, strange])) > 0.85


def test_what_is_refused_is_read_worse():
    rejection = measure_rejection(Network.load("mlp"), held_out_digits())
    assert len(rejection.max_logit) == MOST
    assert rejection.accuracy(0.8) > rejection.accuracy(0.98) > rejection.accuracy(1)


def test_without_validation_digits_there_is_a_sentence():
    with pytest.raises(ValueError, match="^There are no validation digits"):
        measure_rejection(Network.load("mlp"), held_out_digits()[:0])


def test_what_looks_like_a_digit_is_above_0_in_the_order_of_the_scores():
    """Scores above 1 as they are; below, by hand: e to the score, and one less."""
    network = Network.load("mlp")
    bias = f"{network.architecture.rows[-2].layer.name}/bias"
    low = network.weights[bias] - 9  # scores on both sides of 1
    network = Network(network.architecture, {**network.weights, bias: low})
    digits = held_out_digits().images[:200] / np.float32(255)
    scores, like = max_logit(network.scores(digits)), looks_like_digits(network, digits)
    assert scores.min() < -1 and scores.max() > 3
    assert (like > 0).all()
    np.testing.assert_array_equal(np.argsort(like), np.argsort(scores))
    np.testing.assert_allclose(like[scores > 1], scores[scores > 1])
    np.testing.assert_allclose(np.log(like[scores < 1]), scores[scores < 1] - 1, atol=1e-5)


def test_a_reading_is_the_networks_own():
    network, image = Network.load("keras_cnn"), held_out_digits().images[4]
    reading = read(network, image / np.float32(255))
    expected = network.predict(image[np.newaxis])[0]
    assert reading.probabilities == pytest.approx(expected, abs=1e-6)
    assert (reading.second, reading.first) == tuple(np.argsort(expected)[-2:])
    assert reading.max_logit == network.scores(image[np.newaxis]).max()


@pytest.mark.parametrize("digit", range(10))
def test_a_pocket_calculators_digits_are_read_and_not_refused(digit):
    network = Network.load("robust_cnn")
    strokes = [np.array(SEGMENTS[it], float) for it in LIT[digit]]
    reading = read(network, prepare_strokes(strokes).digit)
    assert reading.first == digit
    assert reading.max_logit > against_none(SURELY_NONE)
