"""Lessons that a teacher adds: a file is checked as it comes, and what is wrong in it is said."""

from __future__ import annotations

import streamlit as st

from mnist_core.lessons import shelf
from mnist_core.lessons.lesson_file import MAX_BYTES, LessonError, Mistake
from pages.ui import controls

UPLOAD = "lesson_file"  # key
CAME = "lesson_that_came"  # the lesson in the file that was brought, or what is wrong with it
SHOWN = 40  # mistakes


def show() -> None:
    """How to write one, a place to bring it, and what is wrong with those that are there."""
    st.markdown(
        "A lesson is one Markdown file, written in any text editor. Take one that ships as an "
        "example, change it, name it otherwise, and bring it here, or put it into the folder "
        f"`{controls.plain(str(shelf.own_folder()))}` of the computer that runs this app."
    )
    example = shelf.lessons()[0]
    st.download_button(
        f"“{example.title}” as an example",
        shelf.source(example.id),
        file_name=f"my-{example.id}.md",
        mime="text/markdown",
        on_click="ignore",
        key="lesson_example",
        icon=":material/download:",
    )
    st.file_uploader(
        "A lesson's file",
        type=["md"],
        key=UPLOAD,
        max_upload_size=1,
        help=f"At most {MAX_BYTES:,} bytes of UTF-8 text.",
        on_change=_bring,
    )
    _say_what_came()
    for broken in shelf.unreadable():
        _say(broken.name, broken.mistakes)


def _bring() -> None:
    """Callback: add the file that was brought, before the lessons are listed."""
    file = st.session_state[UPLOAD]
    if file is None:
        st.session_state.pop(CAME, None)
        return
    try:
        st.session_state[CAME] = shelf.add(file.getvalue(), file.name)
    except LessonError as error:
        st.session_state[CAME] = shelf.Unreadable(file.name, error.mistakes)


def _say_what_came() -> None:
    came = st.session_state.get(CAME)
    if isinstance(came, shelf.Unreadable):
        _say(came.name, came.mistakes)
    elif came is not None:
        st.success(
            f"“{controls.plain(came.title)}” is among the lessons: {came.minutes} minutes, "
            f"{len(came.steps)} steps."
        )


def _say(name: str, mistakes: tuple[Mistake, ...]) -> None:
    lines = "\n".join(f"- {controls.plain(str(it))}" for it in mistakes[:SHOWN])
    st.warning(f"**{controls.plain(name)}** is no lesson yet:\n\n{lines}")
