"""Learning rates are chosen on validation digits."""

import pytest

from mnist_core.lessons.claims.claim import FAILS
from mnist_core.lessons.claims.optimisers import (
    KINDS,
    Optimisers,
    at_best,
    draw_optimisers,
    judge_optimisers,
)


def test_learning_rates_are_chosen_on_validation_digits():
    """On test digits Adam's 0.01 looks better, on validation digits 0.001 does."""
    test, validation = {}, {}
    for kind in KINDS:
        for rate, read, chosen_by in ((0.001, 0.95, 0.97), (0.01, 0.96, 0.94), (0.1, 0.2, 0.2)):
            test[f"{kind}, rate {rate:g}"] = (read,) * 3
            validation[f"{kind}, rate {rate:g}"] = (chosen_by,) * 3
    found = Optimisers(test, validation)
    assert at_best(found, "Adam") == ("Adam, rate 0.001", pytest.approx(0.95))
    finding = judge_optimisers(found)
    assert "Adam 95.00 %" in finding.says and finding.verdict == FAILS
    assert "largest tried" not in finding.instead
    open_ended = Optimisers(test, {**validation, "SGD, rate 0.1": (0.98,) * 3})
    assert (
        "For plain SGD the best rate is the largest tried" in judge_optimisers(open_ended).instead
    )
    assert len(draw_optimisers(found).bars) == 9
