"""Telling ink from paper: from a picture of any polarity to how much ink each pixel holds."""

from dataclasses import dataclass, replace

import numpy as np

from mnist_core.data.drawing.boxes import box_of
from mnist_core.data.drawing.components import without_dirt
from mnist_core.data.drawing.fading_light import fading_paper
from mnist_core.data.drawing.margins import window
from mnist_core.data.drawing.paper import (
    EVENLY,
    NOISE,
    UNEVEN,
    darkness,
    grain,
    paper,
    paper_beside,
    rim,
    unevenly_lit,
    usual_pen,
    without_edges,
)
from mnist_core.data.drawing.rules import without_rules
from mnist_core.data.drawing.sheet import without_table
from mnist_core.data.preprocessing import WHITE

LARGEST = 20_000_000  # pixels
FAINTEST = 8  # of 255: what differs less from the paper is not ink
DARKEST = 0.2  # of the brightest paper: darker paper is a thing, or its noise would be ink
ONE_SIDED = 0.98  # of the votes: all that differs from the paper is darker, or brighter
SECOND = 0.25  # of the votes has the look place by place where light fades
GRAIN = 2.0  # standard deviations of the grain: what differs by less is not ink
VOTING = 3.0  # of them: what differs by less, in a picture full of grain, has no vote
FILLED = 0.9  # of its box, at least: an opaque picture within a transparent margin
PAPER = 98  # per cent of a picture are darker than bright paper, at most
COLOURS = 64  # grey levels, at least, between the darkest and the brightest of such a picture
CHOSEN = "That is what you chose."
LUMINANCE = np.array([0.299, 0.587, 0.114, 0], np.float32)  # of red, green, blue: ITU-R BT.601


class EmptyDrawing(ValueError):
    """There is no ink in the drawing."""

    def __init__(self) -> None:
        super().__init__("Draw a digit first: the pad is empty.")


@dataclass(frozen=True, eq=False)
class Inked:
    """A picture with its ink told from its paper.

    Attributes
    ----------
    brightness : float32 array of shape (h, w), 0 = black, 1 = white, as the eye sees it
    ink : float32 array of shape (h, w), 0 = paper, 1 = ink
    sentence : what was taken for ink, and why
    dark : whether ink is what is darker than the paper; None where that is no question
    votes : the share of what differs from the paper that speaks for this side, 0.5 to 1
    """

    brightness: np.ndarray
    ink: np.ndarray
    sentence: str
    dark: bool | None = None
    votes: float = 1.0


def ink(image: np.ndarray) -> np.ndarray:
    """Say for every pixel of a picture how much ink it holds: float32 (h, w), see `find_ink`."""
    return find_ink(image).ink


def brightness(image: np.ndarray) -> np.ndarray:
    """How bright the eye sees each pixel, whatever is ink: float32 (h, w), 0 = black, 1 = white.

    Parameters
    ----------
    image : uint8 array of shape (h, w), or RGBA of shape (h, w, 4), seen on a white page
    """
    if image.ndim == 2:
        return image.astype(np.float32) / WHITE
    opacity = image[..., 3].astype(np.float32) / WHITE
    return _luminance(image) * opacity / WHITE + 1 - opacity


def find_ink(image: np.ndarray, dark: bool | None = None, who: str = CHOSEN) -> Inked:
    """Tell the ink of a picture from its paper.

    A grey picture is ink on black already: its values are the ink. In a picture with
    transparency, the paper is what most of the picture's rim is. If that is transparent, opacity
    is the ink, whatever the colour, unless what is opaque is a picture itself. If the rim is
    opaque, its median brightness is the paper; ink is what differs from it, to the dark or to the
    bright side, wherever the strongest differences are. So black on white, white on black, and a
    photo of a pen on paper are all read alike. Where the light is uneven, the paper's brightness
    is estimated place by place. The table around a sheet of paper, the dark edges of a scan and
    specks of dust are wiped away.

    Parameters
    ----------
    image : uint8 array of shape (h, w), 0 = paper, 255 = ink, or RGBA of shape (h, w, 4)
    dark : whether ink is what is darker than the paper, from who knows; None lets it be found
    who : the sentence that says who knows

    Raises
    ------
    EmptyDrawing
        If there is no ink.
    ValueError
        If the picture is not as above, or has more than 20 million pixels.
    """
    image = np.asarray(image)
    _check(image)
    if image.ndim == 2:
        found = brightness(image)
        result = Inked(found, found, "Bright is ink already, and black is paper: nothing to turn.")
    elif np.median(rim(image[..., 3])) < WHITE / 2:
        result = _within_transparency(image, dark)
    else:
        result = _contrast(image, dark)
    if dark is not None and result.dark is not None and who:
        result = replace(result, sentence=f"{result.sentence} {who}")
    if result.ink.max() * WHITE < FAINTEST:
        raise EmptyDrawing
    return result


def _check(image: np.ndarray) -> None:
    grey_or_rgba = image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 4)
    if not grey_or_rgba or image.dtype != np.uint8:
        raise ValueError(
            f"A drawing must be uint8 of shape (h, w) or (h, w, 4), "
            f"not {image.dtype} of shape {image.shape}."
        )
    height, width = image.shape[:2]
    if height * width > LARGEST:
        raise ValueError(
            f"The picture has {height} × {width} pixels: choose one of at most "
            f"{LARGEST // 10**6} million."
        )
    if not image.size:
        raise EmptyDrawing


