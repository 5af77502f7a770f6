"""What a step's settings mean: each text is read and checked, or refused in one sentence."""

from __future__ import annotations

from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from mnist_core.lessons import addresses
from mnist_core.lessons.lesson import Question, View
from mnist_core.lessons.lockable import CONTROLS
from mnist_core.lessons.questions import QUESTIONS

MAX_MINUTES = 60


def minutes_of(text: str) -> int:
    """Whole minutes, 1 to 60; raises ValueError for anything else."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= MAX_MINUTES):
        raise ValueError(f"Minutes are a whole number from 1 to {MAX_MINUTES}, not “{text}”.")
    return int(text)


def view_of(text: str) -> View:
    """A view as a link has it: `page?name=value&…`, or a whole address out of the browser.

    Raises
    ------
    ValueError
        If there is no such page, or it has no such parameter or value.
    """
    try:
        parts = urlsplit(text)
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise ValueError(
            f"This is no address: write a page and its settings, such as {_example()}."
        ) from None
    page = parts.path.rstrip("/").rpartition("/")[2] or ("home" if parts.netloc else "")
    if page not in addresses.PAGES:
        raise ValueError(f"There is no page “{page}”: use {', '.join(addresses.PAGES)}.")
    settings: dict[str, str] = {}
    for name, value in pairs:
        if name in settings:
            raise ValueError(f"The view names “{name}” twice.")
        if (fault := addresses.fault(page, name, value)) is not None:
            raise ValueError(fault)
        settings[name] = value
    return View(page, MappingProxyType(settings))


def _example() -> str:
    return "architecture?look=Ledger"


def controls_of(text: str) -> frozenset[str]:
    """Keys of controls, with commas between them.

    Raises
    ------
    ValueError
        If one is no control that a lesson can lock or hide.
    """
    keys = [it.strip() for it in text.split(",")]
    for key in keys:
        if key not in CONTROLS:
            raise ValueError(f"There is no control “{key}”: `lesson controls` lists them.")
    return frozenset(keys)


def question_of(text: str) -> Question:
    """A question by its name, and its arguments as `name=value`; the prompt is still empty.

    Raises
    ------
    ValueError
        If there is no such question or argument.
    """
    name, *words = text.split()
    if name not in QUESTIONS:
        raise ValueError(
            f"There is no question “{name}”: `lesson questions` lists those there are."
        )
    known, given = QUESTIONS[name].arguments, {}
    for word in words:
        argument, equals, value = word.partition("=")
        if not equals:
            raise ValueError(f"After the question come arguments such as name=value, not “{word}”.")
        if argument not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise ValueError(f"The question {name} has no argument “{argument}”: {has}.")
        if argument in given:
            raise ValueError(f"The argument “{argument}” is given a second time.")
        if (fault := known[argument].fault(value)) is not None:
            raise ValueError(f"The argument {argument} {fault}, not “{value}”.")
        given[argument] = value
    return Question(name, "", MappingProxyType(given))
