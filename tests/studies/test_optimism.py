"""What choosing on the test digits costs, on cases whose answer is known."""

import numpy as np
import pytest

from mnist_core.studies.optimism import optimism


def test_without_a_choice_there_is_none_on_average():
    right = np.random.default_rng(0).random((1, 1_000)) < 0.9
    assert optimism(right, 2_000, 1).mean() == pytest.approx(0, abs=0.001)


def test_choosing_among_equals_flatters_as_order_statistics_say():
    """The best of k equal networks stands out by about E[max of k normals] · σ."""
    random = np.random.default_rng(0)
    k, n, share = 20, 1_000, 0.9
    gains = [optimism(random.random((k, n)) < share, 20, seed).mean() for seed in range(60)]
    sigma = np.sqrt(share * (1 - share) / (n // 2))
    expected = np.random.default_rng(1).standard_normal((20_000, k)).max(axis=1).mean() * sigma
    # each network's accuracy differs in the whole set, too; the halves share that: no flattery
    assert np.mean(gains) == pytest.approx(expected, rel=0.35)
    assert np.mean(gains) > 0.01


def test_a_network_that_is_better_everywhere_is_chosen_without_flattery():
    right = np.zeros((3, 400), bool)
    right[1] = True
    assert (optimism(right, 50, 0) == 0).all()


def test_the_same_seed_gives_the_same():
    right = np.random.default_rng(0).random((4, 100)) < 0.8
    assert (optimism(right, 10, 3) == optimism(right, 10, 3)).all()
    assert (optimism(right, 10, 3) != optimism(right, 10, 4)).any()


@pytest.mark.parametrize("shape", [(0, 10), (3, 1), (5,)])
def test_too_little_is_refused(shape):
    with pytest.raises(ValueError, match="at least one network"):
        optimism(np.ones(shape, bool), 3, 0)
