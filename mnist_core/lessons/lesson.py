"""A lesson: steps with a text, a view of a page and at most one question whose key is computed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

CELL = re.compile(r"(\d{1,3}),(\d{1,3})", re.ASCII)  # a row and a column
LONGEST = 30  # characters of a number
NOTHING: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """What is given as an answer."""

    CHOICE = "choice"  # one of several sentences
    NUMBER = "number"
    DIGIT = "digit"  # 0 to 9
    CELL = "cell"  # of a map: its row and its column
    DRAWING = "drawing"  # a digit that is drawn, and what the network reads in it


@dataclass(frozen=True)
class View:
    """What a step shows: a page with its settings, as a link of ours holds them.

    Attributes
    ----------
    page : the stem of the page, which is its address
    settings : parameters of the address, by name
    """

    page: str
    settings: Mapping[str, str] = NOTHING


@dataclass(frozen=True)
class Question:
    """What is asked at a step; the key is in no file but computed when it is needed.

    Attributes
    ----------
    asks : the name of a function of `mnist_core.lessons.questions`
    arguments : what it is given, by name, as the lesson's author wrote it
    prompt : the question in words
    """

    asks: str
    prompt: str
    arguments: Mapping[str, str] = NOTHING


@dataclass(frozen=True)
class Key:
    """The answer to a question for one network and one set of digits, as computed.

    Attributes
    ----------
    kind : what is given as an answer
    answer : the right one, as text: a sentence of `options`, a number, a digit, "row,column"
    options : of a choice, all that can be chosen in their order; empty for other kinds
    misled : answers that are likely and wrong, with what misleads
    explanation : why the answer is what it is, with its figures; Markdown
    tolerance : how far a number may be off, in its own unit
    shape : rows and columns of the map whose cell is asked for; None for other kinds
    picture : what lies under the map, rows of levels 0 to 255; None where nothing does
    facts : what has to be known to work the answer out, shown with the question; Markdown
    """

    kind: Kind
    answer: str
    explanation: str
    options: tuple[str, ...] = ()
    misled: Mapping[str, str] = NOTHING
    tolerance: float = 0.0
    shape: tuple[int, int] | None = None
    picture: Sequence[Sequence[int]] | None = None
    facts: str = ""

    @property
    def in_words(self) -> str:
        """The right answer as a short sentence."""
        if self.kind is Kind.CELL:
            return f"{self.worded(self.answer).capitalize()}."
        if self.kind is Kind.NUMBER and self.answer.removeprefix("-").isdecimal():
            return f"{int(self.answer):,}.".replace("-", "−")
        return f"{self.answer.rstrip('.')}."

    def worded(self, given: str) -> str:
        """An answer within a sentence: a cell's row and column by their names."""
        cell = CELL.fullmatch(given) if self.kind is Kind.CELL else None
        return given if cell is None else f"row {cell[1]}, column {cell[2]}"

    def right(self, given: str) -> bool:
        """Whether an answer, as text, is right."""
        if self.kind is not Kind.NUMBER:
            return given.strip() == self.answer
        try:
            return bool(abs(float(given) - float(self.answer)) <= self.tolerance)
        except ValueError:
            return False

    def allows(self, given: str) -> bool:
        """Whether text can be an answer at all: nothing else is ever kept or shown to others."""
        given = given.strip()
        if self.kind is Kind.CHOICE:
            return given in self.options
        if self.kind is Kind.CELL:
            found, (rows, columns) = CELL.fullmatch(given), self.shape or (0, 0)
            return found is not None and int(found[1]) < rows and int(found[2]) < columns
        if self.kind is Kind.NUMBER:
            try:
                return len(given) <= LONGEST and math.isfinite(float(given))
            except ValueError:
                return False
        return re.fullmatch("[0-9]", given) is not None  # a digit, or what is read in a drawing


@dataclass(frozen=True)
class LessonStep:
    """One step of a lesson.

    Attributes
    ----------
    title : a few words
    text : what to look at and what to try; Markdown
    view : what is shown beside it, or None to leave the page as it is
    locked, hidden : keys of controls that cannot be used, and that are not shown
    question : or None
    minutes : that it takes, for the teacher's sheet
    hint : what a teacher may say where few are right; Markdown
    """

    title: str
    text: str
    view: View | None = None
    locked: frozenset[str] = field(default_factory=frozenset)
    hidden: frozenset[str] = field(default_factory=frozenset)
    question: Question | None = None
    minutes: int = 3
    hint: str = ""


@dataclass(frozen=True)
class Lesson:
    """A lesson as its file has it.

    Attributes
    ----------
    id : its name in links, which is its file's
    title : of the lesson
    goals : what somebody can do after it
    steps : in their order, at least one
    """

    id: str
    title: str
    goals: tuple[str, ...]
    steps: tuple[LessonStep, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)
