"""The tables of a class, as SQLAlchemy makes them in SQLite and in PostgreSQL alike.

Everything belongs to a class and goes with it. Of secrets there are hashes only, and of people
nothing but an animal's name, which the app gives.
"""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()


class State(StrEnum):
    """How far a vote is; it never goes back."""

    OPEN = "open"
    CLOSED = "closed"  # only the teacher sees the counts
    COUNTED = "counted"  # everybody does
    REVEALED = "revealed"  # and the answer, with its explanation


def _id() -> Column[int]:
    """The number of a row, which no later row gets: who remembers it never meets another."""
    return Column("id", Integer, primary_key=True)


def _of(owner: str) -> Column[int]:
    """The column that says whose a row is: it goes when its owner goes."""
    key = ForeignKey(f"class_{owner}.id", ondelete="CASCADE")
    return Column(owner, Integer, key, nullable=False, index=True)


CLASSES = Table(
    "class_room",
    METADATA,
    _id(),
    Column("code", String(6), nullable=False, unique=True),
    Column("teacher", String(64), nullable=False, unique=True),  # the hash of the secret
    Column("opened", Float, nullable=False),  # seconds since 1970
    Column("version", Integer, nullable=False, default=0),  # grows when all have to look again
    Column("tally", Integer, nullable=False, default=0),  # grows when only the teacher has to
    Column("lesson", String(255)),
    Column("step", Integer, nullable=False, default=0),  # from 0
    Column("together", Boolean, nullable=False, default=False),
    Column("paused", Boolean, nullable=False, default=False),
    Column("names_hidden", Boolean, nullable=False, default=False),
    sqlite_autoincrement=True,
)
PUPILS = Table(
    "class_pupil",
    METADATA,
    _id(),
    _of("room"),
    Column("name", String(40), nullable=False),
    Column("token", String(64), nullable=False, unique=True),  # the hash of the secret
    Column("step", Integer),  # of the class's lesson; none while they are elsewhere
    UniqueConstraint("room", "name"),
    sqlite_autoincrement=True,
)
BALLOTS = Table(
    "class_ballot",
    METADATA,
    _id(),
    _of("room"),
    Column("lesson", String(255), nullable=False),
    Column("step", Integer, nullable=False),
    Column("round", Integer, nullable=False),  # 1, then 2 for the second vote
    Column("state", String(8), nullable=False),
    Column("asked", Text, nullable=False),  # what pupils may see of the question, JSON
    Column("answer", Text, nullable=False),  # what they may not until it is revealed, JSON
    UniqueConstraint("room", "lesson", "step", "round"),
    sqlite_autoincrement=True,
)
VOTES = Table(
    "class_vote",
    METADATA,
    _id(),
    _of("ballot"),
    _of("pupil"),
    Column("answer", Text, nullable=False),
    UniqueConstraint("ballot", "pupil"),  # one each
    sqlite_autoincrement=True,
)
PICTURES = Table(
    "class_picture",
    METADATA,
    _id(),
    _of("room"),
    _of("pupil"),
    Column("label", Integer, nullable=False),
    Column("pixels", LargeBinary(784), nullable=False),  # uint8, 28 rows of 28
    sqlite_autoincrement=True,
)
