import numpy as np
import pytest
from sklearn.metrics import f1_score, recall_score

from mnist_core.evaluation.seed_spread import spread


def test_spread_equals_the_extremes_of_scikit_learns_scores() -> None:
    random = np.random.default_rng(2)
    labels = random.integers(0, 10, 300)
    answers = np.where(random.random((3, 300)) < 0.9, labels, random.integers(0, 10, (3, 300)))
    found = spread(answers, labels)
    recalls = [recall_score(labels, said, average=None)[4] for said in answers]
    assert found.of_digit(4, "recall") == pytest.approx((min(recalls), max(recalls)))
    macros = [f1_score(labels, said, average="macro") for said in answers]
    assert found.of_macro("f1") == pytest.approx((min(macros), max(macros)))
    shares = [(said == labels).mean() for said in answers]
    assert found.of_accuracy() == pytest.approx((min(shares), max(shares)))


def test_a_missing_digit_has_no_spread() -> None:
    found = spread(np.array([[1, 1], [1, 1]]), np.array([1, 1]))
    assert np.isnan(found.of_digit(2, "recall")).all()
    assert found.of_accuracy() == (1, 1)
