"""The paper behind the ink: how bright a photo would be at every pixel if nothing were written.

A sheet of paper in a photo is seldom lit evenly: a shadow lies across it, and a lamp fades. What
is dark there is not what is darker than the sheet as a whole, but what is darker than the paper
around it.
"""

import numpy as np
from PIL import Image, ImageFilter

from mnist_core.data.drawing.boxes import boxes_of
from mnist_core.data.drawing.components import amounts, edges, label, near
from mnist_core.data.drawing.fading_light import fades
from mnist_core.data.drawing.run_lengths import thickness

SMALL = 96  # pixels of the larger side at which the light is looked for: it changes slowly
BLUR = 1.5  # pixels of those
WINDOW = 25  # pixels of those; wider than any stroke, so that some paper is always in it
UNEVEN = 20.0  # grey levels between the bright and the dark parts of the rim
ALONGSIDE = 8  # of a side: what crosses the rim is narrower
TENTHS = (10, 90)  # the rim's darkest and brightest tenth may be ink or a reflection
SHADOW = 0.6  # of the paper's brightness: darker than that, a strip along the rim is no paper
NOISE_MASK = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
MEDIAN = 0.6745  # of the absolute values of a normal distribution, standard deviation 1
NOISE = 0.2  # of the strongest contrast: below it, a difference is the paper's grain
EVENLY = 0.5  # of the votes for dark ink: from here on it is
INKED = 0.5  # of the strongest contrast: surely ink
CLOSE = 512  # pixels of the larger side, at most, where the light is looked for close by
FINE_PEN = 4.0  # pixels that a pen is wide there, at most
BRIDGE = 3.0  # pens: what is narrower is bridged, where strokes meet as well
STEP = 5  # pixels there: within so many the edge of a shadow is blurred
DOUBT = 1.6  # times what smoothing takes off: of a sharp edge 0.31, where half may be wrong
LARGE = 0.1  # of a picture's side, at least: pieces that tell how wide the pen is
BROAD = 75  # per cent of the ink are less wide than the pen: lines, flecks, and grain in it
BROADEST = 0.4  # of the picture is the most that such strips are together
ABRUPT = 0.8  # of the paper's brightness: the paper beside such a strip; a shadow fades slowly


def rim(plane: np.ndarray) -> np.ndarray:
    """The pixels at the four edges of a picture, where there is seldom ink: (2 (h + w),)."""
    return np.concatenate([plane[0], plane[-1], plane[:, 0], plane[:, -1]])


def without_edges(luminance: np.ndarray) -> np.ndarray:
    """Paint the dark strips along the rim of a scan as bright as the paper beside them.

    Parameters
    ----------
    luminance : float array of shape (h, w), 0 to 255
    """
    sheet = np.percentile(rim(luminance), 75)  # strips along two sides leave that bright
    pieces, count = label(luminance < SHADOW * sheet)
    found = edges(pieces, amounts(pieces, count, sheet - luminance))
    if not found.size:
        return luminance
    from scipy import ndimage

    strip = np.isin(pieces, found)
    if strip.mean() > BROADEST:  # a board, beside a bright thing at its rim
        return luminance
    grown = ndimage.binary_dilation(strip, iterations=near(luminance.shape))
    beside = np.median(luminance[grown & ~strip])
    return np.where(grown, beside, luminance) if beside > ABRUPT * sheet else luminance


def unevenly_lit(luminance: np.ndarray) -> bool:
    """Whether the paper is too uneven for one sheet in one light: its rim, or towards its middle.

    Parameters
    ----------
    luminance : float array of shape (h, w), 0 to 255
    """
    low, high = np.percentile(_bare_rim(luminance), TENTHS)
    return bool(high - low > UNEVEN) or fades(luminance, UNEVEN)


