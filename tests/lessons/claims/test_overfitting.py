"""The gap between training and test, by hand, and what it is judged by."""

import pytest

from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS
from mnist_core.lessons.claims.overfitting import (
    DropoutGaps,
    MoreDigits,
    Widths,
    draw_dropout,
    draw_more_digits,
    draw_widths,
    gaps,
    judge_dropout,
    judge_more_digits,
    judge_widths,
)


def test_gaps_are_training_minus_test():
    run = {"training": {"accuracy": 0.99}, "test": {"accuracy": 0.95}}
    assert gaps({"variants": {"a": {"runs": [run]}}})["a"] == pytest.approx((0.04,))


@pytest.mark.parametrize(
    ("gap", "bare_gap", "reached", "bare", "verdict"),
    [
        (0.01, 0.03, 0.96, 0.95, HOLDS),
        (0.01, 0.03, 0.90, 0.95, DEPENDS),
        (0.04, 0.03, 0.96, 0.95, FAILS),
    ],
)
def test_dropout_has_to_narrow_the_gap_at_no_cost(gap, bare_gap, reached, bare, verdict, three):
    found = DropoutGaps(*map(three, (gap, bare_gap, reached, bare)))
    assert judge_dropout(found).verdict == verdict
    assert [bar.value for bar in draw_dropout(found).bars] == pytest.approx([gap, bare_gap])


@pytest.mark.parametrize(
    ("means", "verdict"),
    [
        ((0.90, 0.95, 0.93), HOLDS),
        ((0.90, 0.95, 0.96), DEPENDS),
        ((0.95, 0.95, 0.96), FAILS),
    ],
)
def test_fewer_units_and_more_units_have_to_read_worse(means, verdict, three):
    test = dict(zip((32, 128, 512), map(three, means), strict=True))
    found = Widths(gaps=dict.fromkeys(test, three(0)), test=test)
    assert judge_widths(found).verdict == verdict
    assert [bar.value for bar in draw_widths(found).bars] == pytest.approx(means)


@pytest.mark.parametrize(
    ("means", "verdict"),
    [
        ((0.4, 0.3, 0.2, 0.1), HOLDS),
        ((0.4, 0.3, 0.2, 0.3), DEPENDS),
        ((0.1, 0.2, 0.3, 0.4), FAILS),
    ],
)
def test_the_gap_has_to_fall_with_every_more_digits(means, verdict, three):
    gap = dict(zip((1_000, 3_000, 10_000, 30_000), map(three, means), strict=True))
    found = MoreDigits(gaps=gap, test=dict.fromkeys(gap, three(0.9)))
    finding = judge_more_digits(found)
    assert finding.verdict == verdict
    assert f"1,000 digits +{100 * means[0]:.2f} points" in finding.says
    assert [bar.value for bar in draw_more_digits(found).bars] == pytest.approx(means)
