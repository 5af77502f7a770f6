"""A pupil: a place in a class under an animal's name, which the app gives."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sqlalchemy import delete, func, insert, select, update

from mnist_core.classroom.class_database import (
    ClassDatabase,
    ClassError,
    EndedClass,
    all_look,
    oldest,
    teacher_looks,
)
from mnist_core.classroom.join_code import hashed, new_secret
from mnist_core.classroom.school_class import find_class
from mnist_core.classroom.tables import CLASSES, PUPILS
from mnist_core.classroom.teacher import Teacher

MOST = 100
"""Pupils in a class."""
ANIMALS = tuple(
    "Albatross Alpaca Antelope Armadillo Badger Beaver Bison Buffalo Butterfly Camel Capybara "
    "Caribou Chameleon Cheetah Chinchilla Cormorant Crane Cricket Dolphin Dormouse Dragonfly "
    "Eagle Egret Elephant Falcon Ferret Finch Firefly Flamingo Fox Gazelle Gecko Gibbon Giraffe "
    "Goldfinch Grasshopper Guppy Hamster Hare Hawk Hedgehog Heron Hippo Hummingbird Ibex Ibis "
    "Iguana Jackdaw Jaguar Jellyfish Kestrel Kingfisher Kiwi Koala Ladybird Lark Lemur Leopard "
    "Lizard Llama Lobster Lynx Magpie Manatee Marmot Marten Meerkat Mongoose Moose Narwhal Newt "
    "Nightingale Ocelot Octopus Okapi Orca Osprey Otter Owl Panda Panther Parrot Pelican "
    "Penguin Pheasant Platypus Porcupine Puffin Puma Quail Rabbit Raccoon Raven Robin "
    "Salamander Seahorse Seal Sparrow Squirrel Starling Stork Swallow Swan Tapir Tiger Toucan "
    "Turtle Walrus Wombat Woodpecker Yak Zebra".split()
)


@dataclass(frozen=True)
class Pupil:
    """A place in a class: only `join` and `returning_pupil` give one.

    Attributes
    ----------
    room : the class
    id : of the pupil's row
    name : an animal's
    """

    database: ClassDatabase = field(repr=False)
    room: int
    id: int
    name: str


@dataclass(frozen=True)
class PupilPlace:
    """Where a pupil is, as the teacher sees it; the step counts from 0, None is elsewhere."""

    id: int
    name: str
    step: int | None


def join(database: ClassDatabase, code: str) -> tuple[Pupil, str]:
    """Join the class with this code; returns the pupil, and the secret that makes one again.

    Raises
    ------
    ClassError
        With a sentence, where there is no such class or it is full.
    """
    room, secret = find_class(database, code).id, new_secret()
    with database.writing(room) as connection:
        taken = set(connection.scalars(select(PUPILS.c.name).where(PUPILS.c.room == room)))
        if len(taken) >= MOST:
            raise ClassError(f"This class is full: {MOST} have joined.")
        name = secrets.choice([animal for animal in ANIMALS if animal not in taken])
        values = {"room": room, "name": name, "token": hashed(secret)}
        id = connection.scalar(insert(PUPILS).values(values).returning(PUPILS.c.id))
        assert id is not None
        teacher_looks(connection, room)
        return Pupil(database, room, id, name), secret


def returning_pupil(database: ClassDatabase, secret: str) -> Pupil:
    """The pupil who has this secret; raises EndedClass where it opens no place."""
    wanted = select(PUPILS.c.room, PUPILS.c.id, PUPILS.c.name).join(CLASSES)
    wanted = wanted.where(PUPILS.c.token == hashed(secret), CLASSES.c.opened > oldest())
    with database.reading() as connection:
        row = connection.execute(wanted).first()
    if row is None:
        raise EndedClass("This place in a class is no more: the class is over, or you were let go.")
    return Pupil(database, *row)


def be_at(pupil: Pupil, step: int | None) -> None:
    """Say at which step of the class's lesson a pupil is; None is elsewhere."""
    with pupil.database.writing(pupil.room) as connection:
        connection.execute(update(PUPILS).where(PUPILS.c.id == pupil.id).values(step=step))
        teacher_looks(connection, pupil.room)


def leave(pupil: Pupil) -> None:
    """Leave the class: votes and pictures go as well."""
    with pupil.database.writing(pupil.room) as connection:
        connection.execute(delete(PUPILS).where(PUPILS.c.id == pupil.id))
        all_look(connection, pupil.room)


def places(teacher: Teacher) -> list[PupilPlace]:
    """Who is in the class and where, by name."""
    wanted = select(PUPILS.c.id, PUPILS.c.name, PUPILS.c.step).where(PUPILS.c.room == teacher.room)
    with teacher.database.reading() as connection:
        return [PupilPlace(*row) for row in connection.execute(wanted.order_by(PUPILS.c.name))]


def count_pupils(database: ClassDatabase, room: int) -> int:
    """How many are in a class: that everybody may see."""
    with database.reading() as connection:
        wanted = select(func.count()).select_from(PUPILS).where(PUPILS.c.room == room)
        return connection.scalar(wanted) or 0
