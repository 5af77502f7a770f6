"""The votes of a ballot: one of each pupil, counted when the ballot is closed and not before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, insert, select

from mnist_core.classroom.ballot import ENDED, PUBLIC, Ballot
from mnist_core.classroom.class_database import ClassDatabase, ClassError, teacher_looks
from mnist_core.classroom.pupil import Pupil
from mnist_core.classroom.tables import BALLOTS, CLASSES, VOTES, State
from mnist_core.classroom.teacher import Teacher
from mnist_core.lessons.lesson import Key

FEW, MANY = 0.35, 0.70
"""Shares of right answers between which discussing and voting again gains most.

J. Vickrey et al. 2015, "Research-based implementation of peer instruction", CBE Life Sciences
Education 14(1), es3, whose review names about 35 and 70 %.
"""


class Counts(NamedTuple):
    """How often each answer was given in one round, the most frequent first."""

    round: int
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Advice:
    """What a teacher may do next.

    Attributes
    ----------
    share : of the votes that are right, 0 to 1
    sentence : for the teacher
    """

    share: float
    sentence: str


def cast(pupil: Pupil, ballot: Ballot, answer: str) -> None:
    """Vote: once, while the ballot is open and the class goes on.

    Raises
    ------
    ClassError
        With a sentence, where that cannot be; no vote is then changed.
    """
    if not ballot.asked.allows(answer):
        raise ClassError("This is no answer to the question: choose one that is offered.")
    with pupil.database.writing(pupil.room) as connection:
        this = (BALLOTS.c.id == ballot.id) & (BALLOTS.c.room == pupil.room)
        states = select(BALLOTS.c.state, CLASSES.c.paused).join(CLASSES).where(this)
        row = connection.execute(states).first()
        if row is None or row.state != State.OPEN:
            raise ClassError("This vote is closed, so your answer did not count any more.")
        if row.paused:
            raise ClassError("The class is paused: vote when it goes on.")
        mine = (VOTES.c.ballot == ballot.id) & (VOTES.c.pupil == pupil.id)
        if connection.scalar(select(VOTES.c.id).where(mine)):
            raise ClassError("You have voted already, and the first answer counts.")
        values = {"ballot": ballot.id, "pupil": pupil.id, "answer": answer.strip()}
        connection.execute(insert(VOTES).values(values))
        teacher_looks(connection, pupil.room)


def own_vote(pupil: Pupil, ballot: Ballot) -> str | None:
    """What a pupil has answered; None before."""
    mine = (VOTES.c.ballot == ballot.id) & (VOTES.c.pupil == pupil.id)
    with pupil.database.reading() as connection:
        return connection.scalar(select(VOTES.c.answer).where(mine))


def public_counts(database: ClassDatabase, ballot: Ballot) -> list[Counts]:
    """The counts that everybody may see, round by round; none before the teacher shows them."""
    return _counts(database, ballot, PUBLIC)


def teachers_counts(teacher: Teacher, ballot: Ballot) -> list[Counts]:
    """The counts that the teacher may see, round by round; none of a vote that is open."""
    return _counts(teacher.database, ballot, ENDED, teacher.room)


def advice(counts: Counts, key: Key) -> Advice | None:
    """What the rule of peer instruction suggests after a vote; None where nobody voted."""
    votes = sum(count for _, count in counts.answers)
    if not votes:
        return None
    share = sum(count for answer, count in counts.answers if key.right(answer)) / votes
    if share < FEW:
        return Advice(share, "Few are right: give a hint, then vote again.")
    if share <= MANY:
        return Advice(share, "Let neighbours convince each other for two minutes; vote again.")
    return Advice(share, "Most are right: reveal, explain in short, and move on.")


def _counts(
    database: ClassDatabase, ballot: Ballot, states: tuple[State, ...], room: int | None = None
) -> list[Counts]:
    """The counts of those rounds on this ballot's question that are in one of these states."""
    this = select(BALLOTS.c.room).where(BALLOTS.c.id == ballot.id).scalar_subquery()
    question = (BALLOTS.c.lesson == ballot.lesson) & (BALLOTS.c.step == ballot.step)
    number = func.count().label("number")
    wanted = select(BALLOTS.c.round, VOTES.c.answer, number).join(VOTES)
    wanted = wanted.where(BALLOTS.c.room == this, question, BALLOTS.c.state.in_(states))
    if room is not None:
        wanted = wanted.where(BALLOTS.c.room == room)
    rounds: dict[int, Counter[str]] = {}
    with database.reading() as connection:
        for round, answer, count in connection.execute(
            wanted.group_by(BALLOTS.c.round, VOTES.c.answer).order_by(VOTES.c.answer)
        ):
            rounds.setdefault(round, Counter())[answer] = count
    return [Counts(round, tuple(rounds[round].most_common())) for round in sorted(rounds)]
