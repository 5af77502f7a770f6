"""What came out of a vote, as far as those who look may see it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mnist_core.classroom.ballot import Ballot
from mnist_core.classroom.vote import Counts
from mnist_core.figures.answer_counts import LARGEST, answer_counts, in_words
from mnist_core.lessons.lesson import Key, Kind
from pages.ui import controls


def chart(
    ballot: Ballot, counts: Sequence[Counts], key: Key | None, name: str, scale: float = 1.0
) -> None:
    """The counts of all rounds that may be seen; with a key, what is right stands out."""
    given = list(dict.fromkeys(answer for it in reversed(counts) for answer, _ in it.answers))
    if not given:
        st.caption("Nobody has voted.")
        return
    answers = _in_order(ballot.asked, given)
    right = None if key is None else [it for it in answers if key.right(it)]
    figure = answer_counts(counts, answers, right, controls.palette(), scale)
    controls.show(figure, alt=in_words(counts), key=name)


def _in_order(asked: Key, given: Sequence[str]) -> list[str]:
    """The answers top to bottom: all options, or what was given most, by size."""
    if asked.kind == Kind.CHOICE:
        return list(asked.options)
    most = list(given[:LARGEST])
    return most if asked.kind == Kind.CELL else sorted(most, key=float)


def turnout(votes: int, pupils: int) -> str:
    """How many have voted, and no more than that."""
    return f"**{votes} of {pupils}** {'has' if votes == 1 else 'have'} voted"
