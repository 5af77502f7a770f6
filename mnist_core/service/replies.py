"""What the service answers, as dataclasses: the OpenAPI document is made from these very fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

import numpy as np

from mnist_core.evaluation.picture_readings import ReadDigit, number_of
from mnist_core.web.keepsake import Keepsake


class Bounds(NamedTuple):
    """What a field's schema says besides its type: between which values, and how many of them."""

    lowest: float | None = None
    highest: float | None = None
    items: int | None = None


Share = Annotated[float, Bounds(0, 1)]
Ten = Annotated[tuple[Share, ...], Bounds(items=10)]
Row = Annotated[tuple[Share, ...], Bounds(items=28)]
Digit = Annotated[int, Bounds(0, 9)]


@dataclass(frozen=True)
class Model:
    """A network that reads, and how well it read digits that it had not seen."""

    id: str
    title: str
    parameters: Annotated[int, Bounds(0)]
    accuracy: Share | None = field(metadata={"says": "share of test digits read right, if known"})
    tested_on: str | None = field(metadata={"says": "how many digits that was measured on, which"})
    threshold: float = field(metadata={"says": "an answer whose largest score is below is refused"})

    @classmethod
    def of(cls, kept: Keepsake) -> Model:
        score, architecture = kept.record.score, kept.network.architecture
        return cls(
            kept.id,
            architecture.title,
            architecture.parameters,
            score.accuracy if score else None,
            f"{score.digits:,} {score.name}" if score else None,
            kept.threshold,
        )


@dataclass(frozen=True)
class Models:
    """All networks of this service, the one first that reads where none is named."""

    models: tuple[Model, ...]


@dataclass(frozen=True)
class Found:
    """One digit as it was read."""

    answer: Digit | None = field(metadata={"says": "the digit, or null where it is refused"})
    refused: bool = field(metadata={"says": "whether too little of a digit was found in it"})
    nearest: Digit = field(metadata={"says": "the likeliest digit, even where it is refused"})
    probabilities: Ten = field(metadata={"says": "of the digits 0 to 9, adding up to 1"})
    largest_score: float = field(metadata={"says": "before the softmax; compared to the threshold"})
    prepared: Annotated[tuple[Row, ...], Bounds(items=28)] = field(
        metadata={"says": "what the network was shown, 28 rows of 28, 0 = paper, 1 = ink"}
    )
    line: Annotated[int, Bounds(0)] = field(metadata={"says": "in which line it stands, from 0"})
    box: Annotated[tuple[float, ...], Bounds(items=4)] | None = field(
        metadata={"says": "top, left, bottom, right, in units of what was sent; null for one digit"}
    )

    @classmethod
    def of(cls, digit: ReadDigit) -> Found:
        reading, box = digit.reading, digit.box
        return cls(
            None if digit.refused else reading.first,
            digit.refused,
            reading.first,
            tuple(np.round(reading.probabilities.astype(float), 9).tolist()),
            round(reading.max_logit, 6),
            tuple(map(tuple, np.round(digit.prepared.astype(float), 6).tolist())),
            digit.line,
            (box.top, box.left, box.bottom, box.right) if box else None,
        )


@dataclass(frozen=True)
class Prediction:
    """One digit, and who read it."""

    model: Model
    digit: Found

    @classmethod
    def of(cls, model: Model, digit: ReadDigit) -> Prediction:
        return cls(model, Found.of(digit))


@dataclass(frozen=True)
class Number:
    """All digits of a picture in reading order, and who read them."""

    model: Model
    number: str = field(metadata={"says": "as it stands: ? where refused, / between lines"})
    digits: tuple[Found, ...]

    @classmethod
    def of(cls, model: Model, digits: Sequence[ReadDigit]) -> Number:
        return cls(model, number_of(digits), tuple(map(Found.of, digits)))


@dataclass(frozen=True)
class Health:
    """That the service answers."""

    status: str
    models: Annotated[int, Bounds(1)]


@dataclass(frozen=True)
class Refusal:
    """Why a request was not answered, and what to do."""

    error: str = field(metadata={"says": "one sentence for a person"})
