"""The teacher of a class: whoever has its secret. What only a teacher may asks for one of these."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select

from mnist_core.classroom.class_database import (
    ClassDatabase,
    ClassError,
    EndedClass,
    forget_log,
    oldest,
    sweep,
)
from mnist_core.classroom.join_code import hashed, new_code, new_secret
from mnist_core.classroom.tables import CLASSES

MOST = 200
"""Classes at a time in one database."""


@dataclass(frozen=True)
class Teacher:
    """The right to lead a class: only `open_class` and `returning_teacher` give one."""

    database: ClassDatabase = field(repr=False)
    room: int


def open_class(database: ClassDatabase) -> tuple[Teacher, str]:
    """Open a class; returns its teacher, and the secret that makes one again.

    Raises
    ------
    ClassError
        With a sentence, where there are too many or the database does not answer.
    """
    sweep(database)
    secret = new_secret()
    with database.writing() as connection:
        codes = set(connection.scalars(select(CLASSES.c.code)))
        if len(codes) >= MOST:
            raise ClassError(f"{MOST} classes are open here already: end one, or wait a day.")
        code = next(code for code in iter(new_code, None) if code not in codes)
        values = {"code": code, "teacher": hashed(secret), "opened": time.time()}
        room = connection.scalar(insert(CLASSES).values(values).returning(CLASSES.c.id))
        assert room is not None
        return Teacher(database, room), secret


def returning_teacher(database: ClassDatabase, secret: str) -> Teacher:
    """The teacher who has this secret; raises EndedClass where it opens no class."""
    wanted = (CLASSES.c.teacher == hashed(secret)) & (CLASSES.c.opened > oldest())
    with database.reading() as connection:
        room = connection.scalar(select(CLASSES.c.id).where(wanted))
    if room is None:
        raise EndedClass(
            "This teacher's link opens no class: it is not whole, or the class is over."
        )
    return Teacher(database, room)


def end_class(teacher: Teacher) -> None:
    """End a class: all of it is deleted, for good."""
    with teacher.database.writing(teacher.room) as connection:
        connection.execute(delete(CLASSES).where(CLASSES.c.id == teacher.room))
    forget_log(teacher.database)
