import numpy as np

from mnist_core.evaluation.pairs import NAMED, hits, most_and_named, pairs

MATRIX = np.diag([90] * 10)
MATRIX[4, 9], MATRIX[9, 4], MATRIX[2, 7], MATRIX[8, 3], MATRIX[1, 6] = 5, 3, 6, 2, 2


def test_all_pairs_the_most_frequent_first() -> None:
    found = pairs(MATRIX)
    assert len(found) == 45 and sum(pair.count for pair in found) == 18
    first, second = found[:2]
    assert (first.text, first.forth, first.back, first.rank) == ("4–9", 5, 3, 1)
    assert (second.text, second.count, second.named) == ("2–7", 6, False)


def test_equal_counts_share_a_rank() -> None:
    by_text = {pair.text: pair for pair in pairs(MATRIX)}
    assert by_text["3–8"].rank == by_text["1–6"].rank == 3
    assert by_text["3–8"].forth == 0 and by_text["3–8"].back == 2
    assert by_text["0–1"].rank == 5 and by_text["0–1"].count == 0


def test_the_named_ones_are_always_among_those_shown() -> None:
    shown = [pair.text for pair in most_and_named(pairs(MATRIX), most=2)]
    assert shown == ["4–9", "2–7", "3–8", "3–5", "7–9"]


def test_hits() -> None:
    assert hits(pairs(MATRIX)) == 2  # 4–9 and 3–8 are among the four most frequent
    assert hits(pairs(np.diag([5] * 10))) == 0
    everything = np.zeros((10, 10), int)
    for a, b in NAMED:
        everything[a, b] = 9
    assert hits(pairs(everything)) == len(NAMED) == 4
