"""The strip above every page while a lesson is open: its step, its question, Back and Next."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_core.lessons.lesson import Key, Question
from mnist_core.lessons.questions import DoesNotApply
from mnist_core.lessons.questions import key as computed
from pages.ui import class_watch, controls, guess, resources
from pages.ui.components.browser import memory
from pages.ui.lessons import open_lesson, question_view
from pages.ui.lessons.open_lesson import LessonPlace

STRIP = "lesson_strip"  # key of the container, and with it its CSS class
FOLDED = "lesson_folded"  # key
SKIPPED = ""  # stands for an answer where somebody would rather see it at once


def show(page: str) -> None:
    """The strip, if a lesson is open; `page` is the stem of the page below it."""
    place = open_lesson.current()
    if place is None:
        return
    with st.container(border=True, key=STRIP):
        _head(place)
        if st.session_state.get(FOLDED):
            return
        question = place.step.question
        left, *right = [st.container()] if question is None else st.columns(2, gap="large")
        with left:
            st.markdown(place.step.text)
            _way_back(place, page)
        if question is not None:
            with right[0]:
                if class_watch.votes_on(place.lesson.id):
                    st.caption("Your class votes on the question of this step when it is opened.")
                    return
                st.fragment(_question)(place, question, controls.chosen_network())


def _head(place: LessonPlace) -> None:
    count = len(place.lesson.steps)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{controls.plain(place.step.title)}** · "
            f"{controls.plain(place.lesson.title)}, step {place.number} of {count}",
            width="stretch",
        )
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            st.toggle("Fold", key=FOLDED, persist_state="session")
            _turn("Back", ":material/arrow_back:", place, -1, place.number == 1)
            _turn("Next", ":material/arrow_forward:", place, 1, place.number == count)
            st.button(
                "Close",
                icon=":material/close:",
                key="lesson_close",
                type="tertiary",
                on_click=open_lesson.close,
            )


def _turn(label: str, icon: str, place: LessonPlace, by: int, at_end: bool) -> None:
    st.button(
        label,
        icon=icon,
        key=f"lesson_{label.lower()}",
        type="primary" if by > 0 else "secondary",
        disabled=at_end,
        on_click=open_lesson.turn_to,
        args=(place.lesson.id, place.number + by),
    )


def _way_back(place: LessonPlace, page: str) -> None:
    view = place.step.view
    if view is not None and view.page != page:
        st.button(
            "Show what this step is about",
            icon=":material/undo:",
            key="lesson_view",
            on_click=open_lesson.show_view,
        )


def _question(place: LessonPlace, question: Question, network: str) -> None:
    """The question of a step, and once it is answered, what is right and why."""
    if class_watch.others_vote_on(place.lesson.id, place.number - 1):
        st.caption("A class votes on this question: it is asked here when they have their answer.")
        return
    try:
        key = key_for(question, network)
    except DoesNotApply as reason:
        st.markdown(f"The question of this step is passed over: {controls.plain(str(reason))}")
        return
    name = f"{guess.LESSON}{place.lesson.id}_{place.number}_{network}"
    answer = partial(_note, name, question, key)
    if (before := guess.guessed(name)) and not key.allows(before):
        guess.forget(name)  # a browser can remember anything
    if (said := question_view.handed_in(name)) is not None:
        answer(said)
    memory.tell()
    given = SKIPPED if guess.skipped() else guess.guessed(name)
    question_view.ask(question, key, given is not None, name=name, given=given or None)
    if given is None:
        skip = f"{name}_skip"
        st.button(guess.RATHER, key=skip, type="tertiary", on_click=answer, args=(SKIPPED,))
        return
    question_view.reveal(key, given or None)


def _note(name: str, question: Question, key: Key, given: str) -> None:
    """Remember an answer, for the report and after a reload; the first one counts."""
    right = f"{key.in_words} {key.explanation}"
    guess.note(name, question.prompt, given, right, key.right(given))


def key_for(question: Question, network: str) -> Key:
    """The key for a network by its id, on the digits in use; made once for all sessions.

    Raises
    ------
    DoesNotApply
        If the question has no sense for them.
    """
    dataset = resources.dataset()
    named = (question.asks, tuple(sorted(question.arguments.items())))
    what = ("lesson question", *named, network, dataset.provenance.fingerprint)
    return resources.made(what, lambda: computed(question, resources.network(network), dataset))
