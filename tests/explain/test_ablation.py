"""The cost of an intervention, counted by hand."""

import numpy as np

from mnist_core.explain.ablation import AccuracyChange, cost

LABELS = np.array([0, 0, 1, 1, 1, 1])


def test_counts_by_hand():
    before = np.array([0, 5, 1, 1, 1, 1])  # the second 0 is misread
    after = np.array([0, 0, 1, 1, 7, 7])  # it is won, two 1s are lost
    assert cost(LABELS, before, after) == AccuracyChange(6, 5, 4, 2, 1, 1, 1.0, 0.5)


def test_nothing_changes():
    assert cost(LABELS, LABELS, LABELS) == AccuracyChange(6, 6, 6, 0, 0, None, 0.0, 0.0)


def test_what_gets_better_is_no_worst():
    after = LABELS
    assert cost(LABELS, np.zeros(6, int), after) == AccuracyChange(6, 2, 6, 0, 4, None, 0.0, 0.0)
