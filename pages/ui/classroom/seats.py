"""Who this session is in a class: its teacher, a pupil, or a board that shows and does nothing.

A session remembers it, and an address opens it again after a reload or another server's start.
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
    """The place of this session: as the address says, or as it is remembered.

    A pupil's stands in the address of every page, so that a server that is started again knows it;
    a teacher's does not, because a projector shows the address of what is taught.

    Raises
    ------
    EndedClass
        Where the address opens none; it is then taken out of it.
    ClassError
        Where the database does not answer.
    """
    kept: Seat | None = st.session_state.get(SEAT)
    for name in (TEACHER, PUPIL):
        secret = st.query_params.get(name)
        if secret is not None and (kept is None or kept.secret != secret):
            kept = _returning(name, secret)
            st.session_state[SEAT] = kept
    if kept is not None and kept.pupil is not None:
        st.query_params[PUPIL] = kept.secret
    return kept


def _returning(name: str, secret: str) -> Seat:
    """The place that a secret opens; a bad one is taken out of the address."""
    database = resources.class_database()
    try:
        if name == TEACHER:
            teacher = returning_teacher(database, secret)
            return Seat(database, teacher.room, teacher=teacher, secret=secret)
        pupil = returning_pupil(database, secret)
        return Seat(database, pupil.room, pupil=pupil, secret=secret)
    except EndedClass:
        st.query_params.pop(name, None)
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
        st.session_state[SEAT] = Seat(database, pupil.room, pupil=pupil, secret=secret)
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
        st.query_params.pop(name, None)
    st.session_state[NOTICE] = reason


def address(**parameters: str) -> str:
    """The page Class with these parameters, as a browser elsewhere opens it."""
    parts = urlsplit(st.context.url or "")
    path = parts.path.rstrip("/")
    if not path.endswith(f"/{PAGE}"):
        path += f"/{PAGE}"
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(parameters), ""))
