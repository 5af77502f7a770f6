"""Claims about the digits themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mnist_core.data.measurements import LARGER_SIDE
from mnist_core.lessons.claims.chart import Bar, Bars
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    STORED,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.claims.wording import percent

TOPIC = "The digits"
EQUAL, FAR_FROM_EQUAL = 1.05, 1.5  # the most frequent digit's count over the rarest one's
NEARLY_ALL, SOME = 0.999, 0.05
MOSTLY = 0.95


@dataclass(frozen=True)
class Sizes(Figures):
    """How many digits MNIST has."""

    training_digits: int
    test_digits: int


def sizes(evidence: Evidence) -> Sizes:
    mnist = evidence.record("mnist")
    return Sizes(mnist["training"]["digits"], mnist["test"]["digits"])


def judge_sizes(found: Sizes) -> Finding:
    training, test = found.training_digits, found.test_digits
    return Finding(
        holds_if((training, test) == (60_000, 10_000)),
        f"Counted in the file: {training:,} to learn from and {test:,} to be judged by.",
        "No document sets some of the training digits aside for validation.",
    )


@dataclass(frozen=True)
class Balance(Figures):
    """How often each digit occurs.

    Attributes
    ----------
    counts : of the training digits 0 to 9
    ratio : the largest count over the smallest
    majority : accuracy on the test digits of always answering the most frequent one
    """

    counts: tuple[int, ...]
    ratio: float
    majority: Annotated[float, "always the most frequent"]


def balance(evidence: Evidence) -> Balance:
    mnist = evidence.record("mnist")
    counts, test = mnist["training"]["counts"], mnist["test"]["counts"]
    return Balance(tuple(counts), max(counts) / min(counts), max(test) / sum(test))


def judge_balance(found: Balance) -> Finding:
    counts, ratio = found.counts, found.ratio
    most, least = counts.index(max(counts)), counts.index(min(counts))
    return Finding(
        HOLDS if ratio <= EQUAL else FAILS if ratio >= FAR_FROM_EQUAL else DEPENDS,
        f"Among the training digits there are {counts[most]:,} of the {most} and {counts[least]:,} "
        f"of the {least}, {ratio:.2f} times as many.",
        f"Nearly balanced. Near enough that accuracy is a fair measure: always answering the most "
        f"frequent digit is right for {percent(found.majority)} of the test digits, where balanced "
        f"classes would give 10 %.",
    )


def draw_balance(found: Balance) -> Bars:
    equal = Bar("if balanced", sum(found.counts) / len(found.counts), said=True)
    bars = (Bar(f"digit {digit}", count) for digit, count in enumerate(found.counts))
    return Bars("training digits", (equal, *bars))


@dataclass(frozen=True)
class Centring(Figures):
    """Where the training digits stand in their pictures.

    Attributes
    ----------
    centred_mass : share whose centre of mass is within half a pixel of the middle
    full_size : share whose larger side is 20 pixels
    box_off : share whose box around the ink is more than a pixel off the middle
    offsets, digits : how far boxes are off the middle, in pixels, and how many digits each
    """

    centred_mass: Annotated[float, "centre of mass in the middle"]
    full_size: Annotated[float, "larger side is 20"]
    box_off: Annotated[float, "box off by more than 1"]
    offsets: tuple[float, ...]
    digits: tuple[int, ...]


def centring(evidence: Evidence) -> Centring:
    training = evidence.record("mnist")["training"]
    counts = training["box offsets"].items()
    offsets = dict(sorted((float(name), count) for name, count in counts))
    return Centring(
        centred_mass=training["centre of mass in the middle"],
        full_size=training["larger side is 20"],
        box_off=training["box off by more than 1"],
        offsets=tuple(offsets),
        digits=tuple(offsets.values()),
    )


def judge_centring(found: Centring) -> Finding:
    mass, sized, off = found.centred_mass, found.full_size, found.box_off
    exact = mass >= NEARLY_ALL and sized >= NEARLY_ALL
    return Finding(
        FAILS if not exact else HOLDS if off < SOME else DEPENDS,
        f"By the centre of mass yes: it lies within half a pixel of the middle in "
        f"{percent(mass, 3)} of the digits, and the larger side is {LARGER_SIDE} pixels in "
        f"{percent(sized)}. By the box around the ink no: in {percent(off, 1)} it is more than a "
        f"pixel off the middle.",
        "MNIST puts the centre of mass in the middle, not the box. A program that centres the box "
        "of your drawing shows a network digits that MNIST does not have.",
    )


def draw_centring(found: Centring) -> Bars:
    counts = zip(found.offsets, found.digits, strict=True)
    return Bars(
        "training digits whose box is so many pixels off the middle",
        tuple(Bar(f"{offset:g} pixels", digits) for offset, digits in counts),
    )


@dataclass(frozen=True)
class Paper(Figures):
    """What is around the training digits.

    Attributes
    ----------
    zero : share of all pixels that are exactly 0
    clean_borders : share of digits whose outermost ring of pixels is
    """

    zero: Annotated[float, "exactly 0"]
    clean_borders: float


def paper(evidence: Evidence) -> Paper:
    training = evidence.record("mnist")["training"]
    return Paper(training["paper"], training["clean borders"])


def judge_paper(found: Paper) -> Finding:
    zero, clean = found.zero, found.clean_borders
    return Finding(
        holds_if(zero > 0.5 and clean > MOSTLY),
        f"{percent(zero, 1)} of all pixels are exactly 0, and in {percent(clean, 1)} of the "
        f"digits the whole outermost ring of pixels is.",
        "So a network learns nothing about shadows, lines or texture. That is why the Draw page "
        "cleans a picture before it is read.",
    )


CLAIMS = (
    Claim(
        "sizes",
        "60,000 and 10,000",
        TOPIC,
        (
            Quote("000", 9, "**Training set**: 60,000 examples"),
            Quote("000", 10, "**Test set**: 10,000 examples"),
            Quote("002", 12, "**Training Set**: 60,000 grayscale images"),
        ),
        "MNIST has 60,000 training and 10,000 test digits.",
        sizes,
        judge_sizes,
        basis=STORED,
        record="mnist",
        page="dataset",
    ),
    Claim(
        "balance",
        "Balanced classes",
        TOPIC,
        (Quote("001", 16, "The dataset is well-structured, with balanced class distributions"),),
        "There are equally many of each digit.",
        balance,
        judge_balance,
        basis=STORED,
        record="mnist",
        chart=draw_balance,
        page="dataset",
    ),
    Claim(
        "centring",
        "Perfectly centred",
        TOPIC,
        (
            Quote(
                "000",
                113,
                "**Fixed Size**: All images are perfectly centered and sized, unlike "
                "natural handwriting",
            ),
        ),
        "Every digit is exactly in the middle and of one size.",
        centring,
        judge_centring,
        basis=STORED,
        record="mnist",
        chart=draw_centring,
        page="dataset",
    ),
    Claim(
        "paper",
        "Clean backgrounds",
        TOPIC,
        (Quote("000", 112, "Images have clean backgrounds unlike many real applications"),),
        "Behind the digits there is nothing.",
        paper,
        judge_paper,
        basis=STORED,
        record="mnist",
        page="dataset",
    ),
)
