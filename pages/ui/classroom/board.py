"""The board for the projector: one thing at a time, large, and nothing that only a teacher sees."""

from __future__ import annotations

from html import escape

import streamlit as st

from mnist_core.classroom.ballot import Ballot, current_ballot, revealed_key
from mnist_core.classroom.class_database import ClassError
from mnist_core.classroom.pupil import count_pupils
from mnist_core.classroom.school_class import SchoolClass, look
from mnist_core.classroom.tables import State
from mnist_core.classroom.vote import public_counts
from mnist_core.figures.qr_picture import qr_picture
from mnist_core.lessons.lesson import Kind
from pages.ui import resources
from pages.ui.class_address import CLASS
from pages.ui.classroom import lesson_step, results, seats
from pages.ui.classroom.seats import Seat

LIVE_SECONDS = 1.0
SCALE = 1.6  # of the chart
HERE_ONLY = ("localhost", "127.0.0.1", "[::1]")
HUGE, LARGE = "clamp(3.5rem, 11vw, 11rem)", "clamp(2rem, 4vw, 5rem)"
PLAIN = "clamp(1.3rem, 2vw, 3rem)"


def show(seat: Seat) -> None:
    """What the class looks at, drawn anew every second."""
    st.fragment(_now, run_every=LIVE_SECONDS)(seat)


def _say(text: str, size: str, tag: str = "p") -> None:
    """Words in a size for the last row."""
    style = f"font-size: {size}; line-height: 1.25; margin: 0.2em 0; font-weight: 600"
    st.html(f'<{tag} style="{style}">{escape(text)}</{tag}>')


def _now(seat: Seat) -> None:
    try:
        room, ballot = look(seat.database, seat.room), current_ballot(seat.database, seat.room)
        pupils = count_pupils(seat.database, seat.room)
        if room.paused:
            _say("Look to the front", HUGE, "h1")
        elif ballot is not None:
            _vote(seat, ballot, pupils)
        elif (found := lesson_step.find(room.lesson)) and room.step < len(found.steps):
            _say(found.steps[room.step].title, LARGE, "h1")
            _say(f"{found.title}, step {room.step + 1} of {len(found.steps)}", PLAIN)
            _say(f"Join: {room.code} · {pupils} here", PLAIN)
        else:
            _invite(room, pupils)
    except ClassError as error:
        _say(str(error), LARGE, "h1")


def _invite(room: SchoolClass, pupils: int) -> None:
    """The code and its picture."""
    address = seats.address(**{CLASS: room.code})
    code, picture = st.columns([3, 2], vertical_alignment="center", gap="large")
    with code:
        _say("Join with the code", PLAIN)
        _say(room.code, HUGE, "h1")
        _say(f"{pupils} {'is' if pupils == 1 else 'are'} here", PLAIN)
        _say(address.partition("?")[0], "1.3rem")
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
    _say(ballot.prompt, LARGE, "h1")
    key, counts = revealed_key(seat.database, ballot), public_counts(seat.database, ballot)
    if ballot.asked.kind == Kind.CHOICE and not counts:
        for option in ballot.asked.options:
            _say(f"– {option}", PLAIN)
    if ballot.state == State.OPEN:
        _say(results.turnout(ballot.votes, pupils).replace("**", ""), LARGE)
    elif counts:
        results.chart(ballot, counts, key, "board_counts", SCALE)
    else:
        _say("The vote is closed. Tell your neighbour why.", LARGE)
    if key is not None:
        _say(key.in_words, LARGE)
        st.markdown(key.explanation)
