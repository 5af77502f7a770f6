"""A class as it stands: its code, its lesson and step, its pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from mnist_core.classroom.class_database import ClassDatabase, ClassError, EndedClass, oldest
from mnist_core.classroom.join_code import as_code
from mnist_core.classroom.tables import CLASSES

UNKNOWN = "There is no class with this code: look at the board, and mind that it may have ended."


@dataclass(frozen=True)
class SchoolClass:
    """A class.

    Attributes
    ----------
    id : of its row
    code : six letters by which pupils join
    opened : when, in seconds since 1970
    version, tally : grow with every change that all see, or that the teacher sees
    lesson, step : where the teacher is, the step from 0; None before a lesson is chosen
    together : whether everybody is at the teacher's step
    paused : whether everybody is to look to the front
    names_hidden : whether no animal's name is shown
    """

    id: int
    code: str
    opened: float
    version: int
    tally: int
    lesson: str | None
    step: int
    together: bool
    paused: bool
    names_hidden: bool


class Pulse(NamedTuple):
    """What tells whether anything has changed; see SchoolClass."""

    version: int
    tally: int


COLUMNS = tuple(column for column in CLASSES.c if column.name != "teacher")


def find_class(database: ClassDatabase, code: str) -> SchoolClass:
    """The class with this code, as typed; raises ClassError with a sentence."""
    wanted = as_code(code)
    if wanted is None:
        raise ClassError("A code has six letters, without vowels: look at the board again.")
    found = _first(database, CLASSES.c.code == wanted)
    if found is None:
        raise ClassError(UNKNOWN)
    return found


def look(database: ClassDatabase, room: int) -> SchoolClass:
    """A class as it stands now; raises EndedClass."""
    found = _first(database, CLASSES.c.id == room)
    if found is None:
        raise EndedClass
    return found


def pulse(database: ClassDatabase, room: int) -> Pulse:
    """One small question, for those who ask every second; raises EndedClass."""
    wanted = (CLASSES.c.id == room) & (CLASSES.c.opened > oldest())
    with database.reading() as connection:
        row = connection.execute(select(CLASSES.c.version, CLASSES.c.tally).where(wanted)).first()
    if row is None:
        raise EndedClass
    return Pulse(*row)


def _first(database: ClassDatabase, wanted) -> SchoolClass | None:
    with database.reading() as connection:
        row = connection.execute(
            select(*COLUMNS).where(wanted, CLASSES.c.opened > oldest())
        ).first()
    return None if row is None else SchoolClass(*row)
