"""Pictures of digits read one after the other, and their readings as lines, JSON or CSV.

What the page Draw does with one picture, for a folder of them: the same preparation, the same cuts
and the same threshold below which an answer is refused.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_core.data.drawing import EmptyDrawing, prepare_image
from mnist_core.data.drawing.boxes import Box
from mnist_core.data.drawing.pictures import UnreadablePicture, read_picture
from mnist_core.data.drawing.segmentation import segment_image, segment_strokes
from mnist_core.evaluation.rejection import Reading, judge_by, read
from mnist_core.network.forward import Network
from mnist_core.system_errors import in_words

REFUSED = "?"  # in place of a digit


@dataclass(frozen=True, eq=False)
class ReadDigit:
    """One digit of a picture.

    Attributes
    ----------
    reading : what the network says
    prepared : what it was shown, float array of shape (28, 28) in [0, 1]
    refused : whether it finds so little of a digit that no answer is given
    line : in which line of the picture it stands, from 0
    box : where it lies, in pixels; None where the picture is one digit
    """

    reading: Reading
    prepared: np.ndarray
    refused: bool
    line: int = 0
    box: Box | None = None

    @property
    def answer(self) -> str:
        """The digit, or ? where it is refused."""
        return REFUSED if self.refused else str(self.reading.first)


@dataclass(frozen=True, eq=False)
class PictureReading:
    """What was read in a file: its digits in reading order, or why there are none."""

    path: Path
    digits: tuple[ReadDigit, ...] = ()
    error: str = ""

    @property
    def number(self) -> str:
        """The digits as they stand, lines apart: "40?5 / 12"."""
        return number_of(self.digits)


def pictures_of(paths: Iterable[Path]) -> list[Path]:
    """Files as they are, and in place of a folder the files in it by name, hidden ones left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.iterdir())
            found += [it for it in inside if it.is_file() and not it.name.startswith(".")]
        else:
            found.append(path)
    return found


def number_of(digits: Sequence[ReadDigit]) -> str:
    """Digits in reading order as they stand, lines apart: "40?5 / 12"."""
    lines = range(digits[-1].line + 1 if digits else 0)
    return " / ".join("".join(it.answer for it in digits if it.line == line) for line in lines)


def read_file(path: Path, network: Network, threshold: float, several: bool) -> PictureReading:
    """Read the digit of a picture, or all its digits; what cannot be read says why.

    Parameters
    ----------
    network : who reads
    threshold : the largest logit below which an answer is refused, see `rejection`
    several : whether the picture is to be cut into digits
    """
    try:
        image = read_picture(path.read_bytes())
        if several:
            return PictureReading(path, read_number(image, network, threshold))
        return PictureReading(path, (read_alone(image, network, threshold),))
    except FileNotFoundError:
        error = f"There is no file {path} that can be read."
    except OSError as fault:
        error = f"{in_words(str(path), fault)}."
    except EmptyDrawing:
        error = f"There is no ink in {path}: give a picture of a digit."
    except (UnreadablePicture, ValueError) as fault:
        error = f"{path}: {fault}"
    return PictureReading(path, error=error)


def read_alone(picture: np.ndarray, network: Network, threshold: float) -> ReadDigit:
    """Read a picture, uint8 (h, w, 4), as one digit; the network says where ink is in doubt.

    Raises
    ------
    EmptyDrawing
        If there is no ink.
    """
    prepared = prepare_image(picture, judge=judge_by(network))
    return read_digit(prepared.digit, network, threshold)


def read_number(
    drawn: np.ndarray | Sequence[np.ndarray], network: Network, threshold: float
) -> tuple[ReadDigit, ...]:
    """Read every digit of a picture, uint8 (h, w, 4), or of strokes, each float (n, 2).

    Raises
    ------
    EmptyDrawing
        If there is no ink.
    ValueError
        If it cannot be cut into at most 100 digits.
    """
    if isinstance(drawn, np.ndarray):
        cuts = segment_image(drawn, judge_by(network))
    else:
        cuts = segment_strokes(drawn)
    return tuple(
        read_digit(it.preparation.digit, network, threshold, it.line, it.box) for it in cuts
    )


def read_digit(
    prepared: np.ndarray, network: Network, threshold: float, line: int = 0, box: Box | None = None
) -> ReadDigit:
    """Read one digit that is made ready, float (28, 28) in [0, 1]."""
    reading = read(network, prepared)
    return ReadDigit(reading, prepared, reading.max_logit < threshold, line, box)


def as_line(found: PictureReading) -> str:
    """What was read in a file, and its probability where it is one digit: "a.png  7  0.9981"."""
    refused = sum(it.refused for it in found.digits)
    text = f"{found.path}  {found.number}"
    if len(found.digits) == 1 and not refused:
        (digit,) = found.digits
        return f"{text}  {digit.reading.probabilities.max():.4f}"
    return f"{text}  ({refused} not like a digit)" if refused else text


def in_full(found: PictureReading) -> str:
    """One digit: ten probabilities, the likeliest first, and whether the answer is refused."""
    (digit,) = found.digits
    shares = digit.reading.probabilities
    lines = [f"{it}  {shares[it]:.4f}" for it in np.argsort(-shares)]
    return "\n".join(lines + ["Not like a digit: no answer."] * digit.refused)


def as_json(found: Iterable[PictureReading]) -> str:
    """All files as a JSON list, every number in full."""
    rows = [
        {
            "file": str(it.path),
            "number": it.number,
            "error": it.error or None,
            "digits": [_values(digit) for digit in it.digits],
        }
        for it in found
    ]
    return json.dumps(rows, indent=1)


def as_csv(found: Iterable[PictureReading]) -> str:
    """One row a digit, and one for a file that cannot be read."""
    file = io.StringIO()
    names = ("file", "line", "answer", "nearest", "largest_logit", *map("p{}".format, range(10)))
    writer = csv.DictWriter(file, (*names, "error"), lineterminator="\n")
    writer.writeheader()
    for it in found:
        if it.error:
            writer.writerow({"file": it.path, "error": it.error})
        for digit in it.digits:
            values = _values(digit)
            shares = dict(zip(names[5:], values["probabilities"], strict=True))
            plain = {name: values[name] for name in ("line", "answer", "nearest", "largest_logit")}
            writer.writerow({"file": it.path, **plain, **shares})
    return file.getvalue()


def _values(digit: ReadDigit) -> dict:
    box, reading = digit.box, digit.reading
    return {
        "answer": None if digit.refused else reading.first,
        "nearest": reading.first,
        "largest_logit": round(reading.max_logit, 6),
        "probabilities": [round(float(it), 9) for it in reading.probabilities],
        "line": digit.line,
        "box": box and [box.top, box.left, box.bottom, box.right],
    }
