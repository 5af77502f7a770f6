"""The stages of a drawing's preparation as pictures."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from mnist_core.figures.palette import Palette

MARGIN = 0.06  # of the number's larger side, around it


def small_picture(ink: np.ndarray, most: int = 168) -> np.ndarray:
    """One stage with a pixel for each of its own, for a page that colours and enlarges them itself.

    Parameters
    ----------
    ink : float array of shape (h, w), 0 = paper, 1 = ink
    most : pixels a side; where there are more, it is shrunk

    Returns
    -------
    uint8 array of shape (h', w')
    """
    levels = np.rint(ink.clip(0, 1) * 255).astype(np.uint8)
    height, width = ink.shape
    scale = most / max(height, width)
    if scale >= 1:
        return levels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(levels).resize(size, Image.Resampling.BOX))


def cuts_picture(
    seen: np.ndarray,
    boxes: Sequence[tuple[float, float, float, float]],
    chosen: int,
    palette: Palette,
    width: int = 640,
    reach: float = 0.0,
) -> np.ndarray:
    """The part of a picture that a number fills, with a frame around each of its digits.

    Parameters
    ----------
    seen : float array of shape (h, w), brightness as the eye sees it, 0 = black and 1 = white
    boxes : (top, left, bottom, right) of each digit, in pixels of the picture
    chosen : the one whose frame is thicker
    palette : its accent frames the digits
    width : of the result, in pixels
    reach : how far the ink reaches beyond the boxes: half the pen's width, if they are of strokes

    Returns
    -------
    uint8 array of shape (height, width, 3)
    """
    corners = np.array(boxes, float) + np.array([-reach, -reach, reach, reach])
    margin = MARGIN * (corners[:, 2:].max(axis=0) - corners[:, :2].min(axis=0)).max()
    top, left = np.maximum(corners[:, :2].min(axis=0) - margin, 0).astype(int)
    bottom, right = np.ceil(corners[:, 2:].max(axis=0) + margin).astype(int)
    part = seen[top:bottom, left:right]
    scale = width / part.shape[1]
    grey = Image.fromarray(np.rint(part.clip(0, 1) * 255).astype(np.uint8)).convert("RGB")
    picture = grey.resize((width, max(1, round(part.shape[0] * scale))), Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(picture)
    for number, corner in enumerate(corners):
        frame = ((corner - [top, left, top, left]) * scale)[[1, 0, 3, 2]] + [-4, -4, 3, 3]
        pen.rectangle(frame.tolist(), outline=palette.accent, width=4 if number == chosen else 1)
    return np.asarray(picture)


def crop_picture(
    seen: np.ndarray,
    across: tuple[float, float],
    down: tuple[float, float],
    palette: Palette,
    width: int = 320,
) -> np.ndarray:
    """A picture with a frame around the part of it that is read, the rest faint.

    Parameters
    ----------
    seen : uint8 array of shape (h, w, 4)
    across, down : where the part begins and ends, as shares of the width and of the height
    palette : its accent frames the part, its paper covers the rest
    width : of the result, in pixels

    Returns
    -------
    uint8 array of shape (height, width, 3)
    """
    height = max(1, round(len(seen) * width / seen.shape[1]))
    paper = Image.new("RGBA", (width, height), palette.paper)
    whole = Image.fromarray(np.ascontiguousarray(seen)).resize((width, height))
    picture = Image.blend(paper, Image.alpha_composite(paper, whole), 0.3)
    (left, right), (top, bottom) = across, down
    box = (
        round(left * width),
        round(top * height),
        max(round(right * width), round(left * width) + 1),
        max(round(bottom * height), round(top * height) + 1),
    )
    picture.paste(Image.alpha_composite(paper, whole).crop(box), box[:2])
    frame = (box[0], box[1], box[2] - 1, box[3] - 1)
    ImageDraw.Draw(picture).rectangle(frame, outline=palette.accent, width=2)
    return np.asarray(picture.convert("RGB"))
