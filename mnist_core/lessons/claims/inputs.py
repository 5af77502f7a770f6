"""Claims about what has to be done to digits and labels before a network can learn from them."""

from __future__ import annotations

import numpy as np

from mnist_core.data.digits import SIDE
from mnist_core.data.preprocessing import MEAN, STANDARD_DEVIATION, WHITE, scale, standardise
from mnist_core.lessons.claims.claim import (
    NOW,
    STORED,
    Bar,
    Bars,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
    number,
    percent,
)
from mnist_core.lessons.claims.shapes import by_side, row
from mnist_core.network.layers import Conv2D, Dense, LayerError, Shape

TOPIC = "Inputs and labels"
READ = 500  # digits that are read for a measurement
SAME = 1e-9  # two losses closer than this are one
EXTREME = np.array([[0.0, 200.0]])  # the scores of a network that is sure, and wrong if it is a 0


def accepts(layer: Conv2D | Dense, shape: Shape) -> bool:
    """Whether a layer can stand behind something of this shape."""
    try:
        layer.output_shape(shape)
    except LayerError:
        return False
    return True


def reshaping(evidence: Evidence) -> Figures:
    convolution = row("keras_cnn", "conv1").layer
    return {
        "a convolution takes 784 numbers": accepts(convolution, (SIDE * SIDE,)),
        "a convolution takes 28 × 28 × 1": accepts(convolution, (SIDE, SIDE, 1)),
    }


def judge_reshaping(**found: bool) -> Finding:
    vector, maps = found.values()
    return Finding(
        holds_if(vector),
        f"A convolution {'takes' if vector else 'refuses'} a vector of {SIDE * SIDE} numbers and "
        f"{'takes' if maps else 'refuses'} maps of {by_side((SIDE, SIDE, 1))}: it needs to know "
        f"which pixels are neighbours.",
        "A multilayer perceptron reads 784 numbers in a row, as in document 003. For a CNN, add a "
        "channel and keep rows and columns, as document 004 does.",
    )


def dense_input(evidence: Evidence) -> Figures:
    shape = row("keras_cnn", "pool2").output_shape
    dense = Dense(10)
    return {
        "accepted": accepts(dense, shape),
        "output axes": len(dense.output_shape(shape)) if accepts(dense, shape) else 0,
    }


def judge_dense_input(**found: int) -> Finding:
    accepted, _ = found.values()
    shape = row("keras_cnn", "pool2").output_shape
    after = Dense(10).output_shape(shape)
    return Finding(
        holds_if(not accepted),
        f"A dense layer of 10 units behind {by_side(shape)} gives {by_side(after)}: it works on "
        f"the last axis, at every position with the same weights. There is no error.",
        "Flatten is needed for another reason: only then has every position a weight of its own, "
        "and the network ten answers and not ten per position.",
    )


def channel(evidence: Evidence) -> Figures:
    shape = evidence.digits().images.shape
    return {"axes of the images": len(shape), "axes with a channel": len(shape) + 1}


def judge_channel(**found: int) -> Finding:
    axes, with_channel = found.values()
    return Finding(
        holds_if(axes == 1),
        f"The images are an array with {axes} axes, (n, {SIDE}, {SIDE}); the channel makes it "
        f"{with_channel}. “(60000,)” would be the shape of the labels.",
        f"(60000, {SIDE}, {SIDE}) → (60000, {SIDE}, {SIDE}, 1).",
    )


def losses(
    logits: np.ndarray, labels: np.ndarray, precision: type = np.float64
) -> dict[str, np.ndarray]:
    """The cross-entropy of every digit in three ways that should be one: arrays of shape (n,).

    From the whole numbers 0 to 9 and the scores; from one-hot vectors and the scores; from
    one-hot vectors and the probabilities.
    """
    shifted = (logits - logits.max(axis=1, keepdims=True)).astype(precision)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))  # (n, 10)
    one_hot = np.eye(logits.shape[1])[labels]
    probabilities = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
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


def one_hot(evidence: Evidence) -> Figures:
    found = losses(*scores_of(evidence))
    return {
        "loss from labels 0 to 9": float(found["label"].mean()),
        "loss from one-hot vectors": float(found["one hot"].mean()),
        "largest difference": float(np.abs(found["label"] - found["one hot"]).max()),
        "trained on labels 0 to 9": float(evidence.manifest()["keras_cnn"]["mean test accuracy"]),
    }


