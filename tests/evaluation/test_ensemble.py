"""Ensembles, held to SciPy's averages, to votes counted by hand, and to Jensen's inequality."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hmean, pmean

from mnist_core.data.embedded import held_out_digits
from mnist_core.evaluation.ensemble import Agreement, Cost, averaged, ensemble, milliseconds
from mnist_core.evaluation.metrics import Evaluation, evaluate
from mnist_core.network.forward import Network


def said(seed: int, labels: np.ndarray) -> Evaluation:
    """What somebody says who is mostly right."""
    numbers = np.random.default_rng(seed).gamma(0.3, size=(len(labels), 10))
    numbers[np.arange(len(labels)), labels] += 0.5
    return evaluate(numbers / numbers.sum(axis=1, keepdims=True), labels)


def read(answers: list[int]) -> Evaluation:
    """An evaluation of these answers, each given with 0.9, on digits that are all 0."""
    probabilities = np.full((len(answers), 10), 0.1 / 9)
    probabilities[np.arange(len(answers)), answers] = 0.9
    return evaluate(probabilities, np.zeros(len(answers), int))


LABELS = np.arange(200) % 10


def test_the_probabilities_are_the_mean_whatever_each_member_does_to_the_digits() -> None:
    digits = held_out_digits()[:40]
    networks = [Network.load(id) for id in ("classic_cnn", "keras_cnn", "mlp")]
    assert {it.architecture.preprocessing for it in networks} == {"standardise", "scale"}
    alone = [network.predict(digits.images) for network in networks]
    found = ensemble([evaluate(it, digits.labels) for it in alone])
    expected = pmean(np.array(alone, float), 1, axis=0)
    np.testing.assert_allclose(found.average.probabilities, expected, rtol=1e-12)
    assert not np.allclose(found.average.probabilities, hmean(np.array(alone, float), axis=0))


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=6))
def test_the_loss_of_the_average_is_never_above_the_mean_of_the_losses(seeds: list[int]) -> None:
    found = ensemble([said(seed, LABELS) for seed in seeds])
    assert found.average.loss <= found.mean_loss + 1e-12
    assert found.mean_loss == pytest.approx(sum(it.loss for it in found.members) / len(seeds))


def test_errors_that_vanish_and_appear_by_hand() -> None:
    #                     0 is right; the average follows the majority of equal votes
    members = [read([0, 0, 1, 0, 5]), read([0, 2, 0, 3, 5]), read([0, 0, 0, 3, 5])]
    found = ensemble(members)
    assert found.average.predicted.tolist() == [0, 0, 0, 3, 5]
    assert found.answers.shape == (3, 5)
    assert found.best == 0 and [it.right for it in found.members] == [3, 2, 3]
    assert found.errors_saved == 0
    first = found.against(0)
    assert first.only_second.tolist() == [2] and first.only_first.tolist() == [3]
    assert found.against(1).only_second.tolist() == [1]
    assert found.agreeing.tolist() == [3, 2, 2, 2, 3]
    assert found.agreement == (
        Agreement(3, 2, 1),
        Agreement(2, 3, 2),
        Agreement(1, 0, 0),
        Agreement(0, 0, 0),
    )
    expected = np.array([[0, 3, 2], [3, 0, 1], [2, 1, 0]]) / 5
    np.testing.assert_allclose(found.disagreement, expected)


def test_a_sure_member_can_outvote_two_that_waver() -> None:
    wavering = np.array([[0.45, 0.55, *[0] * 8]])
    found = averaged([wavering, wavering, np.eye(10)[:1]])
    assert found.argmax() == 0


def test_what_cannot_be_averaged_is_one_sentence() -> None:
    one = said(0, LABELS)
    with pytest.raises(ValueError, match="at least two networks"):
        ensemble([one])
    with pytest.raises(ValueError, match="the same digits"):
        ensemble([one, said(1, LABELS[:50])])
    with pytest.raises(ValueError, match="the same digits"):
        ensemble([one, said(1, LABELS[::-1])])


def test_costs_add_up() -> None:
    both = Cost(1000, 20_000, 0.5) + Cost(500, 4_000, 0.25)
    assert both == Cost(1500, 24_000, 0.75)
    assert both.kilobytes == 6.0  # 1,500 numbers of 4 bytes


def test_the_time_of_a_reading_is_the_median() -> None:
    moments = iter([0.0, 0.9, 1.0, 1.002, 2.0, 2.004])  # seconds
    reads: list[int] = []
    assert milliseconds(lambda: reads.append(1), 3, moments.__next__) == pytest.approx(4)
    assert len(reads) == 3
