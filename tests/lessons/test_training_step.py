"""One step of training against Keras, SciPy and numbers worked by hand."""

import keras
import numpy as np
import pytest
from scipy.special import log_softmax

from mnist_core.lessons.training_step import cross_entropy, dropout


def test_survivors_are_doubled_at_one_half():
    found = dropout(np.arange(1, 9, dtype=np.float32), 0.5, seed=1)
    assert 0 < found.mask.sum() < 8
    np.testing.assert_array_equal(found.after, np.where(found.mask, found.before * 2, 0))


@pytest.mark.parametrize("rate", [0.0, 0.25, 0.5, 0.9])
def test_share_and_expectation_are_those_of_keras(rate):
    values = np.ones(200_000, np.float32)
    ours = dropout(values, rate, seed=2).after
    theirs = np.asarray(keras.layers.Dropout(rate, seed=3)(values, training=True))
    assert ours.mean() == pytest.approx(1, abs=0.02)
    assert (ours == 0).mean() == pytest.approx((theirs == 0).mean(), abs=0.01)
    assert ours.max() == pytest.approx(theirs.max(), rel=1e-5)


def test_the_same_seed_drops_the_same():
    values = np.ones(50)
    assert (dropout(values, 0.5, 7).mask == dropout(values, 0.5, 7).mask).all()
    assert (dropout(values, 0.5, 7).mask != dropout(values, 0.5, 8).mask).any()


def test_document_004s_examples():
    """−log 0.7 ≈ 0.357 and softmax of 1, 2, 3 is 0.09, 0.24, 0.67."""
    probabilities, _ = cross_entropy(np.array([1.0, 2.0, 3.0]), 2)
    np.testing.assert_allclose(probabilities, [0.09, 0.24, 0.67], atol=0.006)
    _, loss = cross_entropy(np.log([0.3, 0.7]), 1)
    assert loss == pytest.approx(0.357, abs=5e-4)


@pytest.mark.parametrize("size", [1, 30, 1e4])
def test_equals_scipy_without_overflow(size):
    logits = np.random.default_rng(0).normal(size=10) * size
    probabilities, loss = cross_entropy(logits, 4)
    assert loss == pytest.approx(-log_softmax(logits)[4])
    assert probabilities.sum() == pytest.approx(1)
