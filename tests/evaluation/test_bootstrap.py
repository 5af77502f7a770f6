import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn.metrics import f1_score, precision_score, recall_score

from mnist_core.evaluation.bootstrap import macro_intervals, mean_interval


def test_mean_equals_scipy() -> None:
    values = np.random.default_rng(3).exponential(0.2, 500)
    expected = bootstrap(
        (values,), np.mean, n_resamples=4000, method="percentile", rng=4
    ).confidence_interval
    width = expected.high - expected.low
    found = mean_interval(values, resamples=4000)
    assert found == pytest.approx((expected.low, expected.high), abs=0.1 * width)


def test_mean_interval_holds_the_true_mean_about_95_times_in_100() -> None:
    random = np.random.default_rng(5)
    intervals = [mean_interval(random.normal(1, 1, 60), 400, seed) for seed in range(300)]
    assert 0.90 < np.mean([low <= 1 <= high for low, high in intervals]) < 0.99


@pytest.mark.parametrize("values", [[], [0.3], [0.2, 0.2, 0.2]])
def test_what_resampling_cannot_tell_is_none(values: list[float]) -> None:
    assert mean_interval(np.array(values)) is None


def test_same_seed_same_interval() -> None:
    values = np.arange(50.0)
    assert mean_interval(values) == mean_interval(values)
    assert mean_interval(values) != mean_interval(values, seed=2)


def confusion(labels: np.ndarray, answers: np.ndarray) -> np.ndarray:
    matrix = np.zeros((10, 10), int)
    np.add.at(matrix, (labels, answers), 1)
    return matrix


@pytest.mark.slow
def test_macros_equal_scipys_bootstrap_of_scikit_learns_scores() -> None:
    random = np.random.default_rng(8)
    labels = random.integers(0, 10, 400)
    answers = np.where(random.random(400) < 0.8, labels, random.integers(0, 10, 400))
    found = macro_intervals(confusion(labels, answers), resamples=4000)
    for name, score in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):

        def macro(truth, said, score=score):
            return score(truth, said, average="macro", zero_division=0)

        expected = bootstrap(
            (labels, answers),
            macro,
            paired=True,
            vectorized=False,
            n_resamples=150,
            method="percentile",
            rng=1,
        ).confidence_interval
        width = expected.high - expected.low
        interval = getattr(found, name)
        assert interval == pytest.approx((expected.low, expected.high), abs=0.25 * width)


def test_all_right_leaves_nothing_to_resample() -> None:
    assert macro_intervals(np.diag([5] * 10)) == (None, None, None)


def test_all_wrong_too() -> None:
    assert macro_intervals(np.roll(np.diag([5] * 10), 1, axis=1)) == (None, None, None)


def test_a_class_that_is_missing_does_not_count() -> None:
    matrix = np.diag([50] * 9 + [0])
    matrix[0, 1] = 10
    low, high = macro_intervals(matrix).recall
    assert low < (50 / 60 + 8) / 9 < high <= 1


def test_one_digit() -> None:
    matrix = np.zeros((10, 10), int)
    matrix[4, 9] = 1
    assert macro_intervals(matrix) == (None, None, None)
