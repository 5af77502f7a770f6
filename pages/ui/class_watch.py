"""What every page carries for those who are in a class: its pace, its votes, a look every second.

Others pay nothing, not even the database's library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mnist_core.classroom.class_storage import classes_possible
from pages.ui import resources
from pages.ui.class_address import NOTICE, PUPIL, SEAT, TEACHER, TROUBLE
from pages.ui.components.browser import memory

if TYPE_CHECKING:
    from pages.ui.classroom.seats import Seat

SEEN = "class_version_seen"  # key
LOOK_SECONDS = 1.0


def follow() -> None:
    """In every full run, before any control: be where the class is."""
    asked = {TEACHER, PUPIL} & {*st.query_params, *memory.kept(memory.TAB)}
    if SEAT not in st.session_state and not asked:
        return
    from mnist_core.classroom.class_database import ClassError, EndedClass
    from pages.ui.classroom import class_pace, seats

    st.session_state[SEEN] = st.session_state[TROUBLE] = None
    try:
        seat = seats.seat()
        if seat is not None:
            st.session_state[SEEN] = class_pace.keep(seat)
    except EndedClass as error:
        seats.give_up(str(error))
    except ClassError as error:
        st.session_state[TROUBLE] = str(error)


def beside() -> None:
    """In the sidebar: who one is in the class, and a look at it each second."""
    seat: Seat | None = st.session_state.get(SEAT)
    if seat is not None:
        who = "you teach it" if seat.pupil is None else f"you are **{seat.pupil.name}**"
        st.caption(f"**Class** · {who}")
        st.fragment(_look, run_every=LOOK_SECONDS)(seat)


def above() -> None:
    """Above the page: a pupil's vote, or why there is none."""
    if notice := st.session_state.pop(NOTICE, None):
        st.warning(notice)
    seat: Seat | None = st.session_state.get(SEAT)
    if trouble := st.session_state.get(TROUBLE):
        st.warning(trouble)
    elif seat is not None and seat.pupil is not None:
        from pages.ui.classroom import pupils_vote

        pupils_vote.show(seat.pupil)


def votes_on(lesson: str) -> bool:
    """Whether the questions of a lesson are this session's class's: then nobody reveals alone."""
    seat: Seat | None = st.session_state.get(SEAT)
    if seat is None or seat.pupil is None:
        return False
    from pages.ui.classroom import class_pace

    return class_pace.lesson() == lesson


def others_vote_on(lesson: str, step: int | None = None) -> bool:
    """Whether a class votes on a question, from 0, of a lesson, or on any: its answer waits.

    Or its pupils could open the lesson once more, outside of their class, and read it there. Its
    own teacher is told.
    """
    if not classes_possible():
        return False
    from mnist_core.classroom.ballot import under_vote

    seat: Seat | None = st.session_state.get(SEAT)
    own = seat.room if seat is not None and seat.teacher is not None else None
    try:
        return under_vote(resources.class_database(), lesson, step, own)
    except ValueError:  # it does not answer, and nobody votes
        return False


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
        if not st.session_state.get(TROUBLE):  # else it stands above
            st.warning(f"{error} Trying again every second.")
        st.session_state[SEEN] = None
        return
    if st.session_state.get(SEEN) != version:
        st.rerun()
