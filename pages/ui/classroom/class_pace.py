"""The class's pace and this session's: pupils follow where all go together, the teacher leads.

A lesson that is open above the pages is where one is. A teacher who turns its step takes the class
along; of pupils the teacher is told.
"""

from __future__ import annotations

import streamlit as st

from mnist_core.classroom.pace import go_to
from mnist_core.classroom.pupil import be_at
from mnist_core.classroom.school_class import SchoolClass, look
from mnist_core.classroom.teacher import Teacher
from pages.ui.classroom import lesson_step
from pages.ui.classroom.seats import Seat
from pages.ui.lessons import open_lesson

ROOM = "class_room"  # key: the class as it was at the beginning of this run
LED, TOLD = "class_step_led", "class_step_told"  # keys: (lesson, step from 0)


def lesson() -> str | None:
    """The lesson of this session's class."""
    room: SchoolClass | None = st.session_state.get(ROOM)
    return None if room is None else room.lesson


def keep(seat: Seat) -> int:
    """Follow, or lead; returns the version of the class that this run shows.

    Raises
    ------
    EndedClass
        If it has ended.
    """
    room = look(seat.database, seat.room)
    if seat.teacher is not None and _lead(seat.teacher, room):
        room = look(seat.database, seat.room)
    st.session_state[ROOM] = room
    if seat.pupil is not None:
        if room.together:
            take_up(room)
        here = _here(room)
        if st.session_state.get(TOLD) != (room.lesson, here):
            be_at(seat.pupil, here)
            st.session_state[TOLD] = (room.lesson, here)
    return room.version


def take_up(room: SchoolClass) -> None:
    """Open the class's lesson at its step, unless it is open there already."""
    found = lesson_step.find(room.lesson)
    if found is not None and _here(room) != (step := min(room.step, len(found.steps) - 1)):
        open_lesson.turn_to(found.id, step + 1)


def led(lesson: str, step: int) -> None:
    """The teacher has put the class to a step otherwise: an open lesson follows, in its place."""
    st.session_state[LED] = (lesson, step)
    if st.session_state.get(open_lesson.LESSON) == lesson:
        st.session_state[open_lesson.STEP] = step + 1


def _lead(teacher: Teacher, room: SchoolClass) -> bool:
    """Take the class along where the teacher has turned a step; whether that was so."""
    place = open_lesson.current()
    now = None if place is None else (place.lesson.id, place.number - 1)
    before = st.session_state.get(LED)
    st.session_state[LED] = now
    if now is None or now == before or now == (room.lesson, room.step):
        return False
    go_to(teacher, *now)
    return True


def _here(room: SchoolClass) -> int | None:
    """The step of the class's lesson that is open here, from 0."""
    place = open_lesson.current()
    return None if place is None or place.lesson.id != room.lesson else place.number - 1
