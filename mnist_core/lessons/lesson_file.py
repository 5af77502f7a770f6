"""A lesson's file: Markdown with a head of `key: value` lines, and a step for every `## heading`.

    ---
    title: Where the weights are
    goal: count the weights of a layer
    ---

    ## A small window
    minutes: 4
    view: architecture?look=Ledger
    lock: network
    ask: layer_parameters layer=first
    prompt: How many weights has the first layer?
    hint: Count one kernel first.

    Text in Markdown, after an empty line.

The syntax is our own and not YAML's, where `no` is a truth value and a colon in a sentence an
error: every line is a key, a colon and a text, and every mistake has a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mnist_core.lessons.lesson import Lesson, LessonStep, Question
from mnist_core.lessons.step_settings import (
    controls_of,
    minutes_of,
    question_of,
    view_of,
)

MAX_BYTES = 100_000
MAX_LINE = 2_000  # characters
MAX_STEPS = 40
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FENCE, STEP = "---", "## "
HEAD = ("title", "goal")
SETTINGS = ("minutes", "view", "lock", "hide", "ask", "prompt", "hint")
DEFAULT_MINUTES = 3
FIELD = re.compile(r"([a-z]+):(?:\s+(.*))?")
PICTURE = re.compile(r"!\[")  # of Markdown
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a file: the number of its line, counted from 1, and one sentence."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}"


class LessonError(ValueError):
    """A file that is no lesson; `mistakes` says where and why, in the order of the lines."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def read_lesson(data: bytes, id: str) -> Lesson:
    """The lesson in a file.

    Parameters
    ----------
    data : the file's bytes, UTF-8
    id : the file's name without its ending

    Raises
    ------
    LessonError
        With every mistake of the file.
    """
    reader = _Reader(data, id)
    lesson = reader.lesson()
    if lesson is None or reader.mistakes:
        raise LessonError(tuple(sorted(reader.mistakes, key=lambda it: it.line)))
    return lesson


