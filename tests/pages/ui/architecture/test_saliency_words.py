"""What is said about a pair of saliency maps, for measured largest logit of every kind."""

import math

from mnist_core.explain.sanity import Similarity
from pages.ui.architecture.saliency_words import alike, rounded, verdict


def test_what_a_pair_says() -> None:
    assert alike(Similarity(0.9, 0.95), True).startswith("**Alike:** it shows the digit more")
    assert alike(Similarity(-0.2, 0.95), True).startswith("**Alike in place, unlike in sign:**")
    assert alike(Similarity(0.4, 0.4), False) == (
        "**Unlike:** what was learnt decides where it is coloured. "
        "Rank correlation over the pixels 0.4."
    )
    assert "no likeness" in alike(Similarity(math.nan, math.nan), True)


def test_the_guess_is_judged_by_the_sizes() -> None:
    found = {"Gradient": Similarity(0.9, 0.2), "Occlusion": Similarity(0.0, 0.8)}
    words, right = verdict("Occlusion", found)
    assert words.startswith("**Occlusion** keeps its look best.") and right
    assert verdict("Gradient", found) == (words, False)
    nothing = {"Gradient": Similarity(math.nan, math.nan)}
    assert "nothing to compare" in verdict("Gradient", nothing)[0]


def test_three_significant_digits() -> None:
    assert rounded(-0.12345) == "−0.123" and rounded(0.0) == "0"
