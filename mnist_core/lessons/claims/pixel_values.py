"""Claims about the values of pixels before and after they are scaled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.data.preprocessing import MEAN, STANDARD_DEVIATION, WHITE, scale, standardise
from mnist_core.lessons.claims.chart import Bar, Bars
from mnist_core.lessons.claims.claim import (
    STORED,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.claims.inputs import TOPIC
from mnist_core.lessons.claims.wording import number


@dataclass(frozen=True)
class PixelStatistics(Figures):
    """Over all pixels of MNIST's training digits, scaled to the range from 0 to 1."""

    mean: float
    standard_deviation: float


def constants(evidence: Evidence) -> PixelStatistics:
    training = evidence.record("mnist")["training"]
    return PixelStatistics(training["mean"], training["deviation"])


def judge_constants(found: PixelStatistics) -> Finding:
    mean, deviation = found.mean, found.standard_deviation
    return Finding(
        holds_if((round(mean, 4), round(deviation, 4)) == (MEAN, STANDARD_DEVIATION)),
        f"Over all pixels of the training digits, scaled to the range from 0 to 1, the mean is "
        f"{mean:.5f} and the standard deviation {deviation:.5f}.",
    )


@dataclass(frozen=True)
class Standardised(Figures):
    """What standardising makes of a pixel of paper (0) and of full ink (1)."""

    paper: float
    ink: float


def standardised(evidence: Evidence) -> Standardised:
    found = standardise(scale(np.array([0, WHITE], np.uint8)))
    return Standardised(paper=float(found[0]), ink=float(found[1]))


def judge_standardised(found: Standardised) -> Finding:
    paper, ink = found.paper, found.ink
    return Finding(
        holds_if(abs(paper) < 1e-6 and abs(ink - 1) < 1e-6),
        f"After subtracting {MEAN} and dividing by {STANDARD_DEVIATION}, paper is "
        f"{number(paper)} and full ink {number(ink)}.",
        f"Two steps, two ranges: first divide by {WHITE}, which gives 0 to 1, then standardise, "
        f"which gives {number(paper)} to {number(ink)}.",
    )


def draw_standardised(found: Standardised) -> Bars:
    return Bars(
        "value of a pixel",
        (
            Bar("paper, as the document has it", 0, said=True),
            Bar("paper, computed", found.paper),
            Bar("ink, as the document has it", 1, said=True),
            Bar("ink, computed", found.ink),
        ),
        form="number",
    )


CLAIMS = (
    Claim(
        "constants",
        "0.1307 and 0.3081",
        TOPIC,
        (Quote("000", 13, "specific mean (0.1307) and standard deviation (0.3081)"),),
        "MNIST's pixels have the mean 0.1307 and the standard deviation 0.3081.",
        constants,
        judge_constants,
        basis=STORED,
        record="mnist",
        page="dataset",
    ),
    Claim(
        "standardised",
        "The range after standardising",
        TOPIC,
        (
            Quote(
                "000",
                13,
                "Normalized pixel values to range [0,1] with specific mean (0.1307) and "
                "standard deviation (0.3081)",
            ),
        ),
        "Pixels normalised with this mean and deviation lie between 0 and 1.",
        standardised,
        judge_standardised,
        chart=draw_standardised,
        page="dataset",
    ),
)
