"""Sets of images that were brought: each one file in the home folder, named by its content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from mnist_core.atomic import write_npz
from mnist_core.data.digits import (
    CLASSES,
    IMPORTED,
    IMPORTED_TEST,
    Dataset,
    Digits,
    Provenance,
    fingerprint,
)
from mnist_core.data.embedded import held_out_digits
from mnist_core.data.imported.brought_files import Brought
from mnist_core.data.imported.raw_images import DIGIT_NAMES, plain_name
from mnist_core.data.npz import UnusableFile, read_npz
from mnist_core.data.splits import SPLIT_SEED, stratified
from mnist_core.home_folder import home_directory

LIMIT = 64_000_000  # bytes of a set's arrays
ID = re.compile(r"[a-z0-9-]{1,24}-[0-9a-f]{12}")
MOST_SETS = 24
TEST_SHARE, VALIDATION_SHARE = 1 / 5, 1 / 12
FEWEST, FEWEST_OF_A_CLASS = 150, 5  # images without which a set only judges
WORDS = ("title", "names", "changes")


@dataclass(frozen=True)
class ImportedSet:
    """A set in the home folder: what is said of it without opening its images.

    Attributes
    ----------
    id : its name in links and in the folder, such as "fashion-mnist-0f3a…"
    title : for people
    names : what its classes are called
    training, test : how many images there are to learn from and to judge by
    changes : what was changed in reading, each as a phrase
    path : its file
    """

    id: str
    title: str
    names: tuple[str, ...]
    training: int
    test: int
    changes: tuple[str, ...]
    path: Path

    @property
    def test_name(self) -> str:
        """What its test images are called."""
        return IMPORTED_TEST + self.title

    @property
    def named(self) -> bool:
        """Whether its classes are something else than digits."""
        return self.names != DIGIT_NAMES


def sets_directory() -> Path:
    """The folder of all sets."""
    path = home_directory() / "digits"
    path.mkdir(exist_ok=True)
    return path


def keep(title: str, brought: Brought) -> ImportedSet:
    """Keep what was brought, once: the same content under the same title has the same file.

    Raises
    ------
    ValueError
        With one sentence, where there are too many sets already, or the title says nothing.
    """
    title = plain_name(title)[:40]
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:24].strip("-")
    if not slug:
        raise ValueError("Give the images a title, with letters or digits.")
    training, test = _parts(brought)
    content = fingerprint(training, test) + "\n".join((title, *brought.names))
    id = f"{slug}-{sha256(content.encode()).hexdigest()[:12]}"
    path = sets_directory() / f"{id}.npz"
    if not path.exists():
        if len(list(sets_directory().glob("*.npz"))) >= MOST_SETS:
            raise ValueError(f"There are {MOST_SETS} sets already: remove one first.")
        arrays = {
            "x_train": training.images,
            "y_train": training.labels.astype(np.uint8),
            "x_test": test.images,
            "y_test": test.labels.astype(np.uint8),
            "title": np.array(title),
            "names": np.array(brought.names),
            "changes": np.array(brought.changes, np.str_),
        }
        write_npz(path, arrays, compressed=True)
    return read_set(id)


def _parts(brought: Brought) -> tuple[Digits, Digits]:
    """Images to learn from and to judge by: as the files had them, or a fifth is set aside.

    Where there are too few to learn from, all of them judge.
    """
    digits, test = brought.digits, brought.test
    if not test.any():
        counts = digits.counts
        few = len(digits) < FEWEST or counts[counts > 0].min() < FEWEST_OF_A_CLASS
        test = np.ones(len(digits), bool) if few else _aside(digits, TEST_SHARE)
    return digits[~test], digits[test]


def _aside(digits: Digits, share: float) -> np.ndarray:
    return stratified(digits.labels, max(CLASSES, round(len(digits) * share)))


def imported_sets() -> Iterator[ImportedSet]:
    """All sets in the home folder, by title; a file that is none is passed over."""
    found = []
    for path in sets_directory().glob("*.npz"):
        try:
            found.append(read_set(path.stem))
        except ValueError:
            continue
    yield from sorted(found, key=lambda it: (it.title.lower(), it.id))


def read_set(id: str) -> ImportedSet:
    """What is said of a set; raises ValueError with a sentence where there is none."""
    path = sets_directory() / f"{id}.npz"
    if not ID.fullmatch(id) or not path.exists():
        raise ValueError(f"There is no set of images called “{id[:64]}” here.")
    try:
        arrays = read_npz(path, LIMIT, (*WORDS, "y_train", "y_test"))
    except UnusableFile as error:
        raise ValueError(f"The images in {path} cannot be read: {error}.") from None
    return ImportedSet(
        id,
        str(arrays["title"]),
        tuple(map(str, arrays["names"])),
        len(arrays["y_train"]),
        len(arrays["y_test"]),
        tuple(map(str, arrays["changes"])),
        path,
    )


def remove_set(id: str) -> None:
    """Remove a set; runs that learnt from it stay, but cannot be repeated."""
    read_set(id).path.unlink(missing_ok=True)


def open_set(path: Path) -> Dataset:
    """A set as digits to learn from, to choose by and to judge by, split the same for ever.

    Raises
    ------
    ValueError
        If the file is gone or no set.
    """
    about = read_set(path.stem)
    arrays = read_npz(about.path, LIMIT, ("x_train", "y_train", "x_test", "y_test"))
    training, test = (
        Digits(arrays[f"x_{part}"], arrays[f"y_{part}"]) for part in ("train", "test")
    )
    aside = np.zeros(len(training), bool)
    if len(training):
        free = np.flatnonzero(~training.occur_in(held_out_digits()))
        aside[free] = _aside(training[free], VALIDATION_SHARE)
    provenance = Provenance(
        source=IMPORTED,
        location=str(about.path),
        rejected=(),
        test_name=about.test_name,
        training=len(training),
        test=len(test),
        split_seed=SPLIT_SEED,
        fingerprint=fingerprint(training, test),
        changes=about.changes,
    )
    return Dataset(training[~aside], training[aside], test, provenance, aside)
