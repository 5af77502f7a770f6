"""A sheet of paper on a darker table: where it lies in a photo, and the photo without the table.

Most of such a photo's rim is table, so without this the paper itself would be taken for ink. A
sheet is bright, large, nearly a rectangle in whatever direction, ends abruptly, and holds a few
dark marks; a bright digit on a dark ground is hardly ever all of that, and light that falls from
one side does not end abruptly.
"""

import numpy as np
from PIL import Image

from mnist_core.data.drawing.components import label
from mnist_core.data.drawing.paper import rim

SMALL = 256  # pixels of the larger side at which the sheet is looked for
CONTRAST = 50.0  # grey levels between table and sheet, at least
LARGE = 0.25  # of the picture, at least
RIM = 0.3  # of the picture's rim, at most: the sheet may be cut off by one side, not by most
ABRUPT = 0.5  # of the contrast, at least: between what is just inside and what is just outside
MARKED = 0.3  # of the sheet, at most
FAINT = 0.25  # of the contrast: what is so much darker than the paper around it is a mark
RECTANGULAR = 0.88  # of the narrowest rectangle around it, at least: an ellipse fills 0.79
TURNS = np.deg2rad(np.arange(0, 90, 3))
EDGE = 3  # of the small pixels: the sheet's edge is blurred and has a shadow
PEN = 15  # of the small pixels: no stroke is wider


def without_table(luminance: np.ndarray) -> np.ndarray:
    """Go on with the paper where the table was; a picture without a table stays as it is.

    Parameters
    ----------
    luminance : float array of shape (h, w), 0 to 255
    """
    height, width = luminance.shape
    share = min(1.0, SMALL / max(height, width))
    size = max(1, round(width * share)), max(1, round(height * share))
    picture = Image.fromarray(luminance.astype(np.float32))
    small = np.asarray(picture.resize(size, Image.Resampling.BOX))
    found = sheet(small)
    if found is None:
        return luminance
    from scipy import ndimage

    inside = ndimage.binary_erosion(found, iterations=EDGE)
    bare = ndimage.maximum_filter(np.where(inside, small, 0), PEN)  # the paper behind the strokes
    nearest = ndimage.distance_transform_edt(~inside, return_distances=False, return_indices=True)
    beyond = Image.fromarray(np.where(inside, small, bare[tuple(nearest)]).astype(np.float32))
    kept = Image.fromarray(inside).resize((width, height), Image.Resampling.NEAREST)
    return np.where(np.asarray(kept), luminance, np.asarray(beyond.resize((width, height))))


def sheet(luminance: np.ndarray) -> np.ndarray | None:
    """Find the sheet: bool (h, w), the marks on it included; None if there is none.

    Parameters
    ----------
    luminance : float array of shape (h, w), 0 to 255
    """
    table, paper = np.median(rim(luminance)), np.percentile(luminance, 90)
    if paper - table < CONTRAST:
        return None
    from scipy import ndimage

    pieces, _ = label(luminance > (table + paper) / 2)
    largest = pieces == 1 + np.bincount(pieces.ravel())[1:].argmax()
    whole = ndimage.binary_fill_holes(largest)
    marks = 1 - largest.sum() / whole.sum()
    if whole.mean() < LARGE or marks > MARKED or rim(whole).mean() > RIM:
        return None
    middle = ndimage.binary_erosion(whole, iterations=EDGE, border_value=1)
    darker = ndimage.grey_closing(luminance, PEN) - luminance
    if not (darker[middle] > FAINT * (paper - table)).any():
        return None
    inside = whole & ~middle
    outside = ndimage.binary_dilation(whole, iterations=EDGE) & ~whole
    drop = np.median(luminance[inside]) - np.median(luminance[outside])
    ends = drop >= ABRUPT * (paper - table)
    return whole if ends and _filled(whole) >= RECTANGULAR else None


def _filled(area: np.ndarray) -> float:
    """How much of the narrowest rectangle around an area is filled, in whatever direction."""
    y, x = np.nonzero(area)
    along = np.outer(np.cos(TURNS), x) + np.outer(np.sin(TURNS), y)
    across = np.outer(np.cos(TURNS), y) - np.outer(np.sin(TURNS), x)
    return float(len(x) / ((np.ptp(along, axis=1) + 1) * (np.ptp(across, axis=1) + 1)).min())
