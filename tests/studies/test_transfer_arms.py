"""The transfer experiment: three arms that differ in nothing but their convolutions."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest, t

from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.studies.transfer_arms import (
    ARMS,
    LAST,
    RANDOM,
    SCRATCH,
    TRANSFERRED,
    arm_of,
    arms,
    base,
    learning_parameters,
    mean_curve,
    score,
)
from mnist_core.training.frozen_layers import start_weights
from mnist_core.training.history import History
from mnist_core.training.run_protocol import NamedScore

CNN = ARCHITECTURES["keras_cnn"]
BASE = base(CNN, None)
PLANNED = arms(BASE, "0123456789abcdef", epochs=6, examples=200, seeds=2)


def history(accuracies):
    nothing = np.empty(0)
    values = np.array(accuracies)
    return History(nothing, nothing, nothing, 1, values, values, values, values)


def test_each_seed_has_all_arms_with_one_budget():
    assert [(arm_of(it), it.seed) for it in PLANNED] == [
        (arm, seed) for seed in (1, 2) for arm in (TRANSFERRED, SCRATCH, RANDOM)
    ]
    assert {(it.examples, it.recipe, it.classes) for it in PLANNED} == {
        (200, PLANNED[0].recipe, LAST)
    }
    assert len({replace(it, frozen=None) for it in PLANNED[:3]}) == 1
    assert arm_of(BASE) is None and BASE.classes == (0, 1, 2, 3, 4)


def test_arms_of_one_seed_start_with_the_same_decision_layers():
    scratch, random = (start_weights(it.architecture, it.seed, it.frozen) for it in PLANNED[1:3])
    other = start_weights(CNN, PLANNED[4].seed, None)
    assert all((scratch[name] == random[name]).all() for name in scratch)
    assert (scratch["dense2/kernel"] != other["dense2/kernel"]).any()


def test_frozen_weights_are_not_counted_as_learning():
    # keras_cnn: 3·3·1·32 + 32 = 320 and 3·3·32·64 + 64 = 18,496 in its convolutions
    assert learning_parameters(PLANNED[1]) == 225_034
    assert learning_parameters(PLANNED[0]) == 225_034 - 320 - 18_496
    assert set(ARMS) == {arm_of(it) for it in PLANNED}


def test_a_network_without_convolutions_has_nothing_to_transfer():
    with pytest.raises(ValueError, match="has no convolutions"):
        base(ARCHITECTURES["mlp"], None)


def test_scores_have_the_wider_of_students_and_wilsons_interval():
    accuracies = [0.90, 0.94, 0.95]
    found = score([NamedScore(0.1, it, 500, "test digits") for it in accuracies])
    expected = t.interval(0.95, 2, np.mean(accuracies), np.std(accuracies, ddof=1) / np.sqrt(3))
    assert found.mean == pytest.approx(np.mean(accuracies))
    assert found.interval.low == pytest.approx(expected[0])
    assert found.interval.high == min(expected[1], 1)
    alike = score([NamedScore(0.1, 0.966, 500, "test digits")] * 3)
    of_digits = binomtest(483, 500).proportion_ci(method="wilson")
    assert alike.interval == pytest.approx((of_digits.low, of_digits.high))
    one = score([NamedScore(0.1, 0.9, 500, "test digits")])
    assert one.interval.low < 0.9 < one.interval.high
    assert score([]) is None


def test_the_mean_curve_ends_with_the_shortest():
    np.testing.assert_allclose(
        mean_curve([history([0.2, 0.4, 0.9]), history([0.4, 0.8])]), [0.3, 0.6]
    )
    assert len(mean_curve([])) == 0
