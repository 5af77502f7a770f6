"""Made-up photographs of handwriting: real pen strokes on paper in one light or another.

What is written, the pen, how dark it is, how the light falls and how close the picture is cropped
are drawn by a seed, within what photos of paper, boards and screens show.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from mnist_core.data.drawing.boxes import box_of
from tests.strokes import UNREADABLE, Written

SHARP = 3  # pixels of the pen's way to one of the photo
GRAIN = 2.0  # grey levels, of the paper and the sensor
LIGHTS = ("even", "slope", "vignette", "shadow")
LINED = ("ruled", "standing", "squared", "cell")  # paper with printed lines, which ink may touch
LITTERED = ("object", "corner", "dirt")  # something else than ink lies in the picture
PLAIN = "plain"


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
    written: Written, count: int, dark: bool, light: str, total: int, seed: int, kind: str = PLAIN
) -> Iterator[Photograph]:
    """So many photos of so many digits in a row, with dark ink or bright, in one of LIGHTS.

    On plain paper, on one of LINED, or with one of LITTERED in the picture.
    """
    random = np.random.default_rng(seed)
    readable = np.flatnonzero(written.flags != UNREADABLE)
    for _ in range(total):
        chosen = random.choice(readable, count)
        height = int(random.integers(80, 240))
        ink = row([written.strokes[it] for it in chosen], height, random)
        if kind in LINED:
            ink = np.maximum(ink, lines(kind, ink, random))
        litter = np.zeros_like(ink)
        if kind in LITTERED:
            ink, litter = littered(kind, ink, height, random)
        sheet = lit(light, ink.shape, random)
        contrast = random.uniform(40, 130)
        ink = np.maximum(ink, litter * random.uniform(0.7, 150 / contrast))
        seen = sheet - contrast * ink if dark else sheet.clip(None, 230 - contrast) + contrast * ink
        text = "".join(str(label) for label in written.labels[chosen])
        yield Photograph(rgba(seen + random.normal(0, GRAIN, seen.shape)), text, dark)


def row(
    digits: list[tuple[np.ndarray, ...]],
    height: int,
    random: np.random.Generator,
    pen: tuple[float, float] = (0.02, 0.12),
    gap: tuple[float, float] = (0.25, 0.5),
    margin: tuple[float, float] = (0.15, 1.0),
) -> np.ndarray:
    """How much ink each pixel holds: digits beside each other, with a pen and a margin by chance.

    Parameters
    ----------
    digits : the strokes of each
    height : of a digit, pixels
    pen, gap, margin : from which shares of the height to which

    Returns
    -------
    float32 array of shape (h, w), 0 to 1
    """
    apart, around = random.uniform(*gap) * height, random.uniform(*margin, 2) * height
    lefts, right = [], around[0]
    for strokes in digits:
        lefts.append(right)
        right += height * np.concatenate(strokes)[:, 0].max() + apart
    size = round(right - apart + around[0]), round(height + 2 * around[1])
    image = Image.new("L", (size[0] * SHARP, size[1] * SHARP))
    canvas, wide = ImageDraw.Draw(image), SHARP * height * random.uniform(*pen)
    for left, strokes in zip(lefts, digits, strict=True):
        for stroke in strokes:
            points = SHARP * (stroke * height + (left, around[1]))
            canvas.line([tuple(it) for it in points.tolist()], 255, max(1, round(wide)), "curve")
            for x, y in points:  # round ends
                canvas.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), 255)
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


def lines(kind: str, ink: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """How much ink each pixel holds of the lines that are printed on the paper: float32 (h, w)."""
    (high, wide), box = ink.shape, box_of(ink > 0.5)
    pen = max(1.0, box.height * random.uniform(0.01, 0.035))
    slope = random.uniform(-0.03, 0.03)
    rows, columns = [], []
    ends = (-0.1 * wide, 1.1 * wide), (-0.1 * high, 1.1 * high)
    if kind == "standing":
        rows = [box.bottom - random.uniform(0, 0.06) * box.height]
    elif kind == "cell":
        gaps = np.array([box.top, high - box.bottom, box.left, wide - box.right])
        top, under, left, right = gaps * random.uniform(0.25, 0.75, 4)
        rows, columns = [top, high - under], [left, wide - right]
        ends = (left, wide - right), (top, high - under)
    else:
        gap = box.height * random.uniform(*((0.8, 1.6) if kind == "ruled" else (0.4, 0.8)))
        rows = list(np.arange(random.uniform(0, gap), high, gap))
        columns = list(np.arange(random.uniform(0, gap), wide, gap)) if kind == "squared" else []
    image = Image.new("L", (wide * SHARP, high * SHARP))
    draw, width = ImageDraw.Draw(image), max(1, round(pen * SHARP))
    for y in rows:
        way = [(x, y + slope * (x - wide / 2)) for x in ends[0]]
        draw.line([(SHARP * a, SHARP * b) for a, b in way], 255, width)
    for x in columns:
        way = [(x - slope * (y - high / 2), y) for y in ends[1]]
        draw.line([(SHARP * a, SHARP * b) for a, b in way], 255, width)
    printed = np.asarray(image.resize((wide, high), Image.Resampling.BOX), np.float32) / 255
    return printed * random.uniform(0.4, 1)


def littered(
    kind: str, ink: np.ndarray, height: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The ink on a larger sheet, and what lies there beside it: float32 (h, w) both."""
    room = round(height * random.uniform(0.5, 1.5))
    ink = np.pad(ink, ((0, room), (0, 0)))
    high, wide = ink.shape
    image = Image.new("L", (wide, high))
    draw = ImageDraw.Draw(image)
    if kind == "object":  # a finger, a pen, the edge of a table
        left, right = np.sort(random.uniform(-0.2, 1.2, 2)) * wide
        depth = room * random.uniform(0.4, 0.9)
        box = (left - 0.2 * wide, high - depth, right + 0.2 * wide, high + depth)
        draw.rounded_rectangle(box, depth / 2, 255)
    elif kind == "corner":
        x = wide * random.choice([0, 1])
        across = random.uniform(0.3, 0.9) * min(room, wide) * np.array([1, -1 if x else 1])
        draw.polygon([(x, high), (x + across[1], high), (x, high - across[0])], 255)
    else:
        for _ in range(random.integers(3, 9)):
            r, x = height * random.uniform(0.01, 0.05), random.uniform(0, wide)
            y = high - random.uniform(0, 0.9) * room
            draw.ellipse((x - r, y - r, x + r, y + r), 255)
    return ink, np.asarray(image, np.float32) / 255


def rgba(grey: np.ndarray) -> np.ndarray:
    """Grey levels as an opaque picture."""
    values = np.rint(grey).clip(0, 255).astype(np.uint8)
    return np.dstack([values, values, values, np.full_like(values, 255)])
