"""The board for the projector: one thing at a time, large, and nothing that only a teacher sees."""

from __future__ import annotations

import streamlit as st

from mnist_core.classroom.ballot import Ballot, State, current_ballot, revealed_key
from mnist_core.classroom.class_database import ClassError
from mnist_core.classroom.pupil import count_pupils
from mnist_core.classroom.school_class import SchoolClass, look
from mnist_core.classroom.vote import public_counts
from mnist_core.figures.qr_picture import qr_picture
from mnist_core.lessons.lesson import Key, Kind
from pages.ui import resources
from pages.ui.class_address import CLASS
from pages.ui.classroom import lesson_step, results, seats
from pages.ui.classroom.seats import Seat

LIVE_SECONDS = 1.0
HERE_ONLY = ("localhost", "127.0.0.1", "[::1]")
STYLE = "font-size: clamp(3.5rem, 11vw, 11rem); font-weight: 600; line-height: 1.1; margin: 0"
LARGE = f'<p style="{STYLE}">{{}}</p>'


def show(seat: Seat) -> None:
    """What the class looks at, drawn anew every second."""
    st.fragment(_now, run_every=LIVE_SECONDS)(seat)


def _now(seat: Seat) -> None:
    try:
        room, ballot = look(seat.database, seat.room), current_ballot(seat.database, seat.room)
        pupils = count_pupils(seat.database, seat.room)
        if room.paused:
            st.html(LARGE.format("Pause"))
            st.title("Look to the front.", anchor=False)
        elif ballot is not None:
            _vote(seat, ballot, pupils)
        elif (found := lesson_step.find(room.lesson)) and room.step < len(found.steps):
            step = found.steps[room.step]
            st.caption(f"{found.title} · step {room.step + 1} of {len(found.steps)}")
            st.title(step.title, anchor=False)
            st.markdown(f"#### Join: {room.code} · {pupils} here")
        else:
            _invite(room, pupils)
    except ClassError as error:
        st.title(str(error), anchor=False)


def _invite(room: SchoolClass, pupils: int) -> None:
    """The code and its picture."""
    address = seats.address(**{CLASS: room.code})
    code, picture = st.columns([3, 2], vertical_alignment="center", gap="large")
    with code:
        st.markdown("#### Join with the code")
        st.html(LARGE.format(room.code))
        st.markdown(f"#### {pupils} {'is' if pupils == 1 else 'are'} here")
        st.markdown(address.partition("?")[0])
    with picture:
        image = resources.made(("qr", address), lambda: qr_picture(address))
        st.image(image, width=420, caption="Or scan this", alt=f"A QR picture of {address}")
    if any(f"//{host}" in address for host in HERE_ONLY):
        st.caption(
            "This address reaches this computer only. Open the app by the computer’s name or "
            "number in the network, and the picture will hold that."
        )


def _vote(seat: Seat, ballot: Ballot, pupils: int) -> None:
    """The question; how many have answered; then as much as the teacher shows."""
    st.title(ballot.prompt, anchor=False)
    key, counts = revealed_key(seat.database, ballot), public_counts(seat.database, ballot)
    if ballot.asked.kind == Kind.CHOICE and not counts:
        st.markdown("\n".join(f"#### {option}\n" for option in ballot.asked.options))
    if ballot.state == State.OPEN:
        st.markdown(f"## {results.turnout(ballot.votes, pupils).replace('**', '')}")
        return
    if counts:
        results.chart(ballot, counts, key, "board_counts")
    else:
        st.markdown("## The vote is closed. Tell your neighbour why.")
    _answer(key)


def _answer(key: Key | None) -> None:
    if key is not None:
        st.markdown(f"## {key.in_words}")
        st.markdown(f"#### {key.explanation}")
