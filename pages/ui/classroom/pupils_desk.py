"""A pupil's desk: who one is, the way into the class's lesson, and the wall."""

from __future__ import annotations

import streamlit as st

from mnist_core.classroom.pupil import Pupil
from mnist_core.classroom.school_class import SchoolClass, look
from pages.ui.classroom import class_pace, lesson_step, seats, wall_view
from pages.ui.classroom.seats import Seat


def show(seat: Seat, pupil: Pupil) -> None:
    """All of it; a vote stands above, as on every page."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"You are **{pupil.name}**. Nobody sees who gave which answer.")
        with st.popover("Leave", type="tertiary"):
            st.markdown("Your votes and your pictures on the wall are deleted.")
            st.button(
                "Leave the class", key="leave_class", on_click=seats.leave_class, args=(seat,)
            )
    _lesson(look(pupil.database, pupil.room))
    st.header("The wall", anchor=False)
    st.fragment(wall_view.show)(seat)


def _lesson(room: SchoolClass) -> None:
    """The lesson that the class is in, and a way into it."""
    found = lesson_step.find(room.lesson)
    if found is None:
        st.caption("Your teacher has not chosen a lesson yet. Look around on any page meanwhile.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"The class is at step {room.step + 1} of **{found.title}**.")
        st.button(
            "Go there",
            icon=":material/menu_book:",
            key="class_take_up",
            on_click=class_pace.take_up,
            args=(room,),
        )
