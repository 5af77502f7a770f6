"""What a client sends, read without trusting a byte of it: a picture, 28 × 28 numbers, strokes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn

import numpy as np

from mnist_core.data.digits import SIDE, read_only
from mnist_core.data.drawing import EmptyDrawing, prepare_strokes
from mnist_core.data.drawing.pictures import FORMATS, read_picture
from mnist_core.data.preprocessing import WHITE
from mnist_core.evaluation.picture_readings import ReadDigit, read_alone, read_digit, read_number
from mnist_core.network.forward import Network

PICTURES = tuple(f"image/{it.lower()}" for it in FORMATS) + ("application/octet-stream",)
JSON = "application/json"
MOST_POINTS = 20_000  # a digit has a few hundred
FARTHEST = 1e6  # of a place on a pad, in any unit
Drawn = np.ndarray | tuple[np.ndarray, ...]

A_PIXEL: Mapping[str, Any] = MappingProxyType({"type": "number", "minimum": 0, "maximum": WHITE})
A_PLACE: Mapping[str, Any] = MappingProxyType(
    {"type": "number", "minimum": -FARTHEST, "maximum": FARTHEST}
)


class Unusable(ValueError):
    """A body that cannot be read; the message is one sentence for a person."""


def read_one(data: bytes, kind: str, network: Network, threshold: float) -> ReadDigit:
    """Read a body with one digit; of 28 × 28 numbers nothing is prepared.

    Raises
    ------
    ValueError
        If there is no digit in it, see `read_drawn`.
    """
    try:
        drawn = read_drawn(data, kind)
        if isinstance(drawn, tuple):
            return read_digit(prepare_strokes(drawn).digit, network, threshold)
        if drawn.ndim == 2:
            return read_digit(drawn, network, threshold)
        return read_alone(drawn, network, threshold)
    except EmptyDrawing:
        raise Unusable("There is no ink in it: send a digit.") from None


def read_several(
    data: bytes, kind: str, network: Network, threshold: float
) -> tuple[ReadDigit, ...]:
    """Read a body with several digits, a picture or strokes, in reading order."""
    try:
        drawn = read_drawn(data, kind)
        if isinstance(drawn, np.ndarray) and drawn.ndim == 2:
            raise Unusable("A number is read in a picture or in strokes, not in 28 × 28 numbers.")
        return read_number(drawn, network, threshold)
    except EmptyDrawing:
        raise Unusable("There is no ink in it: send a number.") from None


def read_drawn(data: bytes, kind: str) -> Drawn:
    """What a body holds.

    Parameters
    ----------
    data : the body
    kind : its media type, one of `PICTURES` or `JSON`

    Returns
    -------
    a picture, uint8 (h, w, 4); or numbers, float32 (28, 28) in [0, 1]; or strokes, each (n, 2)

    Raises
    ------
    ValueError
        If it holds none of them.
    """
    if kind != JSON:
        return read_picture(data)
    try:
        body = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unusable("The body is no JSON: look at the examples in /openapi.json.") from None
    if isinstance(body, dict) and list(body) == ["pixels"]:
        return _pixels(body["pixels"])
    if isinstance(body, dict) and list(body) == ["strokes"]:
        return _strokes(body["strokes"])
    raise Unusable('Send {"pixels": …} or {"strokes": …}, one of them and nothing else.')


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _pixels(rows: Any) -> np.ndarray:
    fits = isinstance(rows, list) and [_length(row) for row in rows] == [SIDE] * SIDE
    if not fits or not all(_between(it, 0, WHITE) for row in rows for it in row):
        raise Unusable(f"Pixels are {SIDE} rows of {SIDE} numbers, 0 (paper) to {WHITE} (ink).")
    digit = np.array(rows, np.float32) / WHITE
    if digit.max() * WHITE <= 1:
        raise Unusable(f"No pixel is above 1: paper is 0 and ink {WHITE}, not 1.")
    return read_only(digit)


def _strokes(strokes: Any) -> tuple[np.ndarray, ...]:
    wrong = Unusable(
        "Strokes are a list of lists of points [x, y], x to the right and y down: "
        f"at most {MOST_POINTS:,} points, none farther away than {FARTHEST:,.0f}."
    )
    if not isinstance(strokes, list) or not all(isinstance(it, list) for it in strokes):
        raise wrong
    if sum(map(len, strokes)) > MOST_POINTS:
        raise wrong
    for point in (point for stroke in strokes for point in stroke):
        if _length(point) != 2 or not all(_between(it, -FARTHEST, FARTHEST) for it in point):
            raise wrong
    return tuple(np.array(it, np.float64) for it in strokes if it)


def _length(value: Any) -> int | None:
    return len(value) if isinstance(value, list) else None


def _between(value: Any, lowest: float, highest: float) -> bool:
    """Whether it is a number, which true and false are not, within bounds."""
    return type(value) in (int, float) and lowest <= value <= highest


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON schemas of what a body may hold, by name."""
    row = {"type": "array", "items": dict(A_PIXEL), "minItems": SIDE, "maxItems": SIDE}
    point = {"type": "array", "items": dict(A_PLACE), "minItems": 2, "maxItems": 2}
    stroke = {"type": "array", "items": point}
    pixels = {"type": "array", "items": row, "minItems": SIDE, "maxItems": SIDE}
    strokes = {"type": "array", "items": stroke, "minItems": 1}
    said = (
        ("Pixels", "pixels", pixels, "A digit as MNIST has it: it is read as it is."),
        ("Strokes", "strokes", strokes, "The pen’s way, x to the right and y down, in any unit."),
    )
    return {
        title: {
            "type": "object",
            "description": words,
            "properties": {name: schema},
            "required": [name],
            "additionalProperties": False,
        }
        for title, name, schema, words in said
    }
