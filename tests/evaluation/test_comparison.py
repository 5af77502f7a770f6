import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from mnist_core.evaluation.comparison import compare, compare_seeds, mcnemar
from mnist_core.evaluation.metrics import evaluate


def read(answers) -> object:
    """An evaluation of these answers, on digits that are all 0."""
    answers = np.asarray(answers)
    return evaluate(np.eye(10)[answers], np.zeros(len(answers), int))


@given(st.integers(0, 300), st.integers(0, 300))
def test_mcnemar_is_the_exact_binomial_test_on_the_disputed_digits(wins: int, losses: int) -> None:
    expected = binomtest(wins, wins + losses).pvalue if wins + losses else 1.0
    assert mcnemar(wins, losses) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("wins", "losses", "p"), [(0, 0, 1), (0, 5, 1 / 16), (0, 6, 1 / 32), (1, 1, 1), (3, 1, 0.625)]
)
def test_mcnemar_by_hand(wins: int, losses: int, p: float) -> None:
    assert mcnemar(wins, losses) == p == mcnemar(losses, wins)


def test_mcnemar_with_all_of_ten_thousand_disputed() -> None:
    expected = binomtest(4_900, 10_000).pvalue
    assert mcnemar(4_900, 5_100) == pytest.approx(expected, rel=1e-6)


def test_every_digit_is_in_one_of_the_four_cells() -> None:
    found = compare(read([0, 0, 1, 1, 0]), read([0, 1, 0, 1, 0]))
    cells = found.both, found.only_first, found.only_second, found.neither
    assert [cell.tolist() for cell in cells] == [[0, 4], [1], [2], [3]]
    assert len(found) == 5


def test_different_digits_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="only be compared on the same digits"):
        compare(read([0, 0]), read([0, 0, 0]))


def verdict(wins: int, losses: int) -> str:
    """What is said of "A" and "B" when only they differ on so many digits."""
    first = [0] * wins + [1] * losses + [0, 1]
    second = [1] * wins + [0] * losses + [0, 1]
    return compare(read(first), read(second)).sentence("A", "B")


def test_the_sentence() -> None:
    assert verdict(20, 3).startswith(
        "**This trained copy of A reads these digits better.** Of the 23 digits that only one of"
    )
    assert "A has 20 and B 3" in verdict(20, 3) and "p = 0.00049" in verdict(20, 3)
    assert verdict(3, 20).startswith("**This trained copy of B reads these digits better.**")
    assert verdict(0, 5).startswith("**Not enough evidence.**")  # p = 0.0625
    assert verdict(0, 6).startswith("**This trained copy of B reads")  # p = 0.03125
    assert "right on the same digits: none of the 2" in verdict(0, 0)
    assert "p < 0.0001" in verdict(100, 1)


@pytest.mark.slow
@pytest.mark.parametrize("accuracy", [0.7, 0.96, 0.992])
def test_equally_good_networks_are_called_better_in_at_most_5_percent_of_trials(accuracy) -> None:
    """1,000 trials of two networks that are right equally often, each by its own luck."""
    random = np.random.default_rng(7)
    labels = np.zeros(1000, int)
    said = 0
    for _ in range(1000):
        wrong = (random.random((2, 1000)) > accuracy).astype(int)
        found = compare(*(evaluate(np.eye(10, dtype=np.float32)[row], labels) for row in wrong))
        said += "reads these digits better" in found.sentence("A", "B")
    assert said <= 50


def test_a_real_difference_is_found() -> None:
    """A test that never says "better" would pass the one above."""
    random = np.random.default_rng(7)
    found = 0
    for _ in range(100):
        first, second = ((random.random(2000) > share).astype(int) for share in (0.99, 0.96))
        found += "copy of A reads" in compare(read(first), read(second)).sentence("A", "B")
    assert found > 90


def test_seeds_are_compared_pair_by_pair_as_two_copies_are() -> None:
    """SciPy's binomial test decides every pair; the counts and the sentence follow."""
    random = np.random.default_rng(3)
    labels = random.integers(0, 10, 2000)
    first, second = (
        np.where(random.random((3, 2000)) < np.array(shares)[:, None], labels, (labels + 1) % 10)
        for shares in ([0.95, 0.985, 0.99], [0.97, 0.98, 0.95])
    )
    counted = [0, 0, 0]
    for one in first == labels:
        for other in second == labels:
            wins, losses = (one > other).sum(), (other > one).sum()
            sure = binomtest(wins, wins + losses).pvalue < 0.05
            counted[int(losses > wins) if sure else 2] += 1
    pairs = compare_seeds(first, second, labels)
    assert [pairs.first, pairs.second, pairs.undecided] == counted and min(counted) > 0
    assert pairs.sentence("A", "B") == (
        f"Over the recorded seeds: A better in {counted[0]} of 9 pairs, B in {counted[1]}, "
        f"undecided in {counted[2]}."
    )
    turned = compare_seeds(second, first, labels)
    assert (turned.first, turned.second) == (pairs.second, pairs.first)
