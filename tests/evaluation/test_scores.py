import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, bootstrap

from mnist_core.evaluation.scores import digit_scores, macro

MATRIX = np.zeros((10, 10), int)
MATRIX[3, 3], MATRIX[3, 8], MATRIX[8, 8], MATRIX[8, 3] = 6, 2, 3, 1


def test_by_hand() -> None:
    three, eight = digit_scores(MATRIX)[3], digit_scores(MATRIX)[8]
    assert (three.precision, three.recall, three.f1) == pytest.approx((6 / 7, 6 / 8, 12 / 15))
    assert (eight.precision, eight.recall, eight.f1) == pytest.approx((3 / 5, 3 / 4, 6 / 9))
    assert (three.support, three.answered, three.right) == (8, 7, 6)


def test_macro_is_the_mean_of_what_is_known() -> None:
    average = macro(digit_scores(MATRIX))
    assert average.precision == pytest.approx((6 / 7 + 3 / 5) / 2)
    assert average.recall == pytest.approx(3 / 4)


def test_intervals_hold_the_share() -> None:
    three = digit_scores(MATRIX)[3]
    assert three.precision_interval.low < three.precision < three.precision_interval.high
    assert three.recall_interval.low < three.recall < three.recall_interval.high


def test_a_digit_that_does_not_occur_is_unknown() -> None:
    zero = digit_scores(MATRIX)[0]
    assert np.isnan([zero.precision, zero.recall, zero.f1]).all()
    assert zero.recall_interval == (0, 1)


def test_a_digit_never_answered_has_no_precision_and_no_recall() -> None:
    matrix = np.zeros((10, 10), int)
    matrix[0, 0] = matrix[1, 0] = 1
    one = digit_scores(matrix)[1]
    assert np.isnan(one.precision)
    assert (one.recall, one.f1) == (0, 0)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_f1_interval_is_scipys_for_the_share_that_f1_grows_with(right, missed, mistaken) -> None:
    matrix = np.zeros((10, 10), int)
    matrix[4, 4], matrix[4, 9], matrix[9, 4] = right, missed, mistaken
    four = digit_scores(matrix)[4]
    union = right + missed + mistaken
    if not union:
        assert four.f1_interval == (0, 1) and np.isnan(four.f1)
        return
    share = binomtest(right, union).proportion_ci(method="wilson")
    expected = 2 * share.low / (1 + share.low), 2 * share.high / (1 + share.high)
    assert four.f1_interval == pytest.approx(expected, abs=1e-9)
    assert four.f1_interval.low <= four.f1 + 1e-12 and four.f1 <= four.f1_interval.high + 1e-12


def test_f1_interval_is_that_of_scipys_bootstrap_where_there_are_many_errors() -> None:
    random = np.random.default_rng(3)
    labels = random.integers(0, 10, 2000)
    answers = np.where(random.random(2000) < 0.8, labels, random.integers(0, 10, 2000))
    matrix = np.zeros((10, 10), int)
    np.add.at(matrix, (labels, answers), 1)

    def f1(truth, said):
        hits = ((truth == 4) & (said == 4)).sum()
        return 2 * hits / ((truth == 4).sum() + (said == 4).sum())

    expected = bootstrap(
        (labels, answers),
        f1,
        paired=True,
        vectorized=False,
        n_resamples=1500,
        method="percentile",
        rng=1,
    ).confidence_interval
    found = digit_scores(matrix)[4].f1_interval
    assert found == pytest.approx((expected.low, expected.high), abs=0.01)
