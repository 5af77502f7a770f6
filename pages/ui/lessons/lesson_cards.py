"""The lessons as cards: how long, what for, and the sheet for the teacher."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mnist_core.lessons.lesson import Lesson
from mnist_core.web.lesson_sheet import lesson_sheet
from pages.ui import class_watch, controls, resources
from pages.ui.lessons import open_lesson


def show(lessons: Sequence[Lesson]) -> None:
    """Two cards a row, in the order in which lessons build on each other."""
    for start in range(0, len(lessons), 2):
        for column, lesson in zip(st.columns(2), lessons[start : start + 2], strict=False):
            with column:
                _card(lesson)


def _card(lesson: Lesson) -> None:
    place = open_lesson.current()
    is_open = place is not None and place.lesson.id == lesson.id
    with st.container(border=True, height="stretch"):
        st.header(controls.plain(lesson.title), anchor=False)
        st.markdown(f"{lesson.minutes} minutes, {len(lesson.steps)} steps. Afterwards you can")
        st.markdown("\n".join(f"- {controls.plain(goal)}" for goal in lesson.goals))
        with st.container(horizontal=True):
            st.button(
                "From the beginning" if is_open else "Begin",
                key=f"begin_{lesson.id}",
                type="secondary" if is_open else "primary",
                on_click=open_lesson.turn_to,
                args=(lesson.id,),
            )
            _offer_sheet(lesson)


def _offer_sheet(lesson: Lesson) -> None:
    """The sheet has all answers, for the network in view: made when it is asked for.

    A pupil whose class votes on them gets none, and nobody while any class does.
    """
    if class_watch.votes_on(lesson.id) or class_watch.others_vote_on(lesson.id):
        return
    network, dataset = resources.network(controls.chosen_network()), resources.dataset()
    st.download_button(
        "Teacher's sheet",
        lambda: lesson_sheet(lesson, network, dataset),
        file_name=f"{lesson.id}.html",
        mime="text/html",
        icon=":material/print:",
        type="tertiary",
        on_click="ignore",
        key=f"sheet_{lesson.id}",
        help="Goals, times, answers with their figures, usual mistakes and hints, to print.",
    )
