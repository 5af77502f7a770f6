"""What every page carries for those who are in a class: news of it, and a look every second.

Others pay nothing, not even the database's library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.class_address import PUPIL, SEAT, TEACHER

if TYPE_CHECKING:
    from pages.ui.classroom.seats import Seat

SEEN = "class_version_seen"  # key
LOOK_SECONDS = 1.0


def follow() -> None:
    """In the sidebar: news of the class that this session is in, and a look at it each second."""
    if SEAT not in st.session_state and not {TEACHER, PUPIL} & set(st.query_params):
        return
    from mnist_core.classroom.class_database import ClassError
    from pages.ui.classroom import news, seats

    try:
        seat = seats.seat()
        if seat is None:
            return
        st.session_state[SEEN] = None  # whatever happens now, the next look draws the page anew
        st.session_state[SEEN] = news.tell(seat)
    except ClassError as error:
        st.warning(str(error))
    if seat := st.session_state.get(SEAT):
        st.fragment(_look, run_every=LOOK_SECONDS)(seat)


def _look(seat: Seat) -> None:
    """Run the page again when the class has changed; says nothing else, for each element costs."""
    from mnist_core.classroom.class_database import ClassError, EndedClass
    from mnist_core.classroom.school_class import pulse
    from pages.ui.classroom import seats

    try:
        version = pulse(seat.database, seat.room).version
    except EndedClass as error:
        seats.give_up(str(error))
        st.rerun()
    except ClassError as error:
        st.session_state[SEEN] = None
        st.warning(f"{error} Trying again every second.")
        return
    if st.session_state.get(SEEN) != version:
        st.rerun()
