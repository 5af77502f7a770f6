"""The teacher's desk: the code, the lesson, its pace, the vote, and who is where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from mnist_core.classroom import pace
from mnist_core.classroom.class_database import ClassError, EndedClass
from mnist_core.classroom.pupil import PupilPlace, places
from mnist_core.classroom.school_class import SchoolClass, look
from mnist_core.classroom.teacher import Teacher
from mnist_core.lessons import shelf
from pages.ui import controls, frame, refusal
from pages.ui.class_address import CLASS, PRESENT, TEACHER
from pages.ui.classroom import class_pace, lesson_step, seats, teachers_vote, wall_view
from pages.ui.classroom.seats import Seat

LESSON = "class_lesson"  # key
SWITCHES = (
    (
        "together",
        "Together",
        "Everybody is at your step, or each at their own.",
        pace.keep_together,
    ),
    ("paused", "Pause", "Everybody is asked to look to the front; nobody votes.", pace.pause),
    ("names_hidden", "Hide names", "No animal’s name is shown.", pace.hide_names),
)
LIVE_SECONDS = 1.0


def show(seat: Seat, teacher: Teacher) -> None:
    """All of it; what is typed or pressed in a part leaves the others as they are."""
    st.query_params[TEACHER] = seat.secret
    _top(seat, look(seat.database, seat.room))
    frame.parts(
        "desk",
        {
            "Lesson and votes": partial(_lesson, teacher),
            "Wall": partial(wall_view.show, seat),
        },
    )


def _top(seat: Seat, room: SchoolClass) -> None:
    """The code, and what only a teacher has."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(room.code, anchor=False)
        board = seats.address(**{CLASS: room.code, PRESENT: "1"})
        st.link_button("Board for the projector", board, icon=":material/cast:")
        with st.popover("Your secret link", icon=":material/key:"):
            st.markdown(
                "This address makes whoever opens it the teacher of this class: keep it, and do "
                "not project this page. On the board it is not to be seen."
            )
            st.code(seats.address(**{TEACHER: seat.secret}), language=None, wrap_lines=True)
        with st.popover("End the class", icon=":material/logout:"):
            st.markdown("Votes, names and the wall are deleted for good. Export the wall before.")
            st.button(
                "End it for everybody",
                key="end_class",
                on_click=seats.leave_class,
                args=(seat,),
            )


def _lesson(teacher: Teacher) -> None:
    """The lesson on the left, who is there on the right."""
    refusal.show()
    try:
        room = look(teacher.database, teacher.room)
    except EndedClass:
        st.rerun()
    _switches(teacher, room)
    left, right = st.columns([5, 2], gap="large")
    with left:
        _choose(teacher, room)
        found = lesson_step.find(room.lesson)
        if found is not None and room.step < len(found.steps):
            lesson_step.show(found, room.step)
            teachers_vote.show(teacher, room, found.steps[room.step])
    with right:
        st.fragment(_roster, run_every=LIVE_SECONDS)(teacher)


def _switches(teacher: Teacher, room: SchoolClass) -> None:
    with st.container(horizontal=True, gap="medium"):
        for name, label, help, action in SWITCHES:
            key = f"class_{name}"
            controls.stand_at(key, getattr(room, name))
            st.toggle(
                label,
                key=key,
                persist_state="session",
                help=help,
                on_change=_switch,
                args=(teacher, key, action),
            )


def _switch(teacher: Teacher, key: str, action: Callable[[Teacher, bool], None]) -> None:
    with refusal.explained():
        action(teacher, st.session_state[key])


def _choose(teacher: Teacher, room: SchoolClass) -> None:
    """Which lesson, and one step on or back."""
    titles = {it.id: f"{it.title} · {it.minutes} minutes" for it in shelf.lessons()}
    controls.stand_at(LESSON, room.lesson if room.lesson in titles else None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Lesson",
            list(titles),
            key=LESSON,
            persist_state="session",
            format_func=titles.__getitem__,
            placeholder="Choose one",
            on_change=_take,
            args=(teacher,),
            width="stretch",
        )
        found = lesson_step.find(room.lesson)
        last = 0 if found is None else len(found.steps) - 1
        for label, icon, step in (
            ("Back", ":material/chevron_left:", room.step - 1),
            ("Next step", ":material/chevron_right:", room.step + 1),
        ):
            st.button(
                label,
                icon=icon,
                key=f"class_{label[:4].lower()}",
                disabled=found is None or not 0 <= step <= last,
                on_click=_go,
                args=(teacher, room.lesson, step),
            )


def _take(teacher: Teacher) -> None:
    if (id := st.session_state[LESSON]) is not None:
        _go(teacher, id, 0)


def _go(teacher: Teacher, lesson: str, step: int) -> None:
    with refusal.explained():
        pace.go_to(teacher, lesson, step)
        class_pace.led(lesson, step)


def _roster(teacher: Teacher) -> None:
    """Who is in the class and at which step, drawn anew every second."""
    try:
        room, pupils = look(teacher.database, teacher.room), places(teacher)
    except ClassError as error:
        st.warning(str(error))
        return
    count = len(pupils)
    st.markdown(f"**{count} {'pupil' if count == 1 else 'pupils'}** in the class")
    if not pupils:
        st.caption("Open the board, and have them join with the code.")
        return
    by_step: dict[int | None, list[PupilPlace]] = {}
    for it in pupils:
        by_step.setdefault(it.step, []).append(it)
    for step in sorted(by_step, key=lambda step: -1 if step is None else step):
        where = "Elsewhere" if step is None else f"Step {step + 1}"
        here = by_step[step]
        names = f"{len(here)}" if room.names_hidden else ", ".join(it.name for it in here)
        st.markdown(f"{where}: {names}")
