"""A lesson's sheet for the teacher, to print: goals, times, answers with figures, usual mistakes.

What a lesson's author wrote is Markdown without HTML: whatever looks like a tag is shown as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from markdown_it import MarkdownIt

from mnist_core.data.digits import Dataset
from mnist_core.lessons.lesson import Key, Lesson, LessonStep
from mnist_core.lessons.questions import DoesNotApply, key
from mnist_core.network.forward import Network

PAGE = Template(Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))


def lesson_sheet(lesson: Lesson, network: Network, dataset: Dataset) -> str:
    """The sheet as one HTML page, with the answers for this network and these digits."""
    return PAGE.substitute(
        title=escape(lesson.title),
        minutes=lesson.minutes,
        steps=len(lesson.steps),
        network=escape(network.architecture.title),
        digits=escape(dataset.provenance.sentence),
        goals="".join(f"<li>{escape(goal)}</li>" for goal in lesson.goals),
        sections="\n".join(
            _section(number, step, network, dataset) for number, step in enumerate(lesson.steps, 1)
        ),
    )


def _section(number: int, step: LessonStep, network: Network, dataset: Dataset) -> str:
    rows = "".join(
        f"<dt>{name}</dt><dd>{text}</dd>" for name, text in _rows(step, network, dataset)
    )
    return (
        f"<section><h2>{number}. {escape(step.title)} ({step.minutes} min)</h2>"
        f"{html_of(step.text)}<dl>{rows}</dl></section>"
    )


def _rows(step: LessonStep, network: Network, dataset: Dataset) -> Iterator[tuple[str, str]]:
    if step.view is not None:
        settings = urlencode(step.view.settings)
        yield "Shows", escape(f"{step.view.page}{'?' * bool(settings)}{settings}")
    for name, controls in (("Locked", step.locked), ("Hidden", step.hidden)):
        if controls:
            yield name, escape(", ".join(sorted(controls)))
    if step.question is not None:
        yield "Question", html_of(step.question.prompt)
        try:
            yield from _answer(key(step.question, network, dataset))
        except DoesNotApply as reason:
            yield "Passed over", escape(str(reason))
    if step.hint:
        yield "Hint", html_of(step.hint)


def _answer(found: Key) -> Iterator[tuple[str, str]]:
    if found.options:
        options = "".join(f"<li>{escape(option)}</li>" for option in found.options)
        yield "Options", f"<ul>{options}</ul>"
    yield "Answer", f"<strong>{escape(found.in_words)}</strong> {html_of(found.explanation)}"
    if found.misled:
        items = (f"<li>{escape(it)}: {html_of(why)}</li>" for it, why in found.misled.items())
        yield "Usual mistakes", f"<ul>{''.join(items)}</ul>"


def html_of(markdown: str) -> str:
    """Markdown as HTML: no tag of the author's, and no picture or address that could run."""
    return _markdown().render(markdown)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable("image")
