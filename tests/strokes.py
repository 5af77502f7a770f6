"""The 3,000 digits written with a pen, read from strokes.npz beside the checkout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

PAD = 280  # pixels
UNREADABLE = 2  # the flag of digits that are broken or carry a wrong label


@dataclass(frozen=True, eq=False)
class Written:
    """Digits as pen strokes.

    Attributes
    ----------
    strokes : for every digit its strokes, float32 arrays of shape (n, 2), x right and y down; the
        digit's box begins at (0, 0) and its larger side is 1
    labels : int64 array of shape (d,)
    flags : uint8 array of shape (d,): 1 a slashed zero, 2 broken or mislabelled, 3 ambiguous
    """

    strokes: tuple[tuple[np.ndarray, ...], ...]
    labels: np.ndarray
    flags: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)


def read(path: Path) -> Written:
    """Read the file; its format is in strokes.md beside it."""
    with np.load(path) as file:
        points, strokes, digits = file["points"], file["stroke_offsets"], file["digit_offsets"]
        labels, flags = file["labels"].astype(np.int64), file["flag"]
    pieces = [points[a:b] for a, b in zip(strokes[:-1], strokes[1:], strict=True)]
    grouped = [tuple(pieces[a:b]) for a, b in zip(digits[:-1], digits[1:], strict=True)]
    return Written(tuple(grouped), labels, flags)


def placed(strokes: tuple[np.ndarray, ...], side: float, corner: np.ndarray) -> list[np.ndarray]:
    """The pen's way on the pad in whole pixels, as a mouse reports it."""
    return [np.rint(stroke * side + corner) for stroke in strokes]


def drawn(strokes: list[np.ndarray], pen: int, pad: int = PAD) -> np.ndarray:
    """What a round pen leaves on a pad: uint8 array of shape (pad, pad), 255 = ink."""
    image = Image.new("L", (pad, pad))
    canvas = ImageDraw.Draw(image)
    for stroke in strokes:
        places = [tuple(place) for place in stroke.tolist()]
        canvas.line(places, 255, pen)
        for x, y in places:  # round ends and joints
            canvas.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), 255)
    return np.asarray(image)
