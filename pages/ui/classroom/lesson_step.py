"""A step of a lesson as a class sees it: its words, and a link to what it is about."""

from __future__ import annotations

import streamlit as st

from mnist_core.lessons.lesson import Lesson
from mnist_core.lessons.shelf import NoSuchLesson, lesson
from pages.ui import frame


def find(id: str | None) -> Lesson | None:
    """The lesson with this id; None where none is chosen, or this server has not got it."""
    try:
        return None if id is None else lesson(id)
    except NoSuchLesson:
        return None


def show(found: Lesson, number: int) -> None:
    """The words of a step, and the page that it is about."""
    step = found.steps[number]
    st.caption(f"{found.title} · step {number + 1} of {len(found.steps)}")
    st.header(step.title, anchor=False)
    st.markdown(step.text)
    if step.view is not None and step.view.page in frame.built_pages():
        page = frame.built_pages()[step.view.page]
        st.page_link(
            page.path,
            label=f"**{page.title}** · look there",
            icon=page.icon,
            query_params=dict(step.view.settings),
        )
