"""Photographs that are harder than those of `tests.photographs`, by what makes them hard.

Thin and pale pens, blur, few pixels, slanted rows, lines and dirt in shadow. A family says within
what bounds its pictures are drawn at random; what it does not name is as in `tests.photographs`.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from PIL import Image
from scipy import ndimage

from tests.photographs import (
    GRAIN,
    LIGHTS,
    LINED,
    LITTERED,
    PLAIN,
    Photograph,
    lines,
    lit,
    littered,
    rgba,
    row,
)
from tests.strokes import UNREADABLE, Written

DARK = 0.75  # of the pictures have ink darker than the paper
SOFT = (0.05, 0.4)  # of a digit's height: how far a thing's shadow reaches beside it
DARKEST = 20.0  # grey levels of a paper in any shadow
FLECKS = 1.2  # pixels: how coarse paper is, that a pencil only meets where it is high
Bounds = tuple[float, float]


@dataclass(frozen=True)
class Family:
    """Within what bounds pictures of one kind are drawn at random.

    Attributes
    ----------
    height : of a digit, pixels
    pen, gap, margin : shares of that height
    contrast : grey levels between paper and ink
    uneven : by what share, at most, digits of a row differ in size
    turn : degrees, at most, by which the row is turned
    side : by what share, at most, the far end is smaller, as seen from one side
    texture : the share of a stroke's ink that is missing, in flecks
    back : how strong the writing on the other side of the sheet shows
    blur : standard deviation as a share of the height
    quality : of a JPEG file; None stores every pixel
    glare : grey levels by which a lamp shines on one place
    cast : grey levels that a thing at the rim takes from the light on the paper beside it
    """

    height: Bounds = (80, 240)
    pen: Bounds = (0.02, 0.12)
    gap: Bounds = (0.25, 0.5)
    margin: Bounds = (0.15, 1.0)
    contrast: Bounds = (40, 130)
    lights: tuple[str, ...] = LIGHTS
    papers: tuple[str, ...] = (PLAIN,)
    dark: float = DARK
    grain: float = GRAIN
    uneven: float = 0.0
    turn: float = 0.0
    side: float = 0.0
    texture: float = 0.0
    back: float = 0.0
    blur: Bounds = (0.0, 0.0)
    quality: Bounds | None = None
    glare: Bounds | None = None
    cast: Bounds | None = None


HARD: Mapping[str, Family] = MappingProxyType(
    {
        "ballpoint": Family(height=(200, 400), pen=(0.012, 0.025), contrast=(30, 90), grain=3),
        "pencil": Family(pen=(0.025, 0.05), contrast=(20, 45), texture=0.4, dark=1),
        "marker": Family(pen=(0.12, 0.17), gap=(0.3, 0.6)),
        "chalk": Family(pen=(0.04, 0.1), contrast=(60, 130), texture=0.5, dark=0),
        "out of focus": Family(blur=(0.02, 0.05)),
        "grainy": Family(grain=12, contrast=(60, 130)),
        "compressed": Family(quality=(8, 25), height=(40, 120)),
        "few pixels": Family(height=(16, 32), pen=(0.05, 0.12)),
        "turned": Family(turn=15),
        "from the side": Family(side=0.5),
        "close together": Family(gap=(0.02, 0.15)),
        "uneven hand": Family(uneven=0.4),
        "cropped close": Family(margin=(0.0, 0.06)),
        "far away": Family(height=(40, 100), margin=(1.5, 4)),
        "lines in shadow": Family(papers=LINED, lights=("slope", "vignette", "shadow")),
        "dirt in shadow": Family(papers=LITTERED, lights=("slope", "vignette", "shadow")),
        "written behind": Family(back=0.3, contrast=(60, 130)),
        "a lamp's shine": Family(glare=(30, 90)),
        "a thing's shadow": Family(papers=("object", "corner"), cast=(20, 80)),
    }
)


def hard_photographs(
    written: Written, count: int, family: Family, total: int, seed: int
) -> Iterator[Photograph]:
    """So many photos of so many digits in a row, of one family."""
    random = np.random.default_rng(seed)
    readable = np.flatnonzero(written.flags != UNREADABLE)
    for _ in range(total):
        chosen = random.choice(readable, count)
        height = int(random.integers(*family.height))
        digits = [_sized(written.strokes[it], family.uneven, random) for it in chosen]
        ink = row(digits, height, random, family.pen, family.gap, family.margin)
        ink = _seen_from(family, ink, random)
        paper, dark = str(random.choice(family.papers)), bool(random.random() < family.dark)
        if paper in LINED:
            ink = np.maximum(ink, lines(paper, ink, random))
        litter = np.zeros_like(ink)
        if paper in LITTERED:
            ink, litter = littered(paper, ink, height, random)
        image = _taken(family, ink, litter, height, dark, random)
        yield Photograph(image, "".join(str(label) for label in written.labels[chosen]), dark)


def _sized(
    strokes: tuple[np.ndarray, ...], uneven: float, random: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """A digit that is smaller than the row, and stands somewhere in it."""
    if not uneven:
        return strokes
    size = 1 - random.uniform(0, uneven)
    down = (1 - size) * random.random()
    return tuple(stroke * size + (0, down) for stroke in strokes)


def _seen_from(family: Family, ink: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The row turned, or with one end farther away: float32 (h, w)."""
    if family.turn:
        turned = ndimage.rotate(ink, random.uniform(-family.turn, family.turn), order=1)
        return turned.clip(0, 1)
    if not family.side:
        return ink
    high, wide = ink.shape
    less = random.uniform(0, family.side) * high / 2
    near, far = (0, high), (less, high - less)
    left, right = (near, far) if random.random() < 0.5 else (far, near)
    corners = (0, left[0], 0, left[1], wide, right[1], wide, right[0])
    places = np.array([0, 0, 0, high, wide, high, wide, 0], float).reshape(4, 2)
    there = np.array(corners, float).reshape(4, 2)
    rows = []
    for (x, y), (u, v) in zip(places, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    way = np.linalg.solve(np.array(rows), there.ravel())
    image = Image.fromarray(np.rint(255 * ink).astype(np.uint8))
    back = np.linalg.inv(np.append(way, 1).reshape(3, 3))
    seen = image.transform(
        image.size, Image.Transform.PERSPECTIVE, (back / back[2, 2]).ravel()[:8], Image.BILINEAR
    )
    return np.asarray(seen, np.float32) / 255


def _taken(
    family: Family,
    ink: np.ndarray,
    litter: np.ndarray,
    height: int,
    dark: bool,
    random: np.random.Generator,
) -> np.ndarray:
    """The photo of what is written and lies on a sheet: uint8 (h, w, 4)."""
    contrast = random.uniform(*family.contrast)
    if family.texture:
        flecks = ndimage.gaussian_filter(random.normal(0, 1, ink.shape), FLECKS)
        ink = ink * (flecks > np.quantile(flecks, family.texture * random.random()))
    ink = np.maximum(ink, family.back * ndimage.gaussian_filter(ink[:, ::-1], 0.02 * height))
    ink = np.maximum(ink, litter * random.uniform(0.7, 150 / contrast))
    sheet = lit(str(random.choice(family.lights)), ink.shape, random)
    if family.glare:
        y, x = np.mgrid[: ink.shape[0], : ink.shape[1]]
        middle, size = random.random(2) * ink.shape, random.uniform(0.3, 1) * height
        far = ((y - middle[0]) ** 2 + (x - middle[1]) ** 2) / size**2
        sheet = sheet + random.uniform(*family.glare) * np.exp(-far / 2)
    if family.cast:
        shade = ndimage.gaussian_filter(litter, height * random.uniform(*SOFT))
        sheet = (sheet - random.uniform(*family.cast) * shade).clip(DARKEST, None)
    seen = sheet - contrast * ink if dark else sheet.clip(None, 230 - contrast) + contrast * ink
    seen = ndimage.gaussian_filter(seen, height * random.uniform(*family.blur))
    image = rgba(seen + random.normal(0, family.grain, seen.shape))
    return image if family.quality is None else _compressed(image, random.uniform(*family.quality))


def _compressed(image: np.ndarray, quality: float) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(image).convert("RGB").save(file, "JPEG", quality=round(quality))
    return np.array(Image.open(file).convert("RGBA"))
