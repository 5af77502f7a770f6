"""A vote of a class on one question: open, closed, its counts shown, its answer revealed.

What pupils may see of the question and what they may not are kept apart: a pupil's server never
computes the answer, and no statement here gives it, or a count, before the state allows it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import func, insert, select, update

from mnist_core.classroom.class_database import ClassDatabase, ClassError, all_look, oldest
from mnist_core.classroom.tables import BALLOTS, CLASSES, VOTES, State
from mnist_core.classroom.teacher import Teacher
from mnist_core.lessons.lesson import Key, Kind

SHOWN = ("kind", "options", "shape", "picture", "facts")  # of a key, from the beginning
ENDED = (State.CLOSED, State.COUNTED, State.REVEALED)
PUBLIC = (State.COUNTED, State.REVEALED)


@dataclass(frozen=True)
class Ballot:
    """A vote as everybody may see it.

    Attributes
    ----------
    id : of its row
    lesson, step : whose question it is about, the step from 0
    round : 1, or 2 for the second vote, and so on
    state : how far it is
    prompt : the question in words
    about : which network it is about, in words
    asked : what can be answered; its answer, explanation and misleading answers are empty
    votes : how many have voted
    """

    id: int
    lesson: str
    step: int
    round: int
    state: State
    prompt: str
    about: str
    asked: Key
    votes: int


def open_ballot(
    teacher: Teacher, lesson: str, step: int, prompt: str, key: Key, about: str = ""
) -> None:
    """Have the class vote on the question of the step where it is.

    On a question that was voted on before this is the next round. The key was computed for the
    network that ``about`` names.

    Raises
    ------
    ClassError
        Where the class is elsewhere by now, or another vote is open.
    """
    with teacher.database.writing(teacher.room) as connection:
        room = connection.execute(select(CLASSES).where(CLASSES.c.id == teacher.room)).one()
        if (room.lesson, room.step) != (lesson, step):
            raise ClassError("The class is at another step by now: look again.")
        of_class = BALLOTS.c.room == teacher.room
        if connection.scalar(select(BALLOTS.c.id).where(of_class, BALLOTS.c.state == State.OPEN)):
            raise ClassError("A vote is open: close it first.")
        here = (BALLOTS.c.lesson == lesson) & (BALLOTS.c.step == step)
        before = connection.scalar(select(func.count()).where(of_class, here)) or 0
        values = {
            "room": teacher.room,
            "lesson": lesson,
            "step": step,
            "round": before + 1,
            "state": State.OPEN,
            "asked": _asked(prompt, about, key),
            "answer": _answer(key),
        }
        connection.execute(insert(BALLOTS).values(values))
        all_look(connection, teacher.room)


def close(teacher: Teacher, ballot: int) -> None:
    """Take no more votes; the teacher alone sees the counts."""
    _move(teacher, ballot, (State.OPEN,), State.CLOSED)


def show_counts(teacher: Teacher, ballot: int) -> None:
    """Let the class see how many gave which answer."""
    _move(teacher, ballot, (State.CLOSED,), State.COUNTED)


def reveal(teacher: Teacher, ballot: int) -> None:
    """Let the class see the answer too, and the counts of the rounds before."""
    _move(teacher, ballot, (State.CLOSED, State.COUNTED), State.REVEALED)


def _move(teacher: Teacher, ballot: int, before: tuple[State, ...], after: State) -> None:
    """One step of a vote: where another tab was quicker, it stays as it is.

    The rounds before go along, or what a class voted first would stay hidden for ever.
    """
    with teacher.database.writing(teacher.room) as connection:
        question = select(BALLOTS.c.lesson, BALLOTS.c.step, BALLOTS.c.state)
        this = (BALLOTS.c.id == ballot) & (BALLOTS.c.room == teacher.room)
        row = connection.execute(question.where(this)).first()
        if row is None or row.state not in before:
            return
        rounds = (BALLOTS.c.lesson == row.lesson) & (BALLOTS.c.step == row.step)
        moved = update(BALLOTS).where(BALLOTS.c.room == teacher.room, rounds)
        moved = moved.where(BALLOTS.c.id <= ballot, BALLOTS.c.state.in_(before)).values(state=after)
        if connection.execute(moved).rowcount:
            all_look(connection, teacher.room)


def current_ballot(database: ClassDatabase, room: int) -> Ballot | None:
    """The last vote of a class on the question of its step; None where there was none."""
    votes = select(func.count()).where(VOTES.c.ballot == BALLOTS.c.id).scalar_subquery()
    columns = [column for column in BALLOTS.c if column.name not in ("room", "answer")]
    wanted = select(*columns, votes.label("votes")).join(CLASSES, CLASSES.c.id == BALLOTS.c.room)
    here = (BALLOTS.c.lesson == CLASSES.c.lesson) & (BALLOTS.c.step == CLASSES.c.step)
    wanted = wanted.where(BALLOTS.c.room == room, here).order_by(BALLOTS.c.round.desc()).limit(1)
    with database.reading() as connection:
        row = connection.execute(wanted).first()
    if row is None:
        return None
    asked, place = json.loads(row.asked), (row.id, row.lesson, row.step, row.round)
    words = (asked["prompt"], asked["about"])
    return Ballot(*place, State(row.state), *words, _key(asked), row.votes)


def under_vote(
    database: ClassDatabase, lesson: str, step: int | None = None, but: int | None = None
) -> bool:
    """Whether a class is at a question that it votes on and has not seen the answer of.

    Parameters
    ----------
    lesson, step : whose question, the step from 0; any of the lesson where it is None
    but : a class that does not count
    """
    wanted = select(BALLOTS.c.id).join(CLASSES, CLASSES.c.id == BALLOTS.c.room)
    here = (BALLOTS.c.lesson == CLASSES.c.lesson) & (BALLOTS.c.step == CLASSES.c.step)
    wanted = wanted.where(here, CLASSES.c.opened > oldest(), BALLOTS.c.lesson == lesson)
    wanted = wanted.where(BALLOTS.c.state != State.REVEALED)
    if step is not None:
        wanted = wanted.where(BALLOTS.c.step == step)
    if but is not None:
        wanted = wanted.where(BALLOTS.c.room != but)
    with database.reading() as connection:
        return connection.execute(wanted.limit(1)).first() is not None


def revealed_key(database: ClassDatabase, ballot: Ballot) -> Key | None:
    """The whole key of a vote; None before it is revealed, whoever asks."""
    return _whole(database, ballot, (State.REVEALED,))


def teachers_key(teacher: Teacher, ballot: Ballot) -> Key | None:
    """The whole key of a vote, for its teacher; None while it is open."""
    return _whole(teacher.database, ballot, ENDED, teacher.room)


def _whole(
    database: ClassDatabase, ballot: Ballot, states: tuple[State, ...], room: int | None = None
) -> Key | None:
    wanted = (BALLOTS.c.id == ballot.id) & BALLOTS.c.state.in_(states)
    if room is not None:
        wanted &= BALLOTS.c.room == room
    with database.reading() as connection:
        answer = connection.scalar(select(BALLOTS.c.answer).where(wanted))
    return None if answer is None else replace(ballot.asked, **json.loads(answer))


def _asked(prompt: str, about: str, key: Key) -> str:
    """What pupils may see of a question, as JSON."""
    words = {"prompt": prompt, "about": about}
    return json.dumps(words | {name: getattr(key, name) for name in SHOWN})


def _answer(key: Key) -> str:
    """What they may not before it is revealed, as JSON: all other fields of the key."""
    hidden = {it.name: getattr(key, it.name) for it in fields(key) if it.name not in SHOWN}
    return json.dumps(hidden | {"misled": dict(key.misled)})


def _key(asked: Mapping[str, Any]) -> Key:
    """The key as pupils may see it."""
    shape = asked["shape"]
    return Key(
        Kind(asked["kind"]),
        answer="",
        explanation="",
        options=tuple(asked["options"]),
        shape=None if shape is None else (shape[0], shape[1]),
        picture=asked.get("picture"),  # none in what an earlier version wrote
        facts=asked["facts"],
    )
