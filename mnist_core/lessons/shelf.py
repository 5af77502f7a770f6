"""The lessons there are: those that ship, and those in the home folder, which teachers add.

A lesson that was brought on the page belongs to the browser that brought it: beside its file lies
the hash of that browser's secret, and who has it may bring it anew or remove it. A file that was
put into the folder by hand belongs to the folder's owner, who alone replaces and removes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from mnist_core import settings
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
MAX_EACH = 20  # lessons that one browser may bring


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


def may_be_added() -> bool:
    """Whether lessons may be brought on the page."""
    return settings.LESSONS.on


def add(data: bytes, name: str, secret: str) -> Lesson:
    """Add a lesson to the home folder, in place of one of the same name and owner.

    Parameters
    ----------
    data : the file
    name : of the file
    secret : of the browser that brings it

    Raises
    ------
    LessonError
        If it is no lesson, has the name of another's, or there are too many.
    """
    id = Path(name).name.removesuffix(ENDING)
    found, path = read_lesson(data, id), own_folder() / f"{id}{ENDING}"
    refused = None
    if not may_be_added():
        refused = "Here lessons are added in the folder of the home alone."
    elif id in ORDER:
        refused = f"A lesson called “{id}” ships: name the file otherwise."
    elif path.exists() and not is_owner(id, secret):
        refused = f"Somebody else’s lesson is called “{id}”: name the file otherwise."
    elif not path.exists() and len(_own_files()) >= MAX_OWN:
        refused = f"There are {MAX_OWN} lessons already; remove one first."
    elif not path.exists() and sum(is_owner(it.stem, secret) for it in _own_files()) >= MAX_EACH:
        refused = f"You have brought {MAX_EACH} lessons already; remove one first."
    if refused:
        raise LessonError((Mistake(1, refused),))
    own_folder().mkdir(parents=True, exist_ok=True)
    write_bytes(_owner(id), _hashed(secret))
    write_bytes(path, data)
    return found


def is_owner(id: str, secret: str) -> bool:
    """Whether a lesson was brought by the browser with this secret."""
    try:
        return bool(secret) and _owner(id).read_bytes() == _hashed(secret)
    except OSError:
        return False


def remove(id: str, secret: str) -> None:
    """Remove a lesson that was brought by the browser with this secret; no other."""
    if id not in ORDER and is_owner(id, secret):
        (own_folder() / f"{id}{ENDING}").unlink(missing_ok=True)
        _owner(id).unlink(missing_ok=True)


def _owner(id: str) -> Path:
    """The file that says whose a lesson is."""
    return own_folder() / f".{id}.owner"


def _hashed(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "replace")).hexdigest().encode()


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
