"""The wall of a class: digits that pupils drew, each with what it is meant to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import delete, func, insert, select

from mnist_core.classroom.class_database import ClassDatabase, ClassError, all_look, teacher_looks
from mnist_core.classroom.pupil import Pupil
from mnist_core.classroom.tables import PICTURES, PUPILS
from mnist_core.classroom.teacher import Teacher
from mnist_core.data.digits import CLASSES, SIDE, Digits
from mnist_core.data.pixels import blank
from mnist_core.data.preprocessing import WHITE

MOST, MOST_OF_ONE = 1000, 50
"""Pictures on a wall, and of one pupil."""


@dataclass(frozen=True, eq=False)
class Wall:
    """What hangs on a class's wall, in the order in which it came.

    Attributes
    ----------
    digits : the pictures as they were prepared, and what they are meant to be
    ids : of their rows
    names : the animals that drew them
    """

    digits: Digits
    ids: tuple[int, ...]
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)


def hang(pupil: Pupil, digit: np.ndarray, label: int) -> None:
    """Put a drawing on the wall.

    Parameters
    ----------
    digit : float array of shape (28, 28), in [0, 1], as it was prepared
    label : what it is meant to be, 0 to 9

    Raises
    ------
    ClassError
        With a sentence, where it is no picture of a digit or the wall is full.
    """
    if isinstance(label, bool) or label not in range(CLASSES):
        raise ClassError("Say which digit it is meant to be, 0 to 9.")
    if digit.shape != (SIDE, SIDE) or not np.isfinite(digit).all():
        raise ClassError("This is no drawing of a digit.")
    pixels = np.rint(np.clip(digit, 0, 1) * WHITE).astype(np.uint8)
    if blank(pixels[None])[0]:
        raise ClassError("Nothing is drawn yet.")
    with pupil.database.writing(pupil.room) as connection:
        count = select(func.count()).select_from(PICTURES)
        if (connection.scalar(count.where(PICTURES.c.pupil == pupil.id)) or 0) >= MOST_OF_ONE:
            raise ClassError(f"{MOST_OF_ONE} of yours hang there already: leave room for others.")
        if (connection.scalar(count.where(PICTURES.c.room == pupil.room)) or 0) >= MOST:
            raise ClassError(f"The wall is full: {MOST} pictures hang there.")
        values = {"room": pupil.room, "pupil": pupil.id, "label": int(label)}
        connection.execute(insert(PICTURES).values(values | {"pixels": pixels.tobytes()}))
        teacher_looks(connection, pupil.room)


def wall(database: ClassDatabase, room: int) -> Wall:
    """All that hangs on the wall of a class."""
    columns = (PICTURES.c.id, PICTURES.c.label, PICTURES.c.pixels, PUPILS.c.name)
    wanted = select(*columns).join(PUPILS).where(PICTURES.c.room == room).order_by(PICTURES.c.id)
    with database.reading() as connection:
        rows = connection.execute(wanted).all()
    pixels = np.frombuffer(b"".join(row.pixels for row in rows), np.uint8)
    labels = np.array([row.label for row in rows], np.int64)
    digits = Digits(pixels.reshape(-1, SIDE, SIDE), labels)
    return Wall(digits, tuple(row.id for row in rows), tuple(row.name for row in rows))


def take_down(teacher: Teacher, picture: int) -> None:
    """Remove a picture from the wall."""
    with teacher.database.writing(teacher.room) as connection:
        this = (PICTURES.c.id == picture) & (PICTURES.c.room == teacher.room)
        connection.execute(delete(PICTURES).where(this))
        all_look(connection, teacher.room)
