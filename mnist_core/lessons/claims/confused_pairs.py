"""The claim about which digits a network takes for each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from mnist_core.lessons.claims.accuracy import TOPIC
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
)
from mnist_core.network.architectures import ARCHITECTURES

NAMED = ((4, 9), (3, 8), (3, 5), (7, 9))  # document 000, lines 97 to 100
CNNS = ("classic_cnn", "wide_cnn", "keras_cnn")

Matrix = tuple[tuple[int, ...], ...]
"""Counts of test digits by label (row) and answer (column)."""


@dataclass(frozen=True)
class Confusions(Figures):
    """The confusion matrices of the documents' CNNs on 10,000 test digits, by network."""

    matrices: Annotated[Mapping[str, Matrix], "{}"]


def confusions(evidence: Evidence) -> Confusions:
    matrices = evidence.record("confusions")["networks"]
    return Confusions({id: tuple(map(tuple, matrices[id])) for id in CNNS})


def pairs(matrix: np.ndarray) -> dict[tuple[int, int], int]:
    """How often two digits were taken for each other, in either direction, most frequent first."""
    counts = {
        (one, other): int(matrix[one, other] + matrix[other, one])
        for one in range(10)
        for other in range(one + 1, 10)
    }
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def rank(found: Mapping[tuple[int, int], int], pair: tuple[int, int]) -> int:
    """The place of a pair among all pairs, 1 for the most frequent; ties share the better one."""
    return 1 + sum(count > found[pair] for count in found.values())


def judge_confusions(found: Confusions) -> Finding:
    counted = {id: pairs(np.array(matrix)) for id, matrix in found.matrices.items()}
    own = counted["classic_cnn"]
    ranks = [rank(own, pair) for pair in NAMED]
    among = sum(place <= len(NAMED) for place in ranks)
    verdict = HOLDS if among == len(NAMED) else DEPENDS if among else FAILS
    words = ", ".join(
        f"{one}–{other} {own[one, other]} (place {place})"
        for (one, other), place in zip(NAMED, ranks, strict=True)
    )
    first = "; ".join(
        f"{ARCHITECTURES[id].title} " + ", ".join(f"{a}–{b}" for a, b in list(it)[:4])
        for id, it in counted.items()
    )
    return Finding(
        verdict,
        f"How often the document's own network confused them, on 10,000 test digits: {words}. "
        f"{among} of {len(NAMED)} are among its four most frequent confusions.",
        f"Each network has a list of its own. The four most frequent, either way round: {first}.",
    )


def draw_confusions(found: Confusions) -> Bars:
    own = pairs(np.array(found.matrices["classic_cnn"]))
    shown = list(own)[:8] + [pair for pair in NAMED if pair not in list(own)[:8]]
    return Bars(
        "confusions in 10,000 test digits, classic CNN",
        tuple(Bar(f"{a} and {b}", own[a, b], said=(a, b) in NAMED) for a, b in shown),
    )


CLAIMS = (
    Claim(
        "confusions",
        "4 and 9, 3 and 8, …",
        TOPIC,
        (
            Quote("000", 96, "Common mistakes include confusing:"),
            Quote("000", 97, "4 and 9"),
            Quote("000", 98, "3 and 8"),
            Quote("000", 99, "5 and 3"),
            Quote("000", 100, "7 and 9"),
            Quote("002", 168, "Potential confusion between similar-looking digits (e.g., 4 and 9)"),
        ),
        "The four pairs that document 000 names are the most frequent confusions of its network.",
        confusions,
        judge_confusions,
        basis=STORED,
        record="confusions",
        chart=draw_confusions,
        page="evaluation",
    ),
)
