"""The vote as the teacher leads it: open, close, look, have them talk, vote again, reveal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from mnist_core.classroom import ballot as votes
from mnist_core.classroom.ballot import Ballot, current_ballot, open_ballot, teachers_key
from mnist_core.classroom.class_database import ClassError
from mnist_core.classroom.pupil import places
from mnist_core.classroom.school_class import SchoolClass
from mnist_core.classroom.tables import State
from mnist_core.classroom.teacher import Teacher
from mnist_core.classroom.vote import advice, teachers_counts
from mnist_core.figures.number_format import percent
from mnist_core.lessons.lesson import LessonStep
from pages.ui import controls, refusal, resources
from pages.ui.classroom import results
from pages.ui.lessons import question_view, strip

LIVE_SECONDS = 1.0
Weight = Literal["primary", "secondary"]


def show(teacher: Teacher, room: SchoolClass, step: LessonStep) -> None:
    """The vote on the question of the step, as far as it is."""
    if step.question is None:
        return
    st.markdown(f"**{step.question.prompt}**")
    ballot = current_ballot(teacher.database, teacher.room)
    if ballot is None:
        _open(teacher, room, step, "Open the vote", "primary")
    elif ballot.state == State.OPEN:
        st.fragment(_turnout, run_every=LIVE_SECONDS)(teacher)
        _button("Close the vote", "close_vote", votes.close, teacher, ballot, "primary")
        st.caption("Nobody sees a count before it is closed, and neither do you.")
    else:
        _look_and_go_on(teacher, room, step, ballot)


def _look_and_go_on(teacher: Teacher, room: SchoolClass, step: LessonStep, ballot: Ballot) -> None:
    """What is suggested, what can be done next, and what they answered."""
    counts, key = teachers_counts(teacher, ballot), teachers_key(teacher, ballot)
    last = next((it for it in counts if it.round == ballot.round), None)
    found = None if last is None or key is None else advice(last, key)
    if found is not None and ballot.state != State.REVEALED:
        st.markdown(f"**{percent(found.share)} right.** {found.sentence}")
        if step.hint:
            st.caption(f"Hint: {step.hint}")
    with st.container(horizontal=True):
        if ballot.state == State.CLOSED:
            _button("Show the class the counts", "show_counts", votes.show_counts, teacher, ballot)
        if ballot.state != State.REVEALED:
            _button("Reveal the answer", "reveal", votes.reveal, teacher, ballot)
        _open(teacher, room, step, "Vote again", "secondary")
    seen = {
        State.CLOSED: "The class sees neither counts nor answer yet.",
        State.COUNTED: "The class sees the counts, and not the answer.",
        State.REVEALED: "The class sees the counts and the answer.",
    }
    st.caption(seen[ballot.state])
    # Below the buttons: it comes a moment later, and they would move from under the pointer.
    results.chart(ballot, counts, key, f"teachers_counts_{ballot.id}")
    if ballot.state == State.REVEALED and key is not None:
        question_view.reveal(key, None)


def _turnout(teacher: Teacher) -> None:
    try:
        ballot, pupils = current_ballot(teacher.database, teacher.room), len(places(teacher))
    except ClassError as error:
        st.warning(str(error))
        return
    if ballot is not None:
        st.markdown(results.turnout(ballot.votes, pupils))


def _button(
    label: str,
    key: str,
    action: Callable[[Teacher, int], None],
    teacher: Teacher,
    ballot: Ballot,
    type: Weight = "secondary",
) -> None:
    st.button(label, key=key, type=type, on_click=_do, args=(action, teacher, ballot.id))


def _do(action: Callable[[Teacher, int], None], teacher: Teacher, ballot: int) -> None:
    with refusal.explained():
        action(teacher, ballot)


def _open(teacher: Teacher, room: SchoolClass, step: LessonStep, label: str, type: Weight) -> None:
    st.button(label, key="open_vote", type=type, on_click=_begin, args=(teacher, room, step))


def _begin(teacher: Teacher, room: SchoolClass, step: LessonStep) -> None:
    """Callback: find the key on the step's network, and have the class vote."""
    if step.question is None or room.lesson is None:
        return
    named = None if step.view is None else step.view.settings.get("network")
    with refusal.explained():
        network = named or controls.chosen_network()
        key = strip.key_for(step.question, network)
        about = resources.network(network).architecture.title
        open_ballot(teacher, room.lesson, room.step, step.question.prompt, key, about)
