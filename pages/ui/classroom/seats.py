"""Who this session is in a class: its teacher, a pupil, or a board that shows and does nothing.

A session remembers it. After a reload or another server's start a teacher's address opens it again,
and what a pupil's tab remembers; a pupil's address has it no more, since addresses get copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from mnist_core.classroom.class_database import ClassDatabase, EndedClass
from mnist_core.classroom.pupil import Pupil, join, leave, returning_pupil
from mnist_core.classroom.school_class import find_class
from mnist_core.classroom.teacher import Teacher, end_class, open_class, returning_teacher
from mnist_core.classroom.wall_training import forget_walls
from pages.ui import refusal, resources
from pages.ui.class_address import CLASS, NOTICE, PRESENT, PUPIL, SEAT, TEACHER
from pages.ui.components.browser import memory

TYPED = "class_typed"  # key
PAGE = "classroom"


@dataclass(frozen=True)
class Seat:
    """A place in a class; of a board, neither teacher nor pupil.

    Attributes
    ----------
    room : the class
    secret : that opens the place again, empty for a board
    """

    database: ClassDatabase
    room: int
    teacher: Teacher | None = None
    pupil: Pupil | None = None
    secret: str = ""

    @property
    def board(self) -> bool:
        return self.teacher is None and self.pupil is None


def seat() -> Seat | None:
    """The place of this session: as the address says, as the session or as the tab remembers it.

    A teacher's stands in the address of the page Class alone, because a projector shows the address
    of what is taught. A pupil's is taken out of the address: links of before open it once.

    Raises
    ------
    EndedClass
        Where the address opens none; it is then taken out of it.
    ClassError
        Where the database does not answer.
    """
    kept: Seat | None = st.session_state.get(SEAT)
    asked = {name: st.query_params.get(name) for name in (TEACHER, PUPIL)}
    if kept is None and not any(asked.values()):
        asked[PUPIL] = memory.kept(memory.TAB).get(PUPIL)
    for name, secret in asked.items():
        if isinstance(secret, str) and (kept is None or kept.secret != secret):
            kept = _returning(name, secret)
            st.session_state[SEAT] = kept
    if kept is not None and kept.pupil is not None:
        remember(kept)
    return kept


def remember(seat: Seat) -> None:
    """A pupil's place is the tab's, and no longer in its address."""
    st.query_params.pop(PUPIL, None)
    if memory.kept(memory.TAB).get(PUPIL) != seat.secret:
        memory.keep(memory.TAB, PUPIL, seat.secret)


def _returning(name: str, secret: str) -> Seat:
    """The place that a secret opens; a bad one is forgotten."""
    database = resources.class_database()
    try:
        if name == TEACHER:
            teacher = returning_teacher(database, secret)
            return Seat(database, teacher.room, teacher=teacher, secret=secret)
        pupil = returning_pupil(database, secret)
        return Seat(database, pupil.room, pupil=pupil, secret=secret)
    except EndedClass:
        _forget(name)
        raise


def board() -> Seat | None:
    """A board for the class that the address names, if it asks for one."""
    if st.query_params.get(PRESENT) != "1" or CLASS not in st.query_params:
        return None
    database = resources.class_database()
    return Seat(database, find_class(database, st.query_params[CLASS]).id)


def open_one() -> None:
    """Callback: open a class, and be its teacher."""
    with refusal.explained():
        database = resources.class_database()
        teacher, secret = open_class(database)
        st.session_state[SEAT] = Seat(database, teacher.room, teacher=teacher, secret=secret)
        st.query_params.clear()


def join_one() -> None:
    """Callback: join the class whose code was typed."""
    with refusal.explained():
        database = resources.class_database()
        pupil, secret = join(database, st.session_state.get(TYPED) or "")
        joined = Seat(database, pupil.room, pupil=pupil, secret=secret)
        st.session_state[SEAT] = joined
        remember(joined)
        st.query_params.pop(CLASS, None)


def leave_class(seat: Seat) -> None:
    """Callback: a pupil goes, with everything of theirs; a teacher ends the class for all."""
    with refusal.explained():
        if seat.teacher is not None:
            end_class(seat.teacher)
            forget_walls(seat.database)
            give_up("The class has ended, and everything in it was deleted.")
        elif seat.pupil is not None:
            leave(seat.pupil)
            give_up("You have left the class, and what was yours in it was deleted.")


def give_up(reason: str) -> None:
    """Be in no class any more, and say why at the next look."""
    st.session_state.pop(SEAT, None)
    for name in (TEACHER, PUPIL):
        _forget(name)
    st.session_state[NOTICE] = reason


def _forget(name: str) -> None:
    st.query_params.pop(name, None)
    if name in memory.kept(memory.TAB):
        memory.keep(memory.TAB, name, None)


def address(**parameters: str) -> str:
    """The page Class with these parameters, as a browser elsewhere opens it."""
    parts = urlsplit(st.context.url or "")
    path = parts.path.rstrip("/")
    if not path.endswith(f"/{PAGE}"):
        path += f"/{PAGE}"
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(parameters), ""))
