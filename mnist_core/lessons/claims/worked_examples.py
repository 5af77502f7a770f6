"""Claims that are worked examples: softmax and cross-entropy on given numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from mnist_core.lessons.claims.claim import (
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.claims.layer_effects import TOPIC
from mnist_core.lessons.training_step import cross_entropy

PREDICTED = (0.01, 0.02, 0.1, 0.7, 0.05, 0.02, 0.02, 0.05, 0.02, 0.01)  # document 004, line 341


@dataclass(frozen=True)
class SoftmaxExample(Figures):
    """The probabilities that softmax makes of the scores 1, 2 and 3."""

    digit_0: float
    digit_1: float
    digit_2: float


def softmax_example(evidence: Evidence) -> SoftmaxExample:
    probabilities, _ = cross_entropy(np.array([1.0, 2.0, 3.0]), 2)
    return SoftmaxExample(*map(float, probabilities))


def judge_softmax_example(found: SoftmaxExample) -> Finding:
    shares = (found.digit_0, found.digit_1, found.digit_2)
    words = ", ".join(f"{share:.4f}" for share in shares)
    return Finding(
        holds_if(tuple(round(share, 2) for share in shares) == (0.09, 0.24, 0.67)),
        f"e¹, e² and e³ divided by their sum are {words}.",
    )


@dataclass(frozen=True)
class LossExample(Figures):
    """The cross-entropy of PREDICTED for a 3, in nats, and the sum of PREDICTED."""

    loss: float
    total: Annotated[float, "sum of the probabilities"]


def loss_example(evidence: Evidence) -> LossExample:
    _, loss = cross_entropy(np.log(np.array(PREDICTED)), 3)
    return LossExample(loss, float(sum(PREDICTED)))


def judge_loss_example(found: LossExample) -> Finding:
    return Finding(
        holds_if(round(found.loss, 3) == 0.357 and round(found.total, 6) == 1),
        f"The ten probabilities add up to {found.total:.3g}, and −log 0.7 = {found.loss:.4f}. "
        f"The other nine do not count.",
    )


CLAIMS = (
    Claim(
        "softmax-example",
        "Softmax of 1, 2, 3",
        TOPIC,
        (Quote("004", 311, "After softmax: [0.09, 0.24, 0.67] (probabilities)"),),
        "Softmax turns the scores 1, 2 and 3 into 0.09, 0.24 and 0.67.",
        softmax_example,
        judge_softmax_example,
        page="training",
    ),
    Claim(
        "loss-example",
        "The loss of 0.7",
        TOPIC,
        (Quote("004", 342, "Loss = -log(0.7) ≈ 0.357 (good prediction, low loss)"),),
        "A network that gives the right digit 0.7 has a loss of 0.357.",
        loss_example,
        judge_loss_example,
        page="training",
    ),
)
