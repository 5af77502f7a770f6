"""How often each answer was given, as bars and as a sentence."""

from mnist_core.figures.answer_counts import answer_counts, in_words
from mnist_core.figures.palette import LIGHT

ROUNDS = [(1, [("24 × 24", 3), ("12 × 12", 1)]), (2, [("12 × 12", 4)])]
ANSWERS = ["24 × 24", "12 × 12", "<b>6"]


def test_a_bar_is_a_share_of_its_round_and_says_its_count():
    figure = answer_counts(ROUNDS, ANSWERS, ["12 × 12"], LIGHT)
    first, second = figure.data
    assert list(first.x) == [75, 25, 0] and list(first.text) == ["3", "1", "0"]
    assert list(second.x) == [0, 100, 0] and second.marker.color == LIGHT.accent
    assert list(figure.layout.yaxis.ticktext) == ["24 × 24", "<b>12 × 12</b>", "&lt;b>6"]
    assert figure.layout.xaxis.title.text == "share of the votes, %"


def test_what_is_right_is_not_to_be_seen_without_a_key():
    figure = answer_counts(ROUNDS[:1], ANSWERS, None, LIGHT)
    assert list(figure.layout.yaxis.ticktext) == ["24 × 24", "12 × 12", "&lt;b>6"]


def test_the_sentence_for_those_who_do_not_see_it():
    assert in_words(ROUNDS) == (
        "Vote 1: 3 for “24 × 24”; 1 for “12 × 12”. Vote 2: 4 for “12 × 12”."
    )
