"""Losses of a training step, against Keras and by hand."""

import keras
import numpy as np
import pytest

from mnist_core.network.recipe import SETTINGS
from mnist_core.training import losses

pytestmark = pytest.mark.trainer
LABELS = np.array([3, 0, 9])
SCORES = np.random.default_rng(4).normal(0, 3, (3, 10)).astype(np.float32)


@pytest.mark.parametrize("name", SETTINGS["loss"].choices)
def test_each_loss_is_that_of_keras(name):
    if name == "squared_error":
        wanted = np.eye(10, dtype=np.float32)[LABELS]
        expected = keras.losses.mean_squared_error(wanted, keras.ops.softmax(SCORES))
    else:
        expected = keras.losses.sparse_categorical_crossentropy(LABELS, SCORES, from_logits=True)
    np.testing.assert_allclose(losses.LOSSES[name](LABELS, SCORES), expected, rtol=1e-5)


def test_no_digit_is_an_eleventh_answer_whose_score_is_0():
    """Two digits and an outlier behind them."""
    answers, scores = losses.with_no_digit(LABELS[:2], SCORES)
    assert answers.numpy().tolist() == [3, 0, 10]
    np.testing.assert_array_equal(scores[:, :10], SCORES)
    assert scores.shape == (3, 11) and not np.any(scores[:, 10])


def test_the_largest_score_is_the_log_odds_against_being_no_digit():
    _, scores = losses.with_no_digit(LABELS, SCORES)
    chances = np.asarray(keras.ops.softmax(scores))
    odds = chances[:, :10].max(axis=1) / chances[:, 10]
    np.testing.assert_allclose(np.log(odds), SCORES.max(axis=1), rtol=1e-5)


def test_by_chance_is_the_mean_over_all_answers():
    """Of ten: what Keras' label smoothing adds."""
    loss = losses.LOSSES["cross_entropy"]
    smoothed = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=1.0)
    wanted = np.eye(10, dtype=np.float32)[LABELS]
    assert float(losses.by_chance(loss, LABELS, SCORES)) == pytest.approx(
        float(smoothed(wanted, SCORES))
    )


def test_certainty_and_the_share_that_is_right_by_hand():
    chances = np.array([[0.7, 0.2, 0.1], [0.3, 0.6, 0.1]], np.float32)
    labels = np.array([0, 2])
    np.testing.assert_allclose(losses.certainty(labels, chances), [0.7, 0.1])
    assert float(losses.share_right(labels, chances)) == 0.5
