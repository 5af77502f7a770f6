"""The lesson that is open in this session, and its step: in the session and in the address.

The address is a mirror: a link's lesson is taken once, by a session that has none open.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mnist_core.editing.link_code import read
from mnist_core.lessons import shelf
from mnist_core.lessons.lesson import Lesson, LessonStep, View
from mnist_core.network.layers import LayerError
from pages.ui import controls, digit_choice, edited_network, page_request, resources
from pages.ui.lessons import locks

LESSON, STEP = "lesson", "step"  # of the session, and the parameters of the address
UNBOUND = ("claim", "layer", "run")  # parameters that no control is bound to


@dataclass(frozen=True)
class LessonPlace:
    """Where a session is: a lesson, and a step of it, counted from 1."""

    lesson: Lesson
    number: int

    @property
    def step(self) -> LessonStep:
        return self.lesson.steps[self.number - 1]


def current() -> LessonPlace | None:
    """The lesson and the step that are open, or None."""
    try:
        lesson = shelf.lesson(st.session_state[LESSON])
    except (KeyError, shelf.NoSuchLesson):
        return None
    return LessonPlace(lesson, min(st.session_state.get(STEP, 1), len(lesson.steps)))


def follow() -> None:
    """In every full run, before any control: take what a link asks for, keep the address true."""
    asked = st.query_params.get(LESSON)
    if asked is not None and LESSON not in st.session_state:
        try:
            lesson = shelf.lesson(asked)
        except shelf.NoSuchLesson as error:
            st.query_params.pop(LESSON, None)
            st.query_params.pop(STEP, None)
            st.warning(f"{controls.plain(str(error))}.")
            return
        turn_to(lesson.id, _step(lesson, st.query_params.get(STEP, "1")))
    mirror()


def mirror() -> None:
    """The address says which lesson is open, and at which step; or it says nothing of them."""
    place = current()
    if place is None:
        if LESSON in st.session_state:  # its file is gone
            close()
        return
    for name, value in ((LESSON, place.lesson.id), (STEP, str(place.number))):
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def turn_to(id: str, number: int = 1) -> None:
    """Callback: open a lesson at a step, and show what the step shows."""
    st.session_state[LESSON], st.session_state[STEP] = id, number
    show_view()


def close() -> None:
    """Callback: no lesson is open any more, and nothing is locked."""
    for name in (LESSON, STEP):
        st.session_state.pop(name, None)
        st.query_params.pop(name, None)
    locks.lift()


def show_view() -> None:
    """Callback: what the open step shows, with its locks."""
    if (place := current()) is not None:
        show(place.step)


def show(step: LessonStep) -> None:
    """Lock what a step locks, and go to what it shows."""
    locks.put(step.locked, step.hidden)
    if step.view is not None:
        _go(step.view)


def _go(view: View) -> None:
    asked = {}
    for name, value in view.settings.items():
        if name in UNBOUND:
            asked[name] = value
        else:
            _set(name, value)
    if digit_choice.DIGIT in view.settings:
        _set_digit(view)
    page_request.ask(view.page, asked)


def _set(name: str, value: str) -> None:
    """One setting, as if somebody had chosen it."""
    if name == edited_network.EDIT:
        try:
            edited_network.put(read(value))
        except LayerError:
            return
    elif name == controls.NETWORK:
        if controls.offer_networks([value]):  # a run may be gone
            st.session_state[controls.ASSUMED] = None
            st.session_state[name] = value
    elif name != digit_choice.DIGIT:
        st.session_state[name] = value


def _set_digit(view: View) -> None:
    """The digit, or the last one where there are not so many."""
    split = view.settings.get(digit_choice.SPLIT) or st.session_state.get(
        digit_choice.SPLIT, resources.SPLITS[0]
    )
    last = len(resources.split(split)) - 1
    st.session_state[digit_choice.KIND] = digit_choice.ANY
    st.session_state[digit_choice.DIGIT] = min(int(view.settings[digit_choice.DIGIT]), last)


def _step(lesson: Lesson, asked: str) -> int:
    """The step that a link names, within those there are."""
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
    return min(max(number, 1), len(lesson.steps))
