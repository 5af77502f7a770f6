"""A pupil's vote, above whatever page they are on; and the pause."""

from __future__ import annotations

import streamlit as st

from mnist_core.classroom.ballot import Ballot, current_ballot, revealed_key
from mnist_core.classroom.class_database import ClassError, EndedClass
from mnist_core.classroom.pupil import Pupil
from mnist_core.classroom.school_class import SchoolClass, look
from mnist_core.classroom.tables import State
from mnist_core.classroom.vote import cast, own_vote, public_counts
from mnist_core.lessons.lesson import Question
from pages.ui import guess, refusal
from pages.ui.classroom import results
from pages.ui.lessons import question_view

VOTE = "class_vote"  # key of the box
PAUSED = "**Pause.** Look to the front; nothing here runs away."


def show(pupil: Pupil) -> None:
    """A box that is there while there is something to answer or to see."""
    st.fragment(_box)(pupil)


def _box(pupil: Pupil) -> None:
    refusal.show()
    try:
        room = look(pupil.database, pupil.room)
        if room.paused:
            st.info(PAUSED, icon=":material/pause_circle:")
        ballot = current_ballot(pupil.database, pupil.room)
        if ballot is not None:
            with st.container(border=True, key=VOTE):
                _vote(pupil, room, ballot)
    except EndedClass:
        return  # the look of the next second says so
    except ClassError as error:
        st.warning(str(error))


def _vote(pupil: Pupil, room: SchoolClass, ballot: Ballot) -> None:
    """The question; once it was answered and closed, as much as the teacher shows."""
    name = f"vote_{ballot.id}"
    if (said := question_view.handed_in(name)) is not None:
        with refusal.explained():
            cast(pupil, ballot, said)
        refusal.show()
    given = own_vote(pupil, ballot)
    again = f" Vote {ballot.round}: you may think otherwise by now." if ballot.round > 1 else ""
    st.caption(f"Your class votes, about {ballot.about}.{again}")
    locked = room.paused or given is not None or ballot.state != State.OPEN
    question_view.ask(Question("", ballot.prompt), ballot.asked, locked, name=name, given=given)
    if ballot.state == State.OPEN:
        if given is not None:
            st.caption("Your answer is in. The others are still thinking.")
        return
    key, counts = revealed_key(pupil.database, ballot), public_counts(pupil.database, ballot)
    if counts:
        results.chart(ballot, counts, key, f"counts_{ballot.id}")
    if key is not None:
        question_view.reveal(key, given)
        if given is not None:  # for the report
            right = f"{key.in_words} {key.explanation}"
            guess.note(f"{guess.LESSON}{name}", ballot.prompt, given, right, key.right(given))
    elif not counts:
        st.caption("The vote is closed. Tell your neighbour why you answered as you did.")
