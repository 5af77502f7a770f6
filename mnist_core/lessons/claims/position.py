"""Claims about moved digits: what translation invariance amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from mnist_core.data.digits import Digits
from mnist_core.data.geometry import shift
from mnist_core.data.preprocessing import scale
from mnist_core.evaluation.robustness import keeps_ink
from mnist_core.lessons.claims.chart import Lines
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    NOW,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
)
from mnist_core.lessons.claims.wording import percent
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.studies.stored_results import NotMeasured

TOPIC = "Moved digits"
READ = 400  # digits, a quarter of them in each direction; those that would be cut off are left out
FAR, NEAR = (0, 1, 2, 3, 4), (0, 1, 2)  # pixels
MOVED_IN_TRAINING = "robust_cnn"  # learnt from moved digits; no document's network did
CNNS = ("classic_cnn", "keras_cnn")
DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1))  # right, down
HARDLY, CLEARLY = 0.01, 0.05  # losses of accuracy


def whole_digits(evidence: Evidence, farthest: int) -> tuple[Digits, np.ndarray]:
    """The digits that lose no ink when moved so far, and where each goes: int array (n, 2).

    They go right, left, down and up in turn.

    Raises
    ------
    NotMeasured
        If every one would be cut off.
    """
    digits = evidence.digits()[:READ]
    directions = np.resize(DIRECTIONS, (len(digits), 2))
    whole = keeps_ink(digits.images, shift(scale(digits.images), *(directions * farthest).T))
    if not whole.any():
        raise NotMeasured(f"All of the first {len(digits)} digits are cut off when moved so far.")
    return digits[whole], directions[whole]


def curve(evidence: Evidence, id: str, pixels: tuple[int, ...]) -> tuple[float, ...]:
    """The share read right after moving each so far, of the digits that stay whole throughout."""
    digits, directions = whole_digits(evidence, pixels[-1])
    network, images, shares = evidence.network(id), scale(digits.images), []
    for distance in pixels:
        moved = shift(images, *(directions * distance).T)
        read = network.predict(moved).argmax(axis=1)
        shares.append(float((read == digits.labels).mean()))
    return tuple(shares)


@dataclass(frozen=True)
class Anywhere(Figures):
    """How well moved digits are read.

    Attributes
    ----------
    shares : read right, one for each distance of FAR, by network
    digits : how many lose no ink at any of them
    """

    shares: Annotated[Mapping[str, tuple[float, ...]], "{}"]
    digits: int


def anywhere(evidence: Evidence) -> Anywhere:
    shares = {id: curve(evidence, id, FAR) for id in ("mlp", *CNNS, MOVED_IN_TRAINING)}
    return Anywhere(shares, len(whole_digits(evidence, FAR[-1])[0]))


def judge_anywhere(found: Anywhere) -> Finding:
    """The documents' networks decide: none of them was given moved digits to learn from."""
    lost = {id: shares[0] - shares[-1] for id, shares in found.shares.items()}
    worst = max(lost[id] for id in CNNS)
    trained = lost[MOVED_IN_TRAINING]
    words = ", ".join(
        f"{ARCHITECTURES[id].title} {percent(it[0], 1)} → {percent(it[-1], 1)}"
        for id, it in found.shares.items()
    )
    return Finding(
        HOLDS if worst <= HARDLY else FAILS if worst > CLEARLY else DEPENDS,
        f"Of the first {READ} digits, {found.digits} lose no ink when moved by {FAR[-1]} pixels to "
        f"one side or another: they are as easy to read for us. Read right: {words}.",
        f"{_softened(lost)} The {ARCHITECTURES[MOVED_IN_TRAINING].title} alone has learnt from "
        f"moved digits: it loses {100 * trained:.1f} points. "
        f"{'That is what makes the difference.' if trained < worst else ''}".strip(),
    )


def _softened(lost: Mapping[str, float]) -> str:
    if max(lost[id] for id in CNNS) < lost["mlp"]:
        return "Convolutions and pooling soften the fall, compared with the perceptron, no more."
    return "Convolutions and pooling do not even soften the fall, compared with the perceptron."


@dataclass(frozen=True)
class Nearby(Figures):
    """How well the Keras CNN reads digits that are moved a little.

    Attributes
    ----------
    keras_cnn : the shares read right, one for each distance of NEAR
    digits : how many lose no ink at any of them
    """

    keras_cnn: tuple[float, ...]
    digits: int


def nearby(evidence: Evidence) -> Nearby:
    shares = curve(evidence, "keras_cnn", NEAR)
    return Nearby(shares, len(whole_digits(evidence, NEAR[-1])[0]))


def judge_nearby(found: Nearby) -> Finding:
    still, one, two = found.keras_cnn
    robust = [still - one <= HARDLY, still - two <= HARDLY]
    return Finding(
        HOLDS if all(robust) else DEPENDS if any(robust) else FAILS,
        f"Of {found.digits} digits that two pixels do not cut off, the Keras CNN reads "
        f"{percent(still, 1)} where they are, {percent(one, 1)} moved by one pixel and "
        f"{percent(two, 1)} moved by two.",
        "A maximum stays the same only while it moves inside its own 2 × 2 cells; beyond, the map "
        "after pooling changes. Two rounds of pooling tolerate about a pixel or two.",
    )


def draw_anywhere(found: Anywhere) -> Lines:
    return draw(found.shares, FAR)


def draw_nearby(found: Nearby) -> Lines:
    return draw({"keras_cnn": found.keras_cnn}, NEAR)


def draw(shares: Mapping[str, tuple[float, ...]], pixels: tuple[int, ...]) -> Lines:
    """The share read right over the distance, one line for each network."""
    lines = tuple((ARCHITECTURES[id].title, it) for id, it in shares.items())
    return Lines("moved by, pixels", "read right", pixels, lines, form="percent")


CLAIMS = (
    Claim(
        "anywhere",
        "Wherever the digit is",
        TOPIC,
        (
            Quote(
                "000",
                105,
                "**Translation Invariance**: CNNs can recognize digits regardless of "
                "their exact position in the image",
            ),
        ),
        "A CNN reads a digit wherever in the picture it is.",
        anywhere,
        judge_anywhere,
        basis=NOW,
        chart=draw_anywhere,
        page="robustness",
    ),
    Claim(
        "nearby",
        "Small shifts",
        TOPIC,
        (Quote("004", 187, "**Spatial translation invariance**: Model robust to small shifts"),),
        "Moving a digit by one or two pixels makes no difference to a CNN with pooling.",
        nearby,
        judge_nearby,
        basis=NOW,
        chart=draw_nearby,
        page="robustness",
    ),
)
