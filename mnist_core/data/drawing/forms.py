"""Filled-in forms made of MNIST's digits: what post offices, banks and offices have read.

The documents name postal codes, cheques and forms as what reading digits is for. Each form here is
a picture as a scanner would give it, printed lines and all, and knows what was written into it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from PIL import Image

from mnist_core.data.digits import SIDE, Digits, read_only
from mnist_core.data.measurements import LARGER_SIDE
from mnist_core.data.pixels import blank
from mnist_core.data.preprocessing import WHITE

ZOOM = 3  # pixels of the form to one of MNIST's
FIELD = SIDE * ZOOM
MARGIN = 36  # pixels of bare paper around a form
PAPER, LINE, INK = 236.0, 150.0, 40.0  # grey levels
RULE = 2  # pixels, the width of a printed line
GRAIN = 2.0  # grey levels, of the paper and the scanner
NARROW = LARGER_SIDE * ZOOM  # pixels from one digit of an amount to the next


@dataclass(frozen=True, eq=False)
class Form:
    """A form that somebody has filled in.

    Attributes
    ----------
    image : uint8 array of shape (h, w, 4), red, green, blue and opacity
    written : what stands in it, a text of digits for each line
    """

    image: np.ndarray
    written: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "image", read_only(self.image))


@dataclass(frozen=True)
class FormKind:
    """A kind of form.

    Attributes
    ----------
    title, sentence : what it is, and what to look at
    lines : digits in each line
    step : pixels from one digit to the next
    print_lines : draws the form's lines into what is within the margins, grey float (h, w)
    """

    title: str
    sentence: str
    lines: tuple[int, ...]
    step: int
    print_lines: Callable[[np.ndarray], None]

    @property
    def count(self) -> int:
        """How many digits it takes."""
        return sum(self.lines)


def _boxes(inner: np.ndarray) -> None:
    """A box around each digit."""
    _column(inner)
    for left in range(0, inner.shape[1], FIELD):
        inner[:, left : left + RULE] = LINE


def _amount(inner: np.ndarray) -> None:
    """One long box around all digits."""
    _column(inner)
    inner[:, :RULE] = inner[:, -RULE:] = LINE


def _column(inner: np.ndarray) -> None:
    """A rule below each line of digits, and one above the first."""
    for top in range(0, len(inner), FIELD):
        inner[top : top + RULE] = LINE


FORMS: Mapping[str, FormKind] = MappingProxyType(
    {
        "postal_code": FormKind(
            "Postal code",
            "Five boxes on an envelope, a digit in each. One wrong, and the letter goes astray.",
            (5,),
            FIELD,
            _boxes,
        ),
        "cheque": FormKind(
            "Cheque amount",
            "An amount in cents, in one box. Digits stand close; where two touch they are cut.",
            (7,),
            NARROW,
            _amount,
        ),
        "table": FormKind(
            "Table column",
            "Four readings of a meter below each other, between printed lines.",
            (3,) * 4,
            FIELD,
            _column,
        ),
    }
)


def fill_in(name: str, digits: Digits, seed: int) -> Form:
    """Fill in the form of this name with digits that are drawn by lot.

    Parameters
    ----------
    name : of one of FORMS
    digits : to draw from; blank images are left out
    seed : the same seed gives the same form

    Raises
    ------
    ValueError
        If no digit has ink.
    """
    kind, random = FORMS[name], np.random.default_rng(seed)
    inked = np.flatnonzero(~blank(digits.images))
    if not len(inked):
        raise ValueError("There is no digit with ink to fill in a form with.")
    chosen = np.split(random.choice(inked, kind.count), np.cumsum(kind.lines)[:-1])
    height = len(kind.lines) * FIELD + RULE
    width = (max(kind.lines) - 1) * kind.step + FIELD + RULE
    sheet = np.full((height, width), PAPER)
    kind.print_lines(sheet)
    for line, numbers in enumerate(chosen):
        for column, digit in enumerate(digits.images[numbers]):
            _write(sheet[line * FIELD :, column * kind.step :][:FIELD, :FIELD], digit)
    written = tuple("".join(map(str, digits.labels[numbers])) for numbers in chosen)
    return Form(_scanned(np.pad(sheet, MARGIN, constant_values=PAPER), random), written)


def _write(field: np.ndarray, digit: np.ndarray) -> None:
    """Write a digit, uint8 (28, 28), into a field of the sheet; it does not hide printed lines."""
    ink = np.asarray(Image.fromarray(digit).resize(field.shape, Image.Resampling.BICUBIC))
    np.minimum(field, PAPER - (PAPER - INK) * ink / WHITE, out=field)


def _scanned(sheet: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The sheet, grey float (h, w), as a scanner sees it: uint8 (h, w, 4)."""
    grey = (sheet + random.normal(0, GRAIN, sheet.shape)).clip(0, WHITE)
    image = np.full((*sheet.shape, 4), WHITE, np.uint8)
    image[..., :3] = np.rint(grey)[..., np.newaxis]
    return image
