"""A pupil's desk: the vote, the step of the lesson, and the wall."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_core.classroom.ballot import Ballot, State, current_ballot, revealed_key
from mnist_core.classroom.class_database import EndedClass
from mnist_core.classroom.pupil import Pupil, be_at
from mnist_core.classroom.school_class import SchoolClass, look
from mnist_core.classroom.vote import cast, own_vote, public_counts
from mnist_core.lessons.lesson import Question
from pages.ui import frame, refusal
from pages.ui.classroom import lesson_step, news, results, seats, wall_view
from pages.ui.classroom.seats import Seat
from pages.ui.lessons import question_view

STEP, TOLD = "class_own_step", "class_step_told"  # keys


def show(seat: Seat, pupil: Pupil) -> None:
    """All of it; what is pressed in a part leaves the others as they are."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"You are **{pupil.name}**. Nobody sees who gave which answer.")
        with st.popover("Leave", type="tertiary"):
            st.markdown("Your votes and your pictures on the wall are deleted.")
            st.button(
                "Leave the class", key="leave_class", on_click=seats.leave_class, args=(seat,)
            )
    frame.parts(
        "desk",
        {"Lesson and votes": partial(_lesson, pupil), "Wall": partial(wall_view.show, seat)},
    )


def _lesson(pupil: Pupil) -> None:
    refusal.show()
    try:
        room = look(pupil.database, pupil.room)
    except EndedClass:
        st.rerun()
    if room.paused:
        st.info(news.PAUSED, icon=":material/pause_circle:")
    ballot = current_ballot(pupil.database, pupil.room)
    if ballot is not None:
        with st.container(border=True):
            _vote(pupil, room, ballot)
    found = lesson_step.find(room.lesson)
    if found is None:
        st.caption("Your teacher has not chosen a lesson yet. Look around on any page meanwhile.")
        return
    lesson_step.show(found, _own_step(pupil, room, len(found.steps)))


def _vote(pupil: Pupil, room: SchoolClass, ballot: Ballot) -> None:
    """The question; once it was answered and closed, as much as the teacher shows."""
    given = own_vote(pupil, ballot)
    locked = room.paused or given is not None or ballot.state != State.OPEN
    if ballot.round > 1:
        st.caption(f"Vote {ballot.round} on this question: you may think otherwise by now.")
    question = Question("", ballot.prompt)
    name = f"vote_{ballot.id}"
    answer = question_view.ask(question, ballot.asked, locked, name=name, given=given)
    if answer is not None and not locked:
        with refusal.explained():
            cast(pupil, ballot, answer)
        st.rerun()
    if ballot.state == State.OPEN:
        if given is not None:
            st.caption("Your answer is in. The others are still thinking.")
        return
    key, counts = revealed_key(pupil.database, ballot), public_counts(pupil.database, ballot)
    if counts:
        results.chart(ballot, counts, key, f"counts_{ballot.id}")
    if key is not None:
        question_view.reveal(key, given)
    elif not counts:
        st.caption("The vote is closed. Tell your neighbour why you answered as you did.")


def _own_step(pupil: Pupil, room: SchoolClass, count: int) -> int:
    """The step in view, which the teacher is told: the class's, or one's own where that is free."""
    own, lesson = st.session_state.get(STEP, (0, None))
    step = room.step if room.together or lesson != room.lesson else own
    step = min(max(step, 0), count - 1)
    if not room.together:
        with st.container(horizontal=True):
            for label, to in (("Step back", step - 1), ("Step on", step + 1)):
                st.button(
                    label,
                    key=label,
                    disabled=not 0 <= to < count,
                    on_click=st.session_state.__setitem__,
                    args=(STEP, (to, room.lesson)),
                )
    st.session_state[STEP] = (step, room.lesson)
    if st.session_state.get(TOLD) != (step, room.lesson):
        be_at(pupil, step)
        st.session_state[TOLD] = (step, room.lesson)
    return step