class _Reader:
    """Goes through a file once, and gathers its mistakes on the way."""

    def __init__(self, data: bytes, id: str) -> None:
        self.mistakes: list[Mistake] = []
        self.id = id
        if not ID.fullmatch(id) or len(id) > 60:
            self.wrong(
                1,
                "The file's name is the lesson's name in links: use small letters, digits and "
                "single hyphens, at most 60 characters.",
            )
        self.lines = self._decoded(data)

    def wrong(self, line: int, sentence: str) -> None:
        self.mistakes.append(Mistake(line, sentence))

    def lesson(self) -> Lesson | None:
        if self.mistakes:
            return None
        found = self._head()
        if found is None:
            return None
        body, head = found
        title = self._once(head, "title", 1, "Give the lesson a title: a line “title: …”.")
        goals = tuple(text for _, key, text in head if key == "goal")
        if not goals:
            self.wrong(1, "Say what somebody can do afterwards: at least one line “goal: …”.")
        steps = tuple(self._steps(body))
        return Lesson(self.id, title, goals, steps) if steps else None

    def _decoded(self, data: bytes) -> list[str]:
        if len(data) > MAX_BYTES:
            self.wrong(1, f"The file has {len(data):,} bytes; {MAX_BYTES:,} are allowed.")
            return []
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.wrong(line, "This is not UTF-8 text: save the file with the encoding UTF-8.")
            return []
        lines = text.replace("\r\n", "\n").split("\n")
        for number, line in enumerate(lines, start=1):
            if UNPRINTABLE.search(line):
                self.wrong(number, "There is a character here that cannot be printed; remove it.")
            elif PICTURE.search(line):
                self.wrong(
                    number,
                    "A lesson shows no pictures from elsewhere, which would tell their server who "
                    "reads it: show a page instead.",
                )
            elif len(line) > MAX_LINE:
                self.wrong(number, f"A line has at most {MAX_LINE:,} characters; break this one.")
        return lines

    def _head(self) -> tuple[int, list[tuple[int, str, str]]] | None:
        """The place of the first line after the head, and the head's fields with their lines.

        None where it has no beginning or no end.
        """
        if self.lines[0].strip() != FENCE:
            self.wrong(1, "A lesson begins with a line “---”, its title and goals, and “---”.")
            return None
        fields = []
        for place, line in enumerate(self.lines[1:], start=1):
            if line.strip() == FENCE:
                return place + 1, fields
            if line.startswith(STEP):
                self.wrong(place + 1, "The head is not closed: put a line “---” before the steps.")
                return None
            if line.strip():
                fields += self._field(place + 1, line, HEAD, "The head")
        self.wrong(1, "The head is not closed: end it with a line “---”.")
        return None

    def _field(
        self, number: int, line: str, known: tuple[str, ...], whose: str
    ) -> list[tuple[int, str, str]]:
        found = FIELD.fullmatch(line.strip())
        if found is None:
            self.wrong(
                number,
                f"{whose} has lines such as “{known[0]}: …”: a key, a colon and a space"
                f"{'' if whose == 'The head' else '; text comes after an empty line'}.",
            )
            return []
        key, text = found[1], (found[2] or "").strip()
        if key not in known:
            self.wrong(number, f"There is no “{key}” here: use {', '.join(known)}.")
            return []
        if not text:
            self.wrong(number, f"There is nothing after “{key}:”.")
        return [(number, key, text)]

    def _once(
        self, fields: list[tuple[int, str, str]], key: str, line: int, missing: str = ""
    ) -> str:
        """The text of a field that may be given once; empty where it is not."""
        found = [(number, text) for number, it, text in fields if it == key]
        for number, _ in found[1:]:
            self.wrong(number, f"“{key}” is given a second time.")
        if not found and missing:
            self.wrong(line, missing)
        return found[0][1] if found else ""

    def _steps(self, body: int) -> Iterator[LessonStep]:
        starts = [n for n in range(body, len(self.lines)) if self.lines[n].startswith("##")]
        if not starts:
            self.wrong(body + 1, "There is no step: a step begins with a line “## Its title”.")
            return
        for place in range(body, starts[0]):
            if self.lines[place].strip():
                self.wrong(place + 1, "Text belongs to a step: put “## Its title” before it.")
                break
        if len(starts) > MAX_STEPS:
            self.wrong(starts[MAX_STEPS] + 1, f"A lesson has at most {MAX_STEPS} steps.")
        for start, end in zip(starts, [*starts[1:], len(self.lines)], strict=True):
            yield self._step(start, end)

    def _step(self, start: int, end: int) -> LessonStep:
        title = self.lines[start].removeprefix("##").strip()
        if not self.lines[start].startswith(STEP) or not title:
            self.wrong(start + 1, "A step begins with “## ” and its title.")
        place, fields = start + 1, []
        while place < end and self.lines[place].strip():
            fields += self._field(place + 1, self.lines[place], SETTINGS, "A step")
            place += 1
        text = "\n".join(self.lines[place:end]).strip()
        if not text:
            self.wrong(start + 1, f"The step “{title}” has no text: write it after an empty line.")
        one = {key: self._once(fields, key, start + 1) for key in SETTINGS}
        lines = {key: number for number, key, _ in reversed(fields)}

        def read(key, function, otherwise):
            try:
                return function(one[key]) if one[key] else otherwise
            except ValueError as error:
                self.wrong(lines[key], str(error))
                return otherwise

        return LessonStep(
            title,
            text,
            read("view", view_of, None),
            read("lock", controls_of, frozenset()),
            read("hide", controls_of, frozenset()),
            self._question(one["prompt"], read("ask", question_of, None), lines),
            read("minutes", minutes_of, DEFAULT_MINUTES),
            one["hint"],
        )

    def _question(
        self, prompt: str, found: Question | None, lines: dict[str, int]
    ) -> Question | None:
        if "prompt" in lines and "ask" not in lines:
            self.wrong(lines["prompt"], "A prompt needs a line “ask: …” that names its question.")
        if "ask" in lines and "prompt" not in lines:
            self.wrong(lines["ask"], "A question needs its words: a line “prompt: …”.")
        return None if found is None else Question(found.asks, prompt, found.arguments)
