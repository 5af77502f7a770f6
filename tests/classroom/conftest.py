"""Classes in a database of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mnist_core.classroom.class_database import ClassDatabase, open_database
from mnist_core.lessons.lesson import Key, Kind

KEY = Key(
    Kind.CHOICE,
    "12 × 12",
    "Two rows and two columns become one.",
    options=("24 × 24", "12 × 12", "6 × 6"),
    facts="The pool is 2 × 2.",
    misled={"24 × 24": "Pooling would change nothing."},
)


@pytest.fixture
def database(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClassDatabase]:
    """An empty one, in SQLite."""
    monkeypatch.delenv("INSIDE_A_CNN_DATABASE", raising=False)
    opened = open_database()
    yield opened
    opened.engine.dispose()
