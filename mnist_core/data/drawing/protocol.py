"""Preparing a drawing exactly as MNIST prepared its digits, one stage at a time.

MNIST's protocol (LeCun, Bottou, Bengio & Haffner 1998): the digit is scaled, its aspect kept,
until it fits a box of 20 x 20 pixels, and this is put into 28 x 28 so that the centre of mass
is in the middle. Whole pixels only: the centre of mass ends up within half a pixel of 14.0.

Every step of it can be left out, to see what it is for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PIL import Image

from mnist_core.data.digits import SIDE, read_only
from mnist_core.data.drawing.ink import EmptyDrawing, Inked
from mnist_core.data.drawing.likeliest import Judge, find_likely_digit
from mnist_core.data.drawing.pen import THICK, pen_of, thickened
from mnist_core.data.drawing.strokes import PEN, redraw
from mnist_core.data.measurements import CENTRE_OF_MASS, LARGER_SIDE, centres_of_mass
from mnist_core.data.preprocessing import Stage

__all__ = (
    "PROTOCOL",
    "EmptyDrawing",
    "Preparation",
    "Step",
    "prepare_image",
    "prepare_ink",
    "prepare_strokes",
)

EDGE = 0.25  # of the strongest ink: where the crop sees the edge of a stroke


class Step(StrEnum):
    """A step of the protocol that can be left out; without it the next one takes what there is."""

    POLARITY = "Polarity"  # without it, brightness counts as ink
    CROP = "Crop"  # without it, the whole picture is scaled, wherever the digit stands in it
    PEN = "Thick pen"  # without it, a thin pen leaves faint and broken lines
    SIZE = "Larger side 20"  # without it, the larger side fills all 28 pixels
    ASPECT = "Aspect kept"  # without it, the smaller side is stretched as well
    CENTRE = "Centre of mass"  # without it, the middle of the box is the middle of the field
    FULL_INK = "Full ink"  # without it, faint ink stays faint


PROTOCOL = frozenset(Step)


@dataclass(frozen=True, eq=False)
class Preparation:
    """A drawing made ready for a network, and how it came about.

    Parameters
    ----------
    digit : float32 array of shape (28, 28), 0 = paper, 1 = ink
    stages : what each step made of it, in order; the last stage's array is `digit`
    switches : for each stage, the steps of the protocol that make it
    """

    digit: np.ndarray
    stages: tuple[Stage, ...]
    switches: tuple[tuple[Step, ...], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "digit", read_only(self.digit))


def prepare_image(
    image: np.ndarray, steps: Collection[Step] = PROTOCOL, judge: Judge | None = None
) -> Preparation:
    """Turn a drawing or a picture of a digit into what a network was trained on.

    Parameters
    ----------
    image : uint8 array of shape (h, w), ink on black, or RGBA of shape (h, w, 4), see `find_ink`
    steps : of the protocol, all of them unless a lesson leaves one out
    judge : who is asked what of it is the digit where rules leave it open

    Raises
    ------
    EmptyDrawing
        If there is no ink.
    ValueError
        If the picture has the wrong shape or dtype, or too many pixels.
    """
    return prepare_ink(find_likely_digit(image, judge, alone), steps)


def alone(inked: Inked) -> list[np.ndarray]:
    """The one digit that is read where a picture is one."""
    return [prepare_ink(inked).digit]


def prepare_ink(inked: Inked, steps: Collection[Step] = PROTOCOL) -> Preparation:
    """Do the same for a picture whose ink is found already, see `prepare_image`."""
    height, width = inked.ink.shape
    seen = f"A picture of {height} × {width} pixels; {(inked.ink > 0).mean():.1%} hold ink."
    drawn = Stage("Drawn", inked.brightness, seen.replace("%", " %"))
    if Step.POLARITY in steps:
        ink = Stage("Ink", inked.ink, inked.sentence)
    else:
        what = "Brightness counts as ink, as a network trained on white digits takes it."
        ink = Stage("Ink", inked.brightness, what)
    cropped = _cropped(ink.array, Step.CROP in steps)
    pen = _with_pen(cropped.array, {Step.PEN, Step.CROP} <= set(steps))
    scaled = _scaled(pen.array, steps)
    turn = () if inked.ink is inked.brightness else (Step.POLARITY,)  # bright is ink: no question
    return _finished(
        (drawn, ink, cropped, pen, scaled),
        ((), turn, (Step.CROP,), (Step.PEN,), (Step.SIZE, Step.ASPECT)),
        steps,
    )


def prepare_strokes(
    strokes: Sequence[np.ndarray],
    steps: Collection[Step] = PROTOCOL,
    pad: tuple[float, float] | None = None,
) -> Preparation:
    """Turn pen strokes into what a network was trained on, whatever their size and pen.

    Parameters
    ----------
    strokes : float arrays of shape (n, 2), x to the right and y down, in any unit
    steps : of the protocol, all of them unless a lesson leaves one out
    pad : width and height of the pad from (0, 0), which is scaled where the crop is left out

    Raises
    ------
    EmptyDrawing
        If there are no points.
    ValueError
        If a stroke has the wrong shape, or a position that is no number.
    """
    side = _side(steps)
    frame = None if Step.CROP in steps else pad
    redrawn = redraw(strokes, side, Step.ASPECT in steps, frame)
    points = [len(stroke) for stroke in strokes if len(stroke)]
    stroke_word = "stroke" if len(points) == 1 else "strokes"
    what = "are" if frame is None else "and the whole pad around them are"
    sentence = (
        f"{sum(points):,} points in {len(points)} {stroke_word} {what} drawn again into "
        f"{side} × {side} pixels with a round pen {PEN:g} pixels wide."
    )
    switches = (Step.CROP, Step.SIZE, Step.ASPECT)
    return _finished((Stage("Redrawn", redrawn, sentence),), (switches,), steps)


def _side(steps: Collection[Step]) -> int:
    return LARGER_SIDE if Step.SIZE in steps else SIDE


def _cropped(ink: np.ndarray, crop: bool) -> Stage:
    """Cut out the box around the ink."""
    if not crop:
        height, width = ink.shape
        return Stage("Cropped", ink, f"Nothing is cut away: all {height} × {width} pixels stay.")
    strong = ink >= EDGE * ink.max()
    rows, columns = np.flatnonzero(strong.any(axis=1)), np.flatnonzero(strong.any(axis=0))
    (top, bottom), (left, right) = rows[[0, -1]], columns[[0, -1]]
    return Stage(
        "Cropped",
        ink[top : bottom + 1, left : right + 1],
        f"The ink lies in a box {bottom - top + 1} pixels high and {right - left + 1} wide, from "
        f"row {top} and column {left} on; the rest is cut away.",
    )


def _with_pen(cropped: np.ndarray, thicken: bool) -> Stage:
    """Draw a digit, if it fills its box, again with a thicker pen where its own is thin."""
    if not cropped.any():
        return Stage("Pen", cropped, "There is no ink.")
    sentence = f"The pen is {100 * pen_of(cropped):.3g} % of the digit wide"
    array = thickened(cropped) if thicken else cropped
    if array is cropped:
        return Stage("Pen", cropped, f"{sentence}, and stays as it is.")
    return Stage(
        "Pen", array, f"{sentence}: too thin for so few pixels. It becomes {100 * THICK:g} %."
    )


def _scaled(cropped: np.ndarray, steps: Collection[Step]) -> Stage:
    """Average the pixels of a square around the box into (20, 20): no aspect is ever rounded."""
    height, width = cropped.shape
    side, larger = _side(steps), max(height, width)
    if Step.ASPECT in steps:
        square = np.zeros((larger, larger), np.float32)
        top, left = (larger - height) // 2, (larger - width) // 2
        square[top : top + height, left : left + width] = cropped
        new_height, new_width = height * side / larger, width * side / larger
        sentence = f"Its larger side becomes {side} pixels, the aspect is kept: "
    else:
        square, new_height, new_width = cropped, side, side
        sentence = f"Both its sides become {side} pixels, whatever they were: "
    small = Image.fromarray(square).resize((side, side), Image.Resampling.BILINEAR)
    sentence += f"{height} × {width} becomes {new_height:.3g} × {new_width:.3g}."
    return Stage("Scaled", np.asarray(small).clip(0, 1), sentence)


def _finished(
    before: tuple[Stage, ...],
    switches: tuple[tuple[Step, ...], ...],
    steps: Collection[Step],
) -> Preparation:
    """The last two steps, which a picture and strokes share: centring, and full ink."""
    scaled = before[-1].array
    if not scaled.any():
        raise EmptyDrawing
    centred = _centred(scaled, Step.CENTRE in steps)
    strongest = centred.array.max()
    full = centred.array / strongest if Step.FULL_INK in steps else centred.array
    becomes = "becomes 1" if Step.FULL_INK in steps else "stays as it is"
    sentence = (
        f"The strongest ink was {strongest:.3g} and {becomes}: {SIDE} × {SIDE} values "
        f"from {full.min():.2g} to {full.max():.2g}, with a mean of {full.mean():.3f}."
    )
    stages = (*before, centred, Stage("Digit", full, sentence))
    return Preparation(full, stages, (*switches, (Step.CENTRE,), (Step.FULL_INK,)))


def _centred(scaled: np.ndarray, by_mass: bool) -> Stage:
    """Put a square into (28, 28) with the centre of mass at 14.0, as near as no ink is lost."""
    mass = centres_of_mass(scaled[np.newaxis])[0]
    inked = np.argwhere(scaled > 0)
    first, last = inked.min(axis=0), inked.max(axis=0)
    wanted = np.rint(CENTRE_OF_MASS - mass) if by_mass else np.full(2, (SIDE - len(scaled)) // 2)
    shift = np.clip(wanted, -first, SIDE - 1 - last).astype(int)
    digit = np.zeros((SIDE, SIDE), np.float32)
    rows, columns = inked.T
    digit[rows + shift[0], columns + shift[1]] = scaled[rows, columns]
    (row, column), middle = mass + shift, "centre of mass" if by_mass else "middle of the box"
    sentence = f"The {middle} moves to the middle: "
    if not by_mass:
        sentence += "the centre of mass lies in "
    sentence += f"row {row:.2f}, column {column:.2f}, where MNIST has {CENTRE_OF_MASS}."
    return Stage("Centred", digit, sentence)
