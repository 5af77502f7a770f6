"""Claims: what the documents of this project say, put to the test, your guess first."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from mnist_core.lessons.claims.claim import DOCUMENTS, Claim
from mnist_core.lessons.claims.register import CLAIMS, TOPICS
from pages.ui import frame
from pages.ui.claims import claim_card, guessing

frame.guard(__file__)

RIGHT, WRONG = ":material/check_circle:", ":material/cancel:"
OPEN = ":material/radio_button_unchecked:"


def filters() -> None:
    """Which claims are listed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Document",
            (guessing.ALL, *DOCUMENTS),
            key=guessing.DOCUMENT,
            width=150,
            persist_state="session",
            on_change=guessing.refilter,
            format_func=lambda id: id if id == guessing.ALL else f"document {id}",
        )
        st.selectbox(
            "Topic",
            (guessing.ALL, *TOPICS),
            key=guessing.TOPIC,
            width=210,
            persist_state="session",
            on_change=guessing.refilter,
        )
        st.selectbox(
            "Show",
            guessing.SHOW,
            key=guessing.SHOWN,
            width=160,
            persist_state="session",
            on_change=guessing.refilter,
            help="A verdict filters only the claims whose verdict you have seen.",
        )


def steps(claim: Claim[Any], claims: Sequence[Claim[Any]]) -> None:
    """To the claim before and after the one in view."""
    with st.container(horizontal=True):
        for label, icon, step, key in (
            ("Previous", ":material/chevron_left:", -1, "previous_claim"),
            ("Next", ":material/chevron_right:", 1, "next_claim"),
        ):
            st.button(
                label,
                icon=icon,
                key=key,
                on_click=guessing.turn_to,
                args=(guessing.neighbour(claims, claim.id, step),),
            )


def standing() -> None:
    """How the person's guesses have done so far."""
    hits, guessed = guessing.score()
    if not guessed:
        st.markdown(f"**{len(CLAIMS)} claims**, none guessed yet")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**You: {hits} of {guessed}** right, {len(CLAIMS) - guessed} to go")
        st.button("Start over", key="start_over", type="tertiary", on_click=guessing.start_over)


def outcome(id: str) -> str:
    """The sign for a right guess, a wrong one, or none."""
    right = guessing.right(id)
    return OPEN if right is None else RIGHT if right else WRONG


def contents(claim: Claim[Any], claims: Sequence[Claim[Any]]) -> None:
    """The listed claims by topic, each a button; what is closed is not made."""
    for topic, members in groupby(claims, key=lambda it: it.topic):
        group = list(members)
        done = sum(guessing.guess_of(it.id) is not None for it in group)
        topics = st.expander(
            f"{topic} · {done} of {len(group)}",
            expanded=topic == claim.topic,
            key=guessing.TOPIC_OPEN + topic,
            on_change="rerun",
        )
        if not topics.open:
            continue
        with topics, st.container(gap=None):
            for it in group:
                st.button(
                    f"**{it.title}**" if it.id == claim.id else it.title,
                    icon=outcome(it.id),
                    key=f"open_{it.id}",
                    type="tertiary",
                    on_click=guessing.turn_to,
                    args=(it.id,),
                )


@st.fragment
def cards() -> None:
    """The claim in view and the list of all; a click leaves what is around them as it is."""
    filters()
    claim, claims = guessing.open_claim(), guessing.listed()
    if not claims:
        st.info("No claim passes these filters: choose “all” in one of them.")
        return
    card, index = st.columns([5, 3], gap="large")
    with card:
        claim_card.show(claim)
        steps(claim, claims)
        st.caption(
            "Quotes are exact, with the line they stand in; only characters that were garbled in "
            "document 002 and 004 (“Ã—”) are shown as what they stand for (“×”). Verdicts are "
            "computed."
        )
    with index:
        standing()
        contents(claim, claims)


frame.page_header(
    "Claims",
    "Five documents about reading digits stood at the beginning of this project. Some of what "
    "they say is true, some is not, and some depends. Guess first; then the figures decide.",
)
cards()
