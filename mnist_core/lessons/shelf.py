"""The lessons there are: those that ship, and those in the home folder, which teachers add."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mnist_core.atomic import write_bytes
from mnist_core.home_folder import home_directory
from mnist_core.lessons.lesson import Lesson
from mnist_core.lessons.lesson_file import MAX_BYTES, LessonError, Mistake, read_lesson

SHIPPED = Path(__file__).parents[1] / "assets" / "lessons"
ORDER = (
    "from-pixels-to-an-answer",
    "who-programmed-it",
    "what-it-learns-from",
    "one-filter-every-place",
    "where-the-weights-are",
    "how-it-learns",
    "how-good-is-it",
    "moved-and-turned",
    "your-own-handwriting",
    "your-own-network",
)
ENDING = ".md"
MAX_OWN = 200  # files of the home folder that are looked at


@dataclass(frozen=True)
class Unreadable:
    """A file in the home folder that is no lesson, and why."""

    name: str
    mistakes: tuple[Mistake, ...]


class NoSuchLesson(ValueError):
    """There is no lesson with this name."""


def own_folder() -> Path:
    """The folder in the home where lessons are added; it may not exist yet."""
    return home_directory() / "lessons"


def lessons() -> tuple[Lesson, ...]:
    """All lessons: those that ship in the order in which they build on each other, then others."""
    own = [it for it in map(_read, _own_files()) if isinstance(it, Lesson)]
    return (*(_shipped(id) for id in ORDER), *own)


def unreadable() -> tuple[Unreadable, ...]:
    """The files of the home folder that are no lessons."""
    return tuple(it for it in map(_read, _own_files()) if isinstance(it, Unreadable))


def lesson(id: str) -> Lesson:
    """The lesson with this id.

    Raises
    ------
    NoSuchLesson
        If there is none, or its file is broken.
    """
    if id in ORDER:
        return _shipped(id)
    for path in _own_files():
        if path.stem == id and isinstance(found := _read(path), Lesson):
            return found
    raise NoSuchLesson(f"There is no lesson called “{id[:60]}”")


def source(id: str) -> str:
    """The file of a lesson that ships, as an example to write one's own by."""
    return (SHIPPED / f"{id}{ENDING}").read_text(encoding="utf-8")


def add(data: bytes, name: str) -> Lesson:
    """Add a lesson to the home folder, in place of one of the same name that was added before.

    Raises
    ------
    LessonError
        If it is no lesson, or has the name of one that ships.
    """
    id = Path(name).name.removesuffix(ENDING)
    found = read_lesson(data, id)
    if id in ORDER:
        raise LessonError((Mistake(1, f"A lesson called “{id}” ships: name the file otherwise."),))
    if len(_own_files()) >= MAX_OWN:
        raise LessonError((Mistake(1, f"There are {MAX_OWN} lessons already; remove one first."),))
    own_folder().mkdir(parents=True, exist_ok=True)
    write_bytes(own_folder() / f"{id}{ENDING}", data)
    return found


def _own_files() -> list[Path]:
    folder = own_folder()
    files = folder.glob(f"*{ENDING}") if folder.is_dir() else ()
    return sorted(it for it in files if it.stem not in ORDER and it.is_file())[:MAX_OWN]


@lru_cache(maxsize=len(ORDER))
def _shipped(id: str) -> Lesson:
    return read_lesson((SHIPPED / f"{id}{ENDING}").read_bytes(), id)


def _read(path: Path) -> Lesson | Unreadable:
    try:
        state = path.stat()
        return _read_once(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or 'unknown'}."
        return Unreadable(path.name, (Mistake(1, reason),))


@lru_cache(maxsize=MAX_OWN)
def _read_once(path: Path, changed: int, size: int) -> Lesson | Unreadable:
    """A file as it is since it was changed."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        return read_lesson(data, path.stem)
    except LessonError as error:
        return Unreadable(path.name, error.mistakes)
