"""Lessons that a teacher adds: a file is checked as it comes, and what is wrong in it is said."""

from __future__ import annotations

from secrets import token_urlsafe

import streamlit as st

from mnist_core.lessons import shelf
from mnist_core.lessons.lesson_file import MAX_BYTES, LessonError, Mistake
from pages.ui import controls, refusal
from pages.ui.components.browser import memory

UPLOAD = "lesson_file"  # key
CAME = "lesson_that_came"  # the lesson in the file that was brought, or what is wrong with it
SHOWN = 40  # mistakes
OWNER = "lesson_owner"  # name of what the browser remembers


def show() -> None:
    """How to write one, a place to bring it, and what is wrong with those that are there."""
    refusal.show()
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
    if shelf.may_be_added():
        st.file_uploader(
            "A lesson's file",
            type=["md"],
            key=UPLOAD,
            max_upload_size=1,
            help=f"At most {MAX_BYTES:,} bytes of UTF-8 text. Everybody here sees the lesson; this "
            "browser can remove it.",
            on_change=_bring,
        )
    _say_what_came()
    _offer_to_remove()
    for broken in shelf.unreadable():
        _say(broken.name, broken.mistakes)


def _bring() -> None:
    """Callback: add the file that was brought, before the lessons are listed."""
    file = st.session_state[UPLOAD]
    if file is None:
        st.session_state.pop(CAME, None)
        return
    try:
        if not (secret := _secret()):
            secret = token_urlsafe(16)
            memory.keep(memory.LASTING, OWNER, secret)
        st.session_state[CAME] = shelf.add(file.getvalue(), file.name, secret)
    except LessonError as error:
        st.session_state[CAME] = shelf.Unreadable(file.name, error.mistakes)


def _secret() -> str:
    """What shows that lessons came from this browser, which remembers it; "" where none did."""
    said = memory.kept(memory.LASTING).get(OWNER)
    return said if isinstance(said, str) else ""


def _offer_to_remove() -> None:
    secret = _secret()
    for lesson in shelf.lessons():
        if shelf.is_owner(lesson.id, secret):
            st.button(
                f"Remove “{controls.plain(lesson.title)}”",
                key=f"remove_lesson_{lesson.id}",
                type="tertiary",
                icon=":material/delete:",
                on_click=_remove,
                args=(lesson.id, secret),
            )


def _remove(id: str, secret: str) -> None:
    with refusal.explained():
        shelf.remove(id, secret)
        st.session_state.pop(CAME, None)


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
