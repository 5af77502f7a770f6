"""The claim that later feature maps see more: how much of a digit one value depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from mnist_core.data.measurements import LARGER_SIDE
from mnist_core.lessons.claims.chart import Bar, Bars
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
)
from mnist_core.lessons.claims.shapes import TOPIC
from mnist_core.network.architectures import ARCHITECTURES

CONVOLUTIONAL = ("keras_cnn", "classic_cnn", "wide_cnn")  # the documents' CNNs


@dataclass(frozen=True)
class ReceptiveFields(Figures):
    """How much of a digit the last feature maps see.

    Attributes
    ----------
    sides : of the receptive field of the last windowed layer, in pixels, by network
    digit : the larger side of a digit, in pixels
    """

    sides: Annotated[Mapping[str, int], "{} sees"]
    digit: Annotated[int, "side of a digit"]


def fields(evidence: Evidence) -> ReceptiveFields:
    def largest(id: str) -> int:
        windows = [it for it in ARCHITECTURES[id].rows if it.layer.window]
        return windows[-1].receptive_field.size[0]

    return ReceptiveFields({id: largest(id) for id in CONVOLUTIONAL}, LARGER_SIDE)


def judge_fields(found: ReceptiveFields) -> Finding:
    whole = [side >= found.digit for side in found.sides.values()]
    words = ", ".join(
        f"{side} × {side} in the {ARCHITECTURES[id].title}" for id, side in found.sides.items()
    )
    none = "No feature map can see a whole digit; only the dense layers put the parts together."
    return Finding(
        HOLDS if all(whole) else DEPENDS if any(whole) else FAILS,
        f"Before the dense layers, one value depends on at most so many pixels: {words}; a digit "
        f"is {found.digit} pixels long.",
        f"A hierarchy from edges to parts of strokes. {'' if any(whole) else none}".strip(),
    )


def draw_fields(found: ReceptiveFields) -> Bars:
    seen = (
        Bar(f"last maps of the {ARCHITECTURES[id].title} see", side)
        for id, side in found.sides.items()
    )
    return Bars("pixels along one side", (*seen, Bar("a digit measures", found.digit, said=True)))


CLAIMS = (
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
