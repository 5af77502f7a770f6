"""Claims about the shape that digits need to have before a layer can take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mnist_core.data.digits import SIDE
from mnist_core.lessons.claims.claim import (
    NOW,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.claims.shapes import row
from mnist_core.lessons.claims.wording import by_side
from mnist_core.network.layers import Dense, Layer, LayerError, Shape

TOPIC = "Inputs and labels"


def accepts(layer: Layer, shape: Shape) -> bool:
    """Whether a layer can stand behind something of this shape."""
    try:
        layer.output_shape(shape)
    except LayerError:
        return False
    return True


@dataclass(frozen=True)
class Reshaping(Figures):
    """Whether a convolution can stand behind a vector of pixels, and behind one map of them."""

    takes_vector: Annotated[bool, "a convolution takes 784 numbers"]
    takes_map: Annotated[bool, "a convolution takes 28 × 28 × 1"]


def reshaping(evidence: Evidence) -> Reshaping:
    convolution = row("keras_cnn", "conv1").layer
    return Reshaping(
        takes_vector=accepts(convolution, (SIDE * SIDE,)),
        takes_map=accepts(convolution, (SIDE, SIDE, 1)),
    )


def judge_reshaping(found: Reshaping) -> Finding:
    return Finding(
        holds_if(found.takes_vector),
        f"A convolution {'takes' if found.takes_vector else 'refuses'} a vector of {SIDE * SIDE} "
        f"numbers and {'takes' if found.takes_map else 'refuses'} maps of "
        f"{by_side((SIDE, SIDE, 1))}: it needs to know which pixels are neighbours.",
        "A multilayer perceptron reads 784 numbers in a row, as in document 003. For a CNN, add a "
        "channel and keep rows and columns, as document 004 does.",
    )


@dataclass(frozen=True)
class DenseInput(Figures):
    """A dense layer directly behind feature maps.

    Attributes
    ----------
    accepted : whether it can stand there
    output_axes : of what it gives, without the batch; 0 if it cannot
    """

    accepted: bool
    output_axes: int


def dense_input(evidence: Evidence) -> DenseInput:
    shape = row("keras_cnn", "pool2").output_shape
    dense = Dense(10)
    accepted = accepts(dense, shape)
    return DenseInput(accepted, len(dense.output_shape(shape)) if accepted else 0)


def judge_dense_input(found: DenseInput) -> Finding:
    shape = row("keras_cnn", "pool2").output_shape
    after = Dense(10).output_shape(shape)
    return Finding(
        holds_if(not found.accepted),
        f"A dense layer of 10 units behind {by_side(shape)} gives {by_side(after)}: it works on "
        f"the last axis, at every position with the same weights. There is no error.",
        "Flatten is needed for another reason: only then has every position a weight of its own, "
        "and the network ten answers and not ten per position.",
    )


@dataclass(frozen=True)
class Channel(Figures):
    """The axes of the array of images, and with an axis for the channel."""

    axes: Annotated[int, "axes of the images"]
    axes_with_channel: Annotated[int, "axes with a channel"]


def channel(evidence: Evidence) -> Channel:
    axes = evidence.digits().images.ndim
    return Channel(axes, axes + 1)


def judge_channel(found: Channel) -> Finding:
    return Finding(
        holds_if(found.axes == 1),
        f"The images are an array with {found.axes} axes, (n, {SIDE}, {SIDE}); the channel makes "
        f"it {found.axes_with_channel}. “(60000,)” would be the shape of the labels.",
        f"(60000, {SIDE}, {SIDE}) → (60000, {SIDE}, {SIDE}, 1).",
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
)
