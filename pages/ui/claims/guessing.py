"""What a person has guessed about the claims, which one is open, and which ones are listed."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from mnist_core.lessons.claims.claim import DEPENDS, FAILS, HOLDS, UNKNOWN, Claim
from mnist_core.lessons.claims.register import CLAIMS
from pages.ui import controls, guess, resources

GUESS, OPEN = "claim_guess_", "open_claim"
DOCUMENT, TOPIC, SHOWN = "claim_document", "claim_topic", "claims_shown"
CLAIM = "claim"  # the URL's parameter
TOPIC_OPEN = "topic_open_"  # keys begin so: whether a topic's claims are listed
ALL, TO_GUESS = "all", "still to guess"
SHOW = (ALL, TO_GUESS, HOLDS, FAILS, DEPENDS)
WORDS = MappingProxyType({"True": HOLDS, "False": FAILS, "It depends": DEPENDS})


def guess_of(id: str) -> str | None:
    """The verdict that the person has guessed, if any."""
    return WORDS.get(guess.guessed(GUESS + id) or "")


def asked(id: str) -> bool:
    """Ask for the verdict on a claim; whether it may be seen now."""
    return guess.choose(GUESS + id, "Is that so?", WORDS) is not None


def came_out(id: str, outcome: str) -> None:
    """Say what the figures say, with the guess before it."""
    guess.came_out(GUESS + id, outcome, right(id))


def start_over() -> None:
    """Callback: forget all guesses."""
    guess.forget(GUESS)


def revealed(id: str) -> bool:
    """Whether the verdict may be seen."""
    return guess.skipped() or guess.guessed(GUESS + id) is not None


def right(id: str) -> bool | None:
    """Whether the guess was right; None where there is none, or nothing was measured."""
    verdict = resources.claim_result(id).finding.verdict if guess_of(id) else UNKNOWN
    return None if verdict == UNKNOWN else guess_of(id) == verdict


def score() -> tuple[int, int]:
    """How many guesses were right, and how many there were."""
    outcomes = [right(id) for id in CLAIMS]
    return sum(it is True for it in outcomes), sum(it is not None for it in outcomes)


def listed() -> list[Claim[Any]]:
    """The claims that the filters let through."""
    document, topic = st.session_state.get(DOCUMENT, ALL), st.session_state.get(TOPIC, ALL)
    shown = st.session_state.get(SHOWN, ALL)
    return [
        claim
        for claim in CLAIMS.values()
        if document in (ALL, *(quote.document for quote in claim.quotes))
        and topic in (ALL, claim.topic)
        and _passes(claim.id, shown)
    ]


def _passes(id: str, shown: str) -> bool:
    if shown == ALL:
        return True
    if shown == TO_GUESS:
        return guess.guessed(GUESS + id) is None
    return revealed(id) and resources.claim_result(id).finding.verdict == shown


def open_claim() -> Claim[Any]:
    """The claim in view: the link's, else the last one, else the first; a bad link is answered."""
    asked = st.query_params.get(CLAIM)
    if asked in CLAIMS:
        st.session_state[OPEN] = asked
    id = st.session_state.get(OPEN, next(iter(CLAIMS)))
    if asked is not None and asked not in CLAIMS:
        title = CLAIMS[id].title
        st.warning(f"There is no claim called “{controls.plain(asked)}”; showing “{title}”.")
    return CLAIMS[id]


def turn_to(id: str) -> None:
    """Callback: open a claim, and name it in the address."""
    st.session_state[OPEN] = id
    st.session_state[TOPIC_OPEN + CLAIMS[id].topic] = True
    st.query_params[CLAIM] = id


def refilter() -> None:
    """Callback: after other filters, open the first claim they let through if need be."""
    ids = [claim.id for claim in listed()]
    if ids and st.session_state.get(OPEN) not in ids:
        turn_to(ids[0])


def neighbour(claims: Sequence[Claim[Any]], id: str, step: int) -> str:
    """The claim before or after one, round the ends; the first one if it is not among them."""
    ids = [claim.id for claim in claims]
    return ids[(ids.index(id) + step) % len(ids)] if id in ids else ids[0]
