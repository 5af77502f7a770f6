"""Claims about moved digits: what translation invariance amounts to."""

from __future__ import annotations

import numpy as np

from mnist_core.data.perturbations import shift
from mnist_core.data.preprocessing import scale
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    NOW,
    Claim,
    Evidence,
    Figures,
    Finding,
    Lines,
    Quote,
    percent,
)
from mnist_core.network.architectures import ARCHITECTURES

TOPIC = "Moved digits"
READ = 400  # digits, a quarter of them in each direction
WHOLE = (0, 1, 2, 3, 4)  # pixels; at 4 nearly every digit is still wholly in the picture
NETWORKS = ("mlp", "classic_cnn", "keras_cnn")
DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1))  # right, down
HARDLY, CLEARLY = 0.01, 0.05  # losses of accuracy


def curve(evidence: Evidence, id: str, pixels: tuple[int, ...]) -> tuple[float, ...]:
    """The share of digits read right after moving each so far, in turn right, left, down, up."""
    digits, network = evidence.digits()[:READ], evidence.network(id)
    images = scale(digits.images)
    directions = np.resize(DIRECTIONS, (len(digits), 2))
    shares = []
    for distance in pixels:
        moved = shift(images, *(directions * distance).T)
        read = network.predict(moved).argmax(axis=1)
        shares.append(float((read == digits.labels).mean()))
    return tuple(shares)


def anywhere(evidence: Evidence) -> Figures:
    return {id: curve(evidence, id, WHOLE) for id in NETWORKS}


def judge_anywhere(**found: tuple[float, ...]) -> Finding:
    lost = {id: shares[0] - shares[-1] for id, shares in found.items() if id != "mlp"}
    worst = max(lost.values())
    words = ", ".join(
        f"{ARCHITECTURES[id].title} {percent(it[0], 1)} → {percent(it[-1], 1)}"
        for id, it in found.items()
    )
    return Finding(
        HOLDS if worst <= HARDLY else FAILS if worst > CLEARLY else DEPENDS,
        f"{READ} digits, moved by {WHOLE[-1]} pixels to one side or another, are still in the "
        f"picture and as easy to read for us. Read right: {words}.",
        "Convolutions and pooling soften the fall, compared with the perceptron, and no more than "
        "that. What makes a network indifferent to position is moved digits to learn from.",
    )


def nearby(evidence: Evidence) -> Figures:
    return {"keras_cnn": curve(evidence, "keras_cnn", (0, 1, 2))}


def judge_nearby(keras_cnn: tuple[float, ...]) -> Finding:
    still, one, two = keras_cnn
    robust = [still - one <= HARDLY, still - two <= HARDLY]
    return Finding(
        HOLDS if all(robust) else DEPENDS if any(robust) else FAILS,
        f"The Keras CNN reads {percent(still, 1)} of {READ} digits where they are, "
        f"{percent(one, 1)} moved by one pixel and {percent(two, 1)} moved by two.",
        "A maximum stays the same only while it moves inside its own 2 × 2 cells; beyond, the map "
        "after pooling changes. Two rounds of pooling tolerate about a pixel or two.",
    )


def draw(**found: tuple[float, ...]) -> Lines:
    steps = WHOLE[: len(next(iter(found.values())))]
    lines = tuple((ARCHITECTURES[id].title, shares) for id, shares in found.items())
    return Lines("moved by, pixels", "read right", steps, lines, form="percent")


CLAIMS = (
    Claim(
        "anywhere", "Wherever the digit is", TOPIC,
        (Quote("000", 105, "**Translation Invariance**: CNNs can recognize digits regardless of "
               "their exact position in the image"),),
        "A CNN reads a digit wherever in the picture it is.",
        anywhere, judge_anywhere, basis=NOW, chart=draw, page="robustness",
    ),
    Claim(
        "nearby", "Small shifts", TOPIC,
        (Quote("004", 187, "**Spatial translation invariance**: Model robust to small shifts"),),
        "Moving a digit by one or two pixels makes no difference to a CNN with pooling.",
        nearby, judge_nearby, basis=NOW, chart=draw, page="robustness",
    ),
)  # fmt: skip
