"""Lessons from a shell: check a file, write a teacher's sheet, list what a lesson can ask."""

from __future__ import annotations

import argparse
from pathlib import Path

from mnist_core.atomic import write_text
from mnist_core.data.sources import load_dataset
from mnist_core.lessons import shelf
from mnist_core.lessons.addresses import PAGES
from mnist_core.lessons.lesson import Lesson
from mnist_core.lessons.lesson_file import MAX_BYTES, LessonError, read_lesson
from mnist_core.lessons.lockable import CONTROLS
from mnist_core.lessons.questions import QUESTIONS
from mnist_core.network.architectures import DEFAULT
from mnist_core.network.forward import Network
from mnist_core.web.lesson_sheet import lesson_sheet

LISTS = ("questions", "controls", "pages")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command `lesson` with what can be done to one."""
    lesson = commands.add_parser("lesson", help="check a lesson's file, or print its sheet")
    actions = lesson.add_subparsers(required=True)
    check = actions.add_parser("check", help="explain every mistake of a lesson's file")
    check.add_argument("file", type=Path)
    check.set_defaults(command=_check)
    sheet = actions.add_parser("sheet", help="write the teacher's sheet, one HTML page to print")
    sheet.add_argument("lesson", help="a lesson's id, or its file")
    sheet.add_argument("--network", default=DEFAULT, help="whose answers stand on it")
    sheet.add_argument("--out", type=Path, help="by default the lesson's id and .html")
    sheet.set_defaults(command=_sheet)
    for name in LISTS:
        listing = actions.add_parser(name, help=f"list the {name} that a lesson can name")
        listing.set_defaults(command=_list, name=name)


def _check(options: argparse.Namespace) -> None:
    try:
        lesson = _read(options.file)
    except LessonError as error:
        raise ValueError(f"{options.file.name} is no lesson yet:\n{error}") from None
    asked = sum(step.question is not None for step in lesson.steps)
    print(
        f"“{lesson.title}”: {len(lesson.steps)} steps, {asked} questions, {lesson.minutes} "
        "minutes. No mistakes."
    )


def _sheet(options: argparse.Namespace) -> None:
    path = Path(options.lesson)
    lesson = _read(path) if path.is_file() else shelf.lesson(options.lesson)
    page = lesson_sheet(lesson, Network.load(options.network), load_dataset())
    out = options.out or Path(f"{lesson.id}.html")
    out.parent.mkdir(parents=True, exist_ok=True)
    write_text(out, page)
    print(f"the sheet is in {out}: open it in any browser, and print it there")


def _read(path: Path) -> Lesson:
    with path.open("rb") as file:
        return read_lesson(file.read(MAX_BYTES + 1), path.stem)


def _list(options: argparse.Namespace) -> None:
    for line in {"questions": _questions, "controls": _controls, "pages": _pages}[options.name]():
        print(line)


def _questions() -> list[str]:
    lines = []
    for name, asked in QUESTIONS.items():
        given = " ".join(f"{it}={known.default}" for it, known in asked.arguments.items())
        lines += [f"{name} {given}".rstrip(), f"    {asked.sentence}"]
    return lines


def _controls() -> list[str]:
    return sorted(CONTROLS)


def _pages() -> list[str]:
    """Each page with its parameters, and what each can be."""
    return [
        line
        for page, known in PAGES.items()
        for line in (page, *(f"    {name}: {', '.join(it) or '…'}" for name, it in known.items()))
    ]
