"""The claim that the largest probability says how likely a network is right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.lessons.claims.accuracy import TOPIC
from mnist_core.lessons.claims.chart import Bar, Bars
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

CALIBRATED, UNSURE = 0.01, 0.2
SHUFFLED, SEED = 300, 1


@dataclass(frozen=True)
class Confidence(Figures):
    """How sure the Keras CNN is: the mean of its largest probabilities.

    Attributes
    ----------
    sure_of_digits : on the digits in use
    right_about_digits : the share of them that it reads right
    sure_of_scrambled_pixels : on the same digits, their pixels in random order
    """

    sure_of_digits: float
    right_about_digits: float
    sure_of_scrambled_pixels: float


def confidence(evidence: Evidence) -> Confidence:
    network, digits = evidence.network("keras_cnn"), evidence.digits()[:SHUFFLED]
    read = network.predict(digits.images)
    random = np.random.default_rng(SEED)
    pixels = digits.images.reshape(len(digits), -1)
    scrambled = random.permuted(pixels, axis=1).reshape(digits.images.shape)
    return Confidence(
        sure_of_digits=float(read.max(axis=1).mean()),
        right_about_digits=float((read.argmax(axis=1) == digits.labels).mean()),
        sure_of_scrambled_pixels=float(network.predict(scrambled).max(axis=1).mean()),
    )


def judge_confidence(found: Confidence) -> Finding:
    sure, right = found.sure_of_digits, found.right_about_digits
    scrambled = found.sure_of_scrambled_pixels
    honest = [abs(sure - right) < CALIBRATED, scrambled < UNSURE]
    return Finding(
        HOLDS if all(honest) else DEPENDS if any(honest) else FAILS,
        f"On {SHUFFLED} digits the Keras CNN is {percent(sure, 1)} sure on average and right in "
        f"{percent(right, 1)}. Then the pixels of every digit were scrambled, so that nothing can "
        f"be read: it is still {percent(scrambled, 1)} sure, where not knowing would be 10 %.",
        "Softmax shares one whole among ten digits and has no share for “none of them”. On digits "
        "like those it learnt from it can be near the truth; elsewhere it means little.",
    )


def draw_confidence(found: Confidence) -> Bars:
    return Bars(
        "mean probability or share, %",
        (
            Bar("sure of digits", found.sure_of_digits),
            Bar("right about digits", found.right_about_digits),
            Bar("sure of scrambled pixels", found.sure_of_scrambled_pixels),
            Bar("knowing nothing", 0.1, said=True),
        ),
        form="percent",
    )


CLAIMS = (
    Claim(
        "confidence",
        "Softmax as confidence",
        TOPIC,
        (
            Quote("004", 316, "**Interpretability**: Outputs are confidence scores"),
            Quote(
                "001",
                43,
                "This indicates the model's confidence in predicting each digit for a given image.",
            ),
        ),
        "The largest of the ten probabilities says how likely the network is right.",
        confidence,
        judge_confidence,
        basis=NOW,
        chart=draw_confidence,
        page="draw",
    ),
)
