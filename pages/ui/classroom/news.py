"""What is new in the class, on whatever page one is."""

from __future__ import annotations

import streamlit as st

from mnist_core.classroom.ballot import State, current_ballot
from mnist_core.classroom.school_class import SchoolClass, look
from mnist_core.classroom.vote import own_vote
from pages.ui import frame
from pages.ui.classroom.seats import Seat

TOLD = "class_vote_told"  # key: the last vote of which a message was shown
PAUSED = "**Pause.** Look to the front; here nothing runs away."


def tell(seat: Seat) -> int:
    """In the sidebar, say who one is and what the class waits for; returns the class's version."""
    room = look(seat.database, seat.room)
    who = "you teach it" if seat.pupil is None else f"you are **{seat.pupil.name}**"
    st.caption(f"**Class {room.code}** · {who}")
    if seat.pupil is not None:
        _tell_pupil(seat, room)
    return room.version


def _tell_pupil(seat: Seat, room: SchoolClass) -> None:
    if room.paused:
        st.markdown(PAUSED)
        return
    ballot = current_ballot(seat.database, seat.room)
    if ballot is None or ballot.state != State.OPEN or seat.pupil is None:
        return
    if own_vote(seat.pupil, ballot) is None:
        frame.link("classroom", "a vote is open")
        if st.session_state.get(TOLD) != ballot.id:
            st.session_state[TOLD] = ballot.id
            st.toast("A vote is open: see the page Class.", icon=":material/how_to_vote:")
