"""Claims about cross-entropy: what it needs to be told, and what it is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from mnist_core.lessons.claims.claim import (
    NOW,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.claims.inputs import TOPIC
from mnist_core.lessons.claims.wording import percent
from mnist_core.network.layer_forward import log_softmax, softmax

READ = 500  # digits that are read for a measurement
SAME = 1e-9  # two losses closer than this are one
EXTREME = np.array([[0.0, 200.0]])  # the scores of a network that is sure, and wrong if it is a 0


def losses(
    logits: np.ndarray, labels: np.ndarray, precision: type = np.float64
) -> dict[str, np.ndarray]:
    """The cross-entropy of every digit in three ways that should be one: arrays of shape (n,).

    From the whole numbers 0 to 9 and the scores; from one-hot vectors and the scores; from
    one-hot vectors and the probabilities.
    """
    shifted = (logits - logits.max(axis=1, keepdims=True)).astype(precision)
    logs = log_softmax(shifted)  # (n, 10)
    one_hot = np.eye(logits.shape[1])[labels]
    probabilities = softmax(shifted)
    with np.errstate(divide="ignore", invalid="ignore"):
        clipped = np.where(one_hot > 0, np.log(probabilities), 0)
    return {
        "label": -logs[np.arange(len(labels)), labels],
        "one hot": -(one_hot * logs).sum(axis=1),
        "probabilities": -clipped.sum(axis=1),
    }


def scores_of(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """The Keras CNN's scores before softmax on the digits in use, and their labels."""
    digits = evidence.digits()[:READ]
    probabilities = evidence.network("keras_cnn").predict(digits.images).astype(np.float64)
    return np.log(np.maximum(probabilities, np.finfo(np.float32).tiny)), digits.labels


@dataclass(frozen=True)
class OneHot(Figures):
    """The cross-entropy of the Keras CNN on the digits in use, from labels in two forms.

    Attributes
    ----------
    from_labels, from_one_hot : the mean loss, in nats
    largest_difference : between the two, of any digit
    test_accuracy : of the Keras CNN, which was trained on labels 0 to 9
    """

    from_labels: Annotated[float, "loss from labels 0 to 9"]
    from_one_hot: Annotated[float, "loss from one-hot vectors"]
    largest_difference: float
    test_accuracy: Annotated[float, "trained on labels 0 to 9"]


def one_hot(evidence: Evidence) -> OneHot:
    found = losses(*scores_of(evidence))
    return OneHot(
        from_labels=float(found["label"].mean()),
        from_one_hot=float(found["one hot"].mean()),
        largest_difference=float(np.abs(found["label"] - found["one hot"]).max()),
        test_accuracy=float(evidence.manifest()["keras_cnn"]["mean test accuracy"]),
    )


def judge_one_hot(found: OneHot) -> Finding:
    return Finding(
        holds_if(found.largest_difference > SAME),
        f"The mean loss is {found.from_labels:.6f} from whole numbers and {found.from_one_hot:.6f} "
        f"from one-hot vectors; the largest difference of any digit is "
        f"{found.largest_difference:.1g}. All but one term of the sum are multiplied by zero.",
        "Only Keras' categorical_crossentropy asks for one-hot vectors; its sparse twin takes "
        f"whole numbers. The networks here never saw a one-hot vector, and the Keras CNN reads "
        f"{percent(found.test_accuracy)} of the test digits.",
    )


@dataclass(frozen=True)
class FromScores(Figures):
    """The cross-entropy of the Keras CNN on the digits in use, by two ways.

    Attributes
    ----------
    from_scores, from_probabilities : the mean loss, in nats
    largest_difference : between the two, of any digit
    extreme_from_scores : the loss of EXTREME, in float32
    infinite_from_probabilities : whether float32 makes it infinite by way of probabilities
    """

    from_scores: Annotated[float, "loss from scores"]
    from_probabilities: Annotated[float, "loss from probabilities"]
    largest_difference: float
    extreme_from_scores: float
    infinite_from_probabilities: bool


def from_scores(evidence: Evidence) -> FromScores:
    logits, labels = scores_of(evidence)
    found = losses(logits, labels)
    extreme = losses(EXTREME, np.array([0]), np.float32)
    return FromScores(
        from_scores=float(found["label"].mean()),
        from_probabilities=float(found["probabilities"].mean()),
        largest_difference=float(np.abs(found["label"] - found["probabilities"]).max()),
        extreme_from_scores=float(extreme["label"][0]),
        infinite_from_probabilities=bool(np.isinf(extreme["probabilities"][0])),
    )


def judge_from_scores(found: FromScores) -> Finding:
    infinite = found.infinite_from_probabilities
    safer = "From scores it is also safer" if infinite else "From scores it is as safe"
    way = "infinite" if infinite else "finite"
    right, wrong = EXTREME[0]
    return Finding(
        holds_if(found.largest_difference > SAME),
        f"The loss from the scores, {found.from_scores:.6f}, is the loss from the probabilities, "
        f"{found.from_probabilities:.6f}: softmax can be a part of the loss.",
        f"{safer}: of the scores {right:.0f} and {wrong:.0f}, where the first is the right one, "
        f"the loss is {way} by way of probabilities (in float32), {found.extreme_from_scores:.0f} "
        f"from scores. Keras calls it from_logits=True; the trainer here does the same.",
    )


CLAIMS = (
    Claim(
        "one-hot",
        "One-hot labels",
        TOPIC,
        (
            Quote(
                "001",
                30,
                "To make them suitable for the CNN, they need to be converted into a "
                "one-hot encoded format",
            ),
            Quote("004", 127, "Required for **categorical crossentropy loss** function"),
        ),
        "Without one-hot labels a CNN cannot be trained with cross-entropy.",
        one_hot,
        judge_one_hot,
        basis=NOW,
        page="training",
    ),
    Claim(
        "from-scores",
        "Softmax before the loss",
        TOPIC,
        (
            Quote(
                "004",
                317,
                "**Required for categorical crossentropy**: Loss function expects probabilities",
            ),
        ),
        "Cross-entropy can only be computed from probabilities.",
        from_scores,
        judge_from_scores,
        basis=NOW,
        page="training",
    ),
)