def judge_one_hot(**found: float) -> Finding:
    labels, vectors, difference, reached = found.values()
    return Finding(
        holds_if(difference > SAME),
        f"The mean loss is {labels:.6f} from whole numbers and {vectors:.6f} from one-hot vectors; "
        f"the largest difference of any digit is {difference:.1g}. All but one term of "
        f"the sum are multiplied by zero.",
        "Only Keras' categorical_crossentropy asks for one-hot vectors; its sparse twin takes "
        f"whole numbers. The networks here never saw a one-hot vector, and the Keras CNN reads "
        f"{percent(reached)} of the test digits.",
    )


def from_scores(evidence: Evidence) -> Figures:
    logits, labels = scores_of(evidence)
    found = losses(logits, labels)
    extreme = losses(EXTREME, np.array([0]), np.float32)
    return {
        "loss from scores": float(found["label"].mean()),
        "loss from probabilities": float(found["probabilities"].mean()),
        "largest difference": float(np.abs(found["label"] - found["probabilities"]).max()),
        "extreme from scores": float(extreme["label"][0]),
        "infinite from probabilities": bool(np.isinf(extreme["probabilities"][0])),
    }


def judge_from_scores(**found: float) -> Finding:
    scores, probabilities, difference, direct, infinite = found.values()
    safer = "From scores it is also safer" if infinite else "From scores it is as safe"
    way = "infinite" if infinite else "finite"
    right, wrong = EXTREME[0]
    return Finding(
        holds_if(difference > SAME),
        f"The loss from the scores, {scores:.6f}, is the loss from the probabilities, "
        f"{probabilities:.6f}: softmax can be a part of the loss.",
        f"{safer}: of the scores {right:.0f} and {wrong:.0f}, where the first is the right one, "
        f"the loss is {way} by way of probabilities (in float32), {direct:.0f} from scores. "
        f"Keras calls it from_logits=True; the trainer here does the same.",
    )


def constants(evidence: Evidence) -> Figures:
    training = evidence.record("mnist")["training"]
    return {"mean": training["mean"], "standard deviation": training["deviation"]}


def judge_constants(**found: float) -> Finding:
    mean, deviation = found.values()
    return Finding(
        holds_if((round(mean, 4), round(deviation, 4)) == (MEAN, STANDARD_DEVIATION)),
        f"Over all pixels of the training digits, scaled to the range from 0 to 1, the mean is "
        f"{mean:.5f} and the standard deviation {deviation:.5f}.",
    )


def standardised(evidence: Evidence) -> Figures:
    found = standardise(scale(np.array([0, WHITE], np.uint8)))
    return {"paper": float(found[0]), "ink": float(found[1])}


def judge_standardised(paper: float, ink: float) -> Finding:
    return Finding(
        holds_if(abs(paper) < 1e-6 and abs(ink - 1) < 1e-6),
        f"After subtracting {MEAN} and dividing by {STANDARD_DEVIATION}, paper is "
        f"{number(paper)} and full ink {number(ink)}.",
        f"Two steps, two ranges: first divide by {WHITE}, which gives 0 to 1, then standardise, "
        f"which gives {number(paper)} to {number(ink)}.",
    )


def draw_standardised(paper: float, ink: float) -> Bars:
    return Bars(
        "value of a pixel",
        (
            Bar("paper, as the document has it", 0, said=True),
            Bar("paper, computed", paper),
            Bar("ink, as the document has it", 1, said=True),
            Bar("ink, computed", ink),
        ),
        form="number",
    )


CLAIMS = (
    Claim(
        "reshaping",
        "784 numbers in a row",
        TOPIC,
        (
            Quote(
                "001",
                28,
                "need to be reshaped to a format suitable for the CNN. This typically "
                "involves converting the 28x28 pixel images into a 1D array of 784 elements.",
            ),
        ),
        "A CNN is fed 784 numbers in a row.",
        reshaping,
        judge_reshaping,
    ),
    Claim(
        "dense-input",
        "Why flatten?",
        TOPIC,
        (
            Quote("004", 230, "Dense layers require 1D input (fully connected neurons)"),
            Quote("004", 476, "Dense layers expect 1D input"),
        ),
        "A dense layer cannot stand directly behind feature maps.",
        dense_input,
        judge_dense_input,
    ),
    Claim(
        "channel",
        "The shape before reshaping",
        TOPIC,
        (Quote("004", 108, "Shape: (60000,) → (60000, 28, 28, 1)"),),
        "Before reshaping, the images have the shape (60000,).",
        channel,
        judge_channel,
        basis=NOW,
        page="dataset",
    ),
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
