"""Made-up photographs of handwriting: real pen strokes on paper in one light or another.

What is written, the pen, how dark it is, how the light falls and how close the picture is cropped
are drawn by a seed, within what photos of paper, boards and screens show.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from tests.strokes import UNREADABLE, Written

SHARP = 3  # pixels of the pen's way to one of the photo
GRAIN = 2.0  # grey levels, of the paper and the sensor
LIGHTS = ("even", "slope", "vignette", "shadow")


@dataclass(frozen=True, eq=False)
class Photograph:
    """A picture and what is written on it.

    Attributes
    ----------
    image : uint8 array of shape (h, w, 4)
    text : the digits from left to right
    dark : whether the ink is darker than the paper
    """

    image: np.ndarray
    text: str
    dark: bool


def photographs(
    written: Written, count: int, dark: bool, light: str, total: int, seed: int
) -> Iterator[Photograph]:
    """So many photos of so many digits in a row, with dark ink or bright, in one of LIGHTS."""
    random = np.random.default_rng(seed)
    readable = np.flatnonzero(written.flags != UNREADABLE)
    for _ in range(total):
        chosen = random.choice(readable, count)
        height = int(random.integers(80, 240))
        ink = row([written.strokes[it] for it in chosen], height, random)
        sheet = lit(light, ink.shape, random)
        contrast = random.uniform(40, 130)
        seen = sheet - contrast * ink if dark else sheet.clip(None, 230 - contrast) + contrast * ink
        text = "".join(str(label) for label in written.labels[chosen])
        yield Photograph(rgba(seen + random.normal(0, GRAIN, seen.shape)), text, dark)


def row(
    digits: list[tuple[np.ndarray, ...]], height: int, random: np.random.Generator
) -> np.ndarray:
    """How much ink each pixel holds: digits beside each other, with a pen and a margin by chance.

    float32 (h, w), 0 to 1
    """
    gap, margin = random.uniform(0.25, 0.5) * height, random.uniform(0.15, 1.0, 2) * height
    lefts, right = [], margin[0]
    for strokes in digits:
        lefts.append(right)
        right += height * np.concatenate(strokes)[:, 0].max() + gap
    size = round(right - gap + margin[0]), round(height + 2 * margin[1])
    image = Image.new("L", (size[0] * SHARP, size[1] * SHARP))
    canvas, pen = ImageDraw.Draw(image), SHARP * height * random.uniform(0.02, 0.12)
    for left, strokes in zip(lefts, digits, strict=True):
        for stroke in strokes:
            points = SHARP * (stroke * height + (left, margin[1]))
            canvas.line([tuple(it) for it in points.tolist()], 255, max(1, round(pen)), "curve")
            for x, y in points:  # round ends
                canvas.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), 255)
    return np.asarray(image.resize(size, Image.Resampling.BOX), np.float32) / 255


def lit(light: str, shape: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    """How bright the bare paper is at every pixel: float (h, w), 0 to 255."""
    y, x = np.mgrid[: shape[0], : shape[1]] / np.reshape(shape, (2, 1, 1))
    bright = random.uniform(150, 230)
    turn = random.uniform(0, 2 * np.pi)
    along = (x - 0.5) * np.cos(turn) + (y - 0.5) * np.sin(turn)  # -0.7 to 0.7
    if light == "slope":
        return bright - random.uniform(5, 70) * (along + 0.7) / 1.4
    if light == "vignette":
        return bright - random.uniform(20, 100) * ((x - 0.5) ** 2 + (y - 0.5) ** 2) / 0.5
    if light == "shadow":
        edge, width = random.uniform(-0.3, 0.3), random.uniform(0.01, 0.1)
        return bright - random.uniform(20, 80) / (1 + np.exp((along - edge) / width))
    return np.full(shape, bright)


def rgba(grey: np.ndarray) -> np.ndarray:
    """Grey levels as an opaque picture."""
    values = np.rint(grey).clip(0, 255).astype(np.uint8)
    return np.dstack([values, values, values, np.full_like(values, 255)])
