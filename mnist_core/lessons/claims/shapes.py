"""Claims about shapes: what goes into a layer and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

from mnist_core.data.digits import SIDE
from mnist_core.editing.budget import same_paddings_that_give
from mnist_core.lessons.claims.chart import Bar, Bars
from mnist_core.lessons.claims.claim import (
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.claims.wording import by_side
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.summary import Row

TOPIC = "Shapes"
SAID_004 = (6, 6, 64)  # lines 203, 213 and 225
SAID_UNITS = 128


def row(architecture: str, name: str) -> Row:
    """A layer's row in the summary of an architecture."""
    return next(row for row in ARCHITECTURES[architecture].rows if row.layer.name == name)


@dataclass(frozen=True)
class FirstMaps(Figures):
    """The output shape of the Keras CNN's first convolution."""

    height: int
    width: int
    maps: int


def first_maps(evidence: Evidence) -> FirstMaps:
    height, width, maps = row("keras_cnn", "conv1").output_shape
    return FirstMaps(height, width, maps)


def judge_first_maps(found: FirstMaps) -> Finding:
    shape = (found.height, found.width, found.maps)
    return Finding(
        holds_if(shape == (26, 26, 32)),
        f"A 3 × 3 window fits into {SIDE} pixels at {SIDE} − 3 + 1 = {found.height} places, and "
        f"each of {found.maps} filters makes one map: {by_side(shape)}.",
        "Remember the rule, side − kernel + 1: the document forgets it one layer later.",
    )


@dataclass(frozen=True)
class SecondMaps(Figures):
    """The second convolution of the Keras CNN and the pool behind it.

    Attributes
    ----------
    side : of the convolution's maps, in cells
    pooled_side : of the pool's maps
    maps : how many there are
    """

    side: int
    pooled_side: int
    maps: int


def second_maps(evidence: Evidence) -> SecondMaps:
    before, after = (row("keras_cnn", name).output_shape for name in ("conv2", "pool2"))
    return SecondMaps(side=before[0], pooled_side=after[0], maps=after[2])


def judge_second_maps(found: SecondMaps) -> Finding:
    side, pooled, maps = found.side, found.pooled_side, found.maps
    before = row("keras_cnn", "conv2").input_shape[0]
    return Finding(
        holds_if((side, pooled, maps) == (13, 6, 64)),
        f"With valid padding {before} − 3 + 1 = {side}, and pooling halves and rounds down: "
        f"{by_side((side, side, maps))} → {by_side((pooled, pooled, maps))}.",
        f"{by_side((13, 13, 64))} needs same padding, which adds a border of zeros; the document's "
        f"code does not ask for it. Rounding down leaves {row('keras_cnn', 'pool2').unused_cells} "
        f"of {side * side} cells of every map unread.",
    )


@dataclass(frozen=True)
class Flattened(Figures):
    """What stands behind the last pool of the Keras CNN.

    Attributes
    ----------
    flattened_values : that its Flatten hands on
    dense_parameters : of the dense layer that takes them
    all_parameters : of the network
    """

    flattened_values: int
    dense_parameters: int
    all_parameters: int


def flattened(evidence: Evidence) -> Flattened:
    return Flattened(
        flattened_values=row("keras_cnn", "flatten").output_shape[0],
        dense_parameters=row("keras_cnn", "dense1").parameters,
        all_parameters=ARCHITECTURES["keras_cnn"].parameters,
    )


def judge_flattened(found: Flattened) -> Finding:
    values, dense = found.flattened_values, found.dense_parameters
    total = found.all_parameters
    said = SAID_004[0] * SAID_004[1] * SAID_004[2]
    said_dense = said * SAID_UNITS + SAID_UNITS
    names = same_paddings_that_give(ARCHITECTURES["keras_cnn"].rows, said)
    return Finding(
        holds_if(values == said),
        f"{by_side(row('keras_cnn', 'pool2').output_shape)} = {values:,}, so the dense layer has "
        f"{values:,} × {SAID_UNITS} + {SAID_UNITS} = {dense:,} parameters and the network "
        f"{total:,}. With {said:,} values it would be {said_dense:,} and "
        f"{total - dense + said_dense:,}.",
        f"Same padding in {' or '.join(names)} would give {said:,} values.",
    )


def draw_flattened(found: Flattened) -> Bars:
    dense, total = found.dense_parameters, found.all_parameters
    said = SAID_004[0] * SAID_004[1] * SAID_004[2] * SAID_UNITS + SAID_UNITS
    return Bars(
        "parameters",
        (
            Bar("dense layer, as the document has it", said, said=True),
            Bar("dense layer, counted", dense),
            Bar("network, as the document has it", total - dense + said, said=True),
            Bar("network, counted", total),
        ),
    )


@dataclass(frozen=True)
class Features(Figures):
    """How many values the classic CNN's Flatten hands to its dense layers."""

    values: int


def features(evidence: Evidence) -> Features:
    return Features(row("classic_cnn", "flatten").output_shape[0])


def judge_features(found: Features) -> Finding:
    shape = row("classic_cnn", "flatten").input_shape
    sides = [it.output_shape[0] for it in ARCHITECTURES["classic_cnn"].rows if it.layer.window]
    return Finding(
        holds_if(found.values == 320),
        f"The sides go {SIDE} → {' → '.join(map(str, sides))}, and {by_side(shape)} = "
        f"{found.values:,}.",
    )


CLAIMS = (
    Claim(
        "first-maps",
        "Maps of the first convolution",
        TOPIC,
        (Quote("004", 153, "Output: 26×26×32 feature maps"),),
        "The first convolution of document 004 gives 32 maps of 26 × 26.",
        first_maps,
        judge_first_maps,
        page="architecture",
    ),
    Claim(
        "second-maps",
        "Maps of the second convolution",
        TOPIC,
        (
            Quote("004", 203, "**Output shape:** 13×13×64 → (after pooling) → 6×6×64"),
            Quote("004", 213, "**Output shape:** 6×6×64"),
        ),
        "The second convolution gives 13 × 13 × 64, and pooling makes it 6 × 6 × 64.",
        second_maps,
        judge_second_maps,
        page="architecture",
    ),
    Claim(
        "flattened",
        "2304 values after flattening",
        TOPIC,
        (
            Quote("004", 225, "6×6×64 = 2304 values"),
            Quote("004", 252, "Dense transformation: 2304 × 128 matrix multiplication"),
        ),
        "Flatten hands 2,304 values to the dense layer.",
        flattened,
        judge_flattened,
        chart=draw_flattened,
        page="architecture",
    ),
    Claim(
        "features",
        "320 features",
        TOPIC,
        (Quote("000", 51, "Output: 320 features (neurons)"),),
        "Document 000's network hands 320 features to its dense layers.",
        features,
        judge_features,
        page="architecture",
    ),
)