def _bare_rim(luminance: np.ndarray) -> np.ndarray:
    """The rim without what crosses it: the median of each pixel's neighbours along its side."""
    from scipy import ndimage

    sides = (luminance[0], luminance[-1], luminance[:, 0], luminance[:, -1])
    return np.concatenate(
        [ndimage.median_filter(it, max(1, len(it) // ALONGSIDE), mode="nearest") for it in sides]
    )


def grain(luminance: np.ndarray) -> float:
    """The standard deviation of the paper's grain and the sensor's noise, in grey levels.

    J. Immerkær 1996, "Fast noise variance estimation": what a mask lets through that takes away
    planes and edges. The median in place of the mean, as ink is no noise either.
    """
    from scipy import ndimage

    left = ndimage.convolve(luminance.astype(np.float32), NOISE_MASK)
    return float(np.median(np.abs(left)) / MEDIAN / 6)


def darkness(difference: np.ndarray) -> float:
    """How far ink is what is darker than the paper, and not what is brighter: a share of votes.

    The strongest differences decide; what is no more than the paper's grain, measured by the
    strongest of both sides, has no say.

    Parameters
    ----------
    difference : float array of shape (h, w), grey levels above the paper

    Returns
    -------
    1 where all that differs is darker, 0 where all is brighter; 1 as well where nothing differs
    """
    strong = np.abs(difference)
    told = difference[strong >= NOISE * strong.max()].astype(np.float64) ** 3
    every = np.abs(told).sum()
    return float(-told[told < 0].sum() / every) if every else 1.0


def usual_pen(difference: np.ndarray) -> float:
    """How thick the ink usually is, in pixels; differences to the ink's side are positive.

    Of what is written away from the rim, if there is anything: what a shadow leaves in a corner is
    thicker, and darker than a pencil.
    """
    pieces, count = label(difference > 0)
    inner = np.ones(count + 1, bool)
    inner[np.unique(rim(pieces))] = False
    sides = [max(box.height, box.width) for box in boxes_of(pieces)]
    inner[1:] &= np.array(sides) >= LARGE * max(pieces.shape)
    told = np.where(inner[pieces], difference, 0) if inner.any() else difference
    found = told >= INKED * told.max()
    return float(np.percentile(thickness(found)[found], BROAD))


def paper_beside(luminance: np.ndarray, bright: bool, pen: float) -> tuple[np.ndarray, np.ndarray]:
    """Estimate the brightness of the bare paper once more, close by: so wide a pen is bridged.

    What is found follows the edge of a shadow, as the window of `paper` is too wide to.

    Parameters
    ----------
    luminance : float array of shape (h, w), 0 to 255
    bright : whether the paper is brighter than the ink
    pen : pixels, see `usual_pen`

    Returns
    -------
    two float32 arrays of shape (h, w), 0 to 255: the paper, and how much it may be mistaken, as it
    bends within a step: at the edge of a thing much, in a shadow that fades hardly at all
    """
    from scipy import ndimage  # slow to import, and only photos and numbers need it

    height, width = luminance.shape
    share = min(1.0, CLOSE / max(height, width), FINE_PEN / pen)
    size = max(1, round(width * share)), max(1, round(height * share))
    picture = Image.fromarray(luminance.astype(np.float32)).resize(size, Image.Resampling.BOX)
    window = 2 * int(np.ceil(BRIDGE / 2 * pen * share)) + 1
    bare = _bridged(np.asarray(picture), window, bright)
    smooth = ndimage.gaussian_filter(bare, 1.0)
    mistaken = DOUBT * ndimage.maximum_filter(np.abs(bare - smooth), STEP)
    return _enlarged(smooth, luminance.shape), _enlarged(mistaken, luminance.shape)


def _bridged(picture: np.ndarray, window: int, bright: bool) -> np.ndarray:
    """The paper of a small picture: closed over what is darker and narrower than the window.

    Or opened, where the paper is not the bright side. Beyond the rim goes on, as it slopes there,
    what is the paper by a first such look: not the ink, which would come back turned round.
    """
    from scipy import ndimage

    around = [(min(window, length - 1),) * 2 for length in picture.shape]
    inside = tuple(
        slice(pad, pad + length) for (pad, _), length in zip(around, picture.shape, strict=True)
    )
    order = (ndimage.maximum_filter, ndimage.minimum_filter)[:: 1 if bright else -1]
    fine = ndimage.median_filter(picture, 3, mode="nearest")  # a speck is not the paper
    bare = fine
    for extreme in order:
        bare = extreme(bare, window, mode="nearest")
    off = np.abs(bare - fine)
    bare = np.where(off >= INKED * off.max(), bare, fine)
    wide = np.pad(bare, around, "reflect", reflect_type="odd")
    wide[inside] = fine
    for extreme in order:
        wide = extreme(wide, window, mode="nearest")
    return wide[inside]


def _enlarged(small: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    size = shape[1], shape[0]
    return np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BILINEAR))


def paper(luminance: np.ndarray, bright: bool | None = None) -> tuple[np.ndarray, float]:
    """Estimate the brightness of the bare paper behind a picture, place by place.

    What is narrower than the window and darker than the paper around it is closed over
    (morphological closing), or opened if the ink is bright; smoothing takes the edges off. Which
    of the two the ink is tells the local median: most of every window is paper. It is asked within
    the picture only: in the mirror around it, ink comes back turned round. All on a small copy.

    Parameters
    ----------
    luminance : float array of shape (h, w), 0 to 255
    bright : whether the paper is brighter than the ink, from who knows; None lets it be found

    Returns
    -------
    float32 array of shape (h, w), 0 to 255, and how far the ink is darker, see `darkness`
    """
    from scipy import ndimage  # slow to import, and only photos and numbers need it

    height, width = luminance.shape
    share = min(1.0, SMALL / max(height, width))
    size = max(1, round(width * share)), max(1, round(height * share))
    picture = Image.fromarray(luminance.astype(np.float32)).resize(size, Image.Resampling.BOX)
    around = [(min(WINDOW, length - 1), min(WINDOW, length - 1)) for length in size[::-1]]
    padded = np.pad(np.asarray(picture), around, "reflect", reflect_type="odd")  # slopes go on
    dark = float(bright or False)
    if bright is None:
        inside = tuple(
            slice(pad, pad + length) for (pad, _), length in zip(around, size[::-1], strict=True)
        )
        median = Image.fromarray(padded).filter(ImageFilter.MedianFilter(WINDOW))
        dark = darkness(np.asarray(picture) - np.asarray(median)[inside])
    bare = _bridged(np.asarray(picture), WINDOW, dark >= EVENLY)
    smooth = ndimage.gaussian_filter(bare, BLUR)
    return _enlarged(smooth, luminance.shape), dark
