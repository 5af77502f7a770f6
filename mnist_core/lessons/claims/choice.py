"""The claim that digits which choose a network can judge it, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

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
from mnist_core.lessons.claims.wording import points

OPTIMISTIC = 0.0002  # two digits in ten thousand


@dataclass(frozen=True)
class Choice(Figures):
    """By how much accuracy is overestimated on the digits that chose, on average.

    Attributes
    ----------
    epoch : where they chose one of the epochs of a training
    network : where they chose among all random seeds and epochs
    none : where nothing was chosen
    """

    epoch: Annotated[float, "one of the epochs"]
    network: Annotated[float, "one of all networks"]
    none: Annotated[float, "no choice"]


def choice(evidence: Evidence) -> Choice:
    optimism = evidence.record("choice")["optimism"]
    return Choice(
        epoch=optimism["one of the epochs"]["mean"],
        network=optimism["one of all networks"]["mean"],
        none=optimism["no choice"]["mean"],
    )


def judge_choice(found: Choice) -> Finding:
    epochs, networks, none = found.epoch, found.network, found.none
    return Finding(
        FAILS if networks >= OPTIMISTIC else HOLDS if networks <= 0 else DEPENDS,
        f"Half of the test digits choose, the other half judge, a thousand times over. The epoch "
        f"chosen looks {points(epochs)} better on the digits that chose it than on the others; the "
        f"best of all seeds and epochs {points(networks)}. Without a choice it is {points(none)}.",
        "Small here, because the epochs hardly differ; it grows with every further choice. Digits "
        "that choose are no longer unseen: set some of the training digits aside for that, and "
        "open the test set once.",
    )


def draw_choice(found: Choice) -> Bars:
    return Bars(
        "accuracy claimed minus accuracy on fresh digits, %",
        (
            Bar("one of the epochs", found.epoch),
            Bar("one of all networks", found.network),
            Bar("no choice", found.none),
        ),
        form="percent",
    )


CLAIMS = (
    Claim(
        "choice",
        "The test set as validation data",
        TOPIC,
        (
            Quote("004", 359, "validation_data=(x_test, y_test)"),
            Quote("004", 370, "Evaluate on unseen data after each epoch."),
            Quote("004", 670, "early_stop = EarlyStopping(monitor='val_loss', patience=3)"),
        ),
        "A network chosen by its accuracy on the test digits is just as accurate on unseen ones.",
        choice,
        judge_choice,
        basis=STORED,
        record="choice",
        chart=draw_choice,
        page="evaluation",
    ),
)
