"""Cross-entropy in three ways, against Keras and by hand."""

from dataclasses import replace

import keras
import numpy as np
import pytest

from mnist_core.data.sources import load_dataset
from mnist_core.lessons.claims import cross_entropy
from mnist_core.lessons.claims.claim import Evidence


def test_the_three_losses_are_kerass():
    random = np.random.default_rng(0)
    logits, labels = random.normal(size=(50, 10)) * 5, random.integers(0, 10, 50)
    found = cross_entropy.losses(logits, labels)
    sparse = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
    one_hot = np.eye(10)[labels]
    whole = keras.losses.categorical_crossentropy(one_hot, logits, from_logits=True)
    for name, expected in (("label", sparse), ("one hot", whole), ("probabilities", whole)):
        np.testing.assert_allclose(found[name], np.asarray(expected), rtol=1e-5, atol=1e-6)


def test_by_way_of_probabilities_a_loss_can_become_infinite():
    logits = np.array([[1000.0, 0.0] + [0.0] * 8])
    found = cross_entropy.losses(logits, np.array([1]), np.float32)
    assert np.isinf(found["probabilities"][0]) and found["label"][0] == pytest.approx(1000)


@pytest.mark.parametrize("source", ["embedded", "full"])
def test_the_extreme_example_is_the_same_for_all_digits(source, evidence, request, monkeypatch):
    """exp(−200) is no float32 but 0, and −log 0 is infinite; 200 − 0 is 200."""
    if source == "full":
        monkeypatch.setenv("MNIST_PATH", str(request.getfixturevalue("full_mnist_path")))
        test = load_dataset().test
        evidence = Evidence(digits=lambda: test)
    found = cross_entropy.from_scores(evidence)
    assert found.extreme_from_scores == 200
    assert found.infinite_from_probabilities is True
    finding = cross_entropy.judge_from_scores(found)
    assert "infinite by way of probabilities (in float32), 200 from scores" in finding.instead
    assert "safer" in finding.instead
    finite = cross_entropy.judge_from_scores(replace(found, infinite_from_probabilities=False))
    assert "as safe:" in finite.instead and "infinite" not in finite.instead
