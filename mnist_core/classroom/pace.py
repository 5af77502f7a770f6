"""The pace of a class: which lesson and step, together or free, a pause, and names hidden."""

from __future__ import annotations

from sqlalchemy import update

from mnist_core.classroom.class_database import all_look
from mnist_core.classroom.tables import BALLOTS, CLASSES, PUPILS, State
from mnist_core.classroom.teacher import Teacher


def go_to(teacher: Teacher, lesson: str, step: int) -> None:
    """Put the class to a step of a lesson, from 0; in another lesson nobody is anywhere yet.

    A vote that is open on another step is closed.
    """
    with teacher.database.writing(teacher.room) as connection:
        this = CLASSES.c.id == teacher.room
        other = update(CLASSES).where(this, CLASSES.c.lesson.is_distinct_from(lesson))
        if connection.execute(other.values(lesson=lesson)).rowcount:
            everyone = update(PUPILS).where(PUPILS.c.room == teacher.room)
            connection.execute(everyone.values(step=None))
        connection.execute(update(CLASSES).where(this).values(step=step))
        here = (BALLOTS.c.lesson == lesson) & (BALLOTS.c.step == step)
        left = update(BALLOTS).where(BALLOTS.c.room == teacher.room, ~here)
        left = left.where(BALLOTS.c.state == State.OPEN)
        connection.execute(left.values(state=State.CLOSED))
        all_look(connection, teacher.room)


def keep_together(teacher: Teacher, together: bool) -> None:
    """Have everybody at the teacher's step, or let each go at their own pace."""
    _set(teacher, together=together)


def pause(teacher: Teacher, paused: bool) -> None:
    """Have everybody look to the front: nobody votes meanwhile; or go on."""
    _set(teacher, paused=paused)


def hide_names(teacher: Teacher, hidden: bool) -> None:
    """Have no animal's name shown to the teacher or on the wall, or show them again."""
    _set(teacher, names_hidden=hidden)


def _set(teacher: Teacher, **values: bool) -> None:
    with teacher.database.writing(teacher.room) as connection:
        connection.execute(update(CLASSES).where(CLASSES.c.id == teacher.room).values(values))
        all_look(connection, teacher.room)