def _within_transparency(image: np.ndarray, dark: bool | None) -> Inked:
    """What is opaque is ink; or an opaque picture within a margin, as in a screenshot of a window.

    A stroke is no such picture, however square it is: it has one colour all over.
    """
    opaque = image[..., 3] >= WHITE / 2
    if opaque.any():
        box = box_of(opaque)
        inner = slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))
        colours = np.ptp(_luminance(image[inner]))
        if opaque[inner].mean() >= FILLED and colours >= COLOURS:
            return _within(image, inner, dark, "transparent margin")
    found = image[..., 3].astype(np.float32) / WHITE
    return Inked(brightness(image), found, "The picture is transparent: what is opaque is ink.")


def _within(image: np.ndarray, inner: tuple[slice, slice], dark: bool | None, margin: str) -> Inked:
    """The ink of a picture within a margin."""
    found = _contrast(image[inner], dark)
    whole = np.zeros(image.shape[:2], np.float32)
    whole[inner] = found.ink
    sentence = f"The {margin} is left out. {found.sentence}"
    return Inked(brightness(image), whole, sentence, found.dark, found.votes)


def _luminance(image: np.ndarray) -> np.ndarray:
    return image.astype(np.float32) @ LUMINANCE  # (h, w), 0 to 255; all four at once is faster


def _contrast(image: np.ndarray, dark: bool | None) -> Inked:
    """Compare an opaque picture with its paper; the strongest contrast becomes ink 1."""
    opacity = image[..., 3].astype(np.float32) / WHITE
    luminance = _luminance(image)
    sheet = np.median(rim(luminance))
    seen = sheet + (luminance - sheet) * opacity  # what is transparent here shows the paper
    inner = window(seen)
    if inner is not None:
        return _within(image, inner, dark, "margin")
    bare = without_table(seen)
    luminance = without_edges(bare)
    difference, share, level = _from_paper(luminance, dark)
    ink_is_dark, votes = share >= EVENLY, max(share, 1 - share)
    if luminance is not bare:
        level = f"The dark edge along the rim is left out. {level}"
    if bare is not seen:
        level = f"The table around the sheet is left out. {level}"
    found, lines = without_rules(_strong(-difference if ink_is_dark else difference))
    if lines:
        level = f"{_counted(lines, 'printed line')} taken out. {level}"
    found, at_rim = without_dirt(found)
    if at_rim:
        level = f"{_counted(at_rim, 'thing')} left out, at the rim. {level}"
    strongest = found.max()
    found = found / strongest if strongest >= FAINTEST else np.zeros_like(found)
    turn = "and what is darker is ink" if ink_is_dark else "and what is brighter is ink"
    sentence = f"{level}, becomes 0, {turn}: up to 1."
    return Inked(seen / WHITE, found, sentence, ink_is_dark, votes)


def _counted(number: int, what: str) -> str:
    return f"{number} {what} is" if number == 1 else f"{number} {what}s are"


def _from_paper(luminance: np.ndarray, dark: bool | None) -> tuple[np.ndarray, float, str]:
    """Grey levels above the paper, how far ink is dark, and what is taken for the paper."""
    if unevenly_lit(luminance):
        fading = _from_fading_paper(luminance, dark)
        if fading is not None:
            return fading
        local, share = paper(luminance, dark)
        dark = share >= EVENLY
        first = _strong(luminance - local if not dark else local - luminance)
        local, mistaken = paper_beside(luminance, dark, usual_pen(first))
        local = local.clip(max(1, DARKEST * local.max()), None)
        difference = _above_grain(luminance - local, luminance)
        difference = np.where(np.abs(difference) < mistaken, 0, difference)
        return difference / local * local.max(), share, _unevenly(local)
    sheet, where = np.median(rim(luminance)), "picture's rim"
    reach = sheet - luminance.min(), luminance.max() - sheet  # to the dark and to the bright side
    if dark is not None and reach[not dark] < NOISE * max(reach):  # then the rim is ink
        sheet = np.percentile(luminance, PAPER if dark else 100 - PAPER)
        where = f"{'brightest' if dark else 'darkest'} part of the picture"
    difference = luminance - sheet
    level = f"The paper, as bright as the {where} ({sheet / WHITE:.2f} of white)"
    share = darkness(_above_grain(difference, luminance, VOTING)) if dark is None else float(dark)
    return _above_grain(difference, luminance), share, level


def _from_fading_paper(
    luminance: np.ndarray, dark: bool | None
) -> tuple[np.ndarray, float, str] | None:
    """The same where light fades smoothly and what differs from it does to one side; else None.

    No window is wide enough for a broad pen in a narrow crop, and none is needed there. Where a
    look place by place has it the other way round, a broad thing may be what the light was fitted
    to: then the vote is no clear one.
    """
    smooth = fading_paper(luminance, UNEVEN)
    if smooth is None:
        return None
    difference = _above_grain(luminance - smooth, luminance)
    share = darkness(difference)
    if max(share, 1 - share) < ONE_SIDED or dark not in (None, share >= EVENLY):
        return None
    if dark is None:
        share = (1 - SECOND) * share + SECOND * paper(luminance)[1]
    level = f"{_unevenly(smooth)} by light that fades"
    return difference / smooth * smooth.max(), share, level  # the same ink in light and shade


def _above_grain(difference: np.ndarray, luminance: np.ndarray, by: float = GRAIN) -> np.ndarray:
    """What differs from the paper by more than so many times its grain; 0 elsewhere."""
    return np.where(np.abs(difference) < by * grain(luminance), 0, difference)


def _unevenly(sheet: np.ndarray) -> str:
    low, high = sheet.min() / WHITE, sheet.max() / WHITE
    return f"The paper, lit unevenly (from {low:.2f} to {high:.2f} of white)"


def _strong(difference: np.ndarray) -> np.ndarray:
    """What differs to the bright side by more than the paper's grain; 0 elsewhere."""
    bright = difference.clip(min=0)
    bright[bright < NOISE * bright.max()] = 0
    return bright
