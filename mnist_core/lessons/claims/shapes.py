"""Claims about shapes: what goes into a layer and what comes out."""

from __future__ import annotations

from mnist_core.data.digits import SIDE
from mnist_core.data.measurements import LARGER_SIDE
from mnist_core.editing.budget import same_paddings_that_give
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    Bar,
    Bars,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Shape
from mnist_core.network.summary import Row

TOPIC = "Shapes"
SAID_004 = (6, 6, 64)  # lines 203, 213 and 225
SAID_UNITS = 128
CONVOLUTIONAL = ("keras_cnn", "classic_cnn", "wide_cnn")  # the documents' CNNs


def row(architecture: str, name: str) -> Row:
    """A layer's row in the summary of an architecture."""
    return next(row for row in ARCHITECTURES[architecture].rows if row.layer.name == name)


def by_side(shape: Shape) -> str:
    """A shape in words, 5 × 5 × 64."""
    return " × ".join(f"{length:,}" for length in shape)


def first_maps(evidence: Evidence) -> Figures:
    height, width, maps = row("keras_cnn", "conv1").output_shape
    return {"height": height, "width": width, "maps": maps}


def judge_first_maps(height: int, width: int, maps: int) -> Finding:
    return Finding(
        holds_if((height, width, maps) == (26, 26, 32)),
        f"A 3 × 3 window fits into {SIDE} pixels at {SIDE} − 3 + 1 = {height} places, and each of "
        f"{maps} filters makes one map: {by_side((height, width, maps))}.",
        "Remember the rule, side − kernel + 1: the document forgets it one layer later.",
    )


def second_maps(evidence: Evidence) -> Figures:
    before, after = (row("keras_cnn", name).output_shape for name in ("conv2", "pool2"))
    return {"side": before[0], "pooled side": after[0], "maps": after[2]}


def judge_second_maps(**found: int) -> Finding:
    side, pooled, maps = found["side"], found["pooled side"], found["maps"]
    before = row("keras_cnn", "conv2").input_shape[0]
    return Finding(
        holds_if((side, pooled, maps) == (13, 6, 64)),
        f"With valid padding {before} − 3 + 1 = {side}, and pooling halves and rounds down: "
        f"{by_side((side, side, maps))} → {by_side((pooled, pooled, maps))}.",
        f"{by_side((13, 13, 64))} needs same padding, which adds a border of zeros; the document's "
        f"code does not ask for it. Rounding down leaves {row('keras_cnn', 'pool2').unused_cells} "
        f"of {side * side} cells of every map unread.",
    )


def flattened(evidence: Evidence) -> Figures:
    return {
        "flattened values": row("keras_cnn", "flatten").output_shape[0],
        "dense parameters": row("keras_cnn", "dense1").parameters,
        "all parameters": ARCHITECTURES["keras_cnn"].parameters,
    }


def judge_flattened(**found: int) -> Finding:
    values, dense, total = found.values()
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


def draw_flattened(**found: int) -> Bars:
    values, dense, total = found.values()
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


def features(evidence: Evidence) -> Figures:
    return {"values": row("classic_cnn", "flatten").output_shape[0]}


def judge_features(values: int) -> Finding:
    shape = row("classic_cnn", "flatten").input_shape
    sides = [it.output_shape[0] for it in ARCHITECTURES["classic_cnn"].rows if it.layer.window]
    return Finding(
        holds_if(values == 320),
        f"The sides go {SIDE} → {' → '.join(map(str, sides))}, and {by_side(shape)} = {values:,}.",
    )


def fields(evidence: Evidence) -> Figures:
    def largest(id: str) -> int:
        windows = [it for it in ARCHITECTURES[id].rows if it.layer.window]
        return windows[-1].receptive_field.size[0]

    found = {f"{id.replace('_', ' ')} sees": largest(id) for id in CONVOLUTIONAL}
    return {**found, "side of a digit": LARGER_SIDE}


def judge_fields(**found: int) -> Finding:
    *sides, digit = found.values()
    whole = [side >= digit for side in sides]
    words = ", ".join(
        f"{side} × {side} in the {ARCHITECTURES[id].title}"
        for id, side in zip(CONVOLUTIONAL, sides, strict=True)
    )
    none = "No feature map can see a whole digit; only the dense layers put the parts together."
    return Finding(
        HOLDS if all(whole) else DEPENDS if any(whole) else FAILS,
        f"Before the dense layers, one value depends on at most so many pixels: {words}; a digit "
        f"is {digit} pixels long.",
        f"A hierarchy from edges to parts of strokes. {'' if any(whole) else none}".strip(),
    )


def draw_fields(**found: int) -> Bars:
    *sides, digit = found.values()
    seen = (
        Bar(f"last maps of the {ARCHITECTURES[id].title} see", side)
        for id, side in zip(CONVOLUTIONAL, sides, strict=True)
    )
    return Bars("pixels along one side", (*seen, Bar("a digit measures", digit, said=True)))


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
    Claim(
        "fields",
        "From edges to objects",
        TOPIC,
        (
            Quote(
                "004", 29, "**Learning hierarchical features** from simple edges to complex objects"
            ),
            Quote("002", 144, "Learns features from simple (edges) to complex (shapes)"),
        ),
        "The feature maps of these networks see whole digits in the end.",
        fields,
        judge_fields,
        chart=draw_fields,
        page="architecture",
    ),
)
