"""The lines of a form: rules, underlines and frames are told from the digits written there."""

from collections.abc import Sequence

import numpy as np

from mnist_core.data.drawing.boxes import Box, usual_height

THIN = 8  # times as long as thick: a rule, if it is long as well, and a 1 otherwise
UNDERLINE = 1.2  # times the height of a digit: no bar of a digit is wider
UPRIGHT = 2.0  # times the height of a digit: no 1 is higher
HOLLOW = 0.2  # of its box is the most that the ink of a frame fills
NEAR_SIDE = 0.12  # of its box: a frame that is a little turned is still near its sides
SIDED = 0.8  # of each side, at least, has a frame ink along it; an oval has 0.65
INSIDE = 0.2  # of a frame's height: something lower inside is the dot of a zero


def printed(boxes: Sequence[Box], amounts: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """Which pieces of ink are rules, underlines and frames: bool (n,), never all of them.

    Parameters
    ----------
    boxes : around each of n pieces
    amounts : float array (n,), how much ink each piece holds, in pixels
    sides : float array (n,), along how much of each piece's box there is ink, see `along_sides`
    """
    flat = np.array([box.width > THIN * box.height for box in boxes])
    steep = np.array([box.height > THIN * box.width for box in boxes])
    frame = np.array(
        [
            amount < HOLLOW * box.height * box.width
            and side >= SIDED
            and any(box.holds(it) and it.height >= INSIDE * box.height for it in boxes)
            for box, amount, side in zip(boxes, amounts, sides, strict=True)
        ]
    )
    heights = np.array([box.height for box in boxes])
    usual = _usual(heights[~(flat | steep | frame)], heights[steep & ~frame])
    wide = np.array([box.width > UNDERLINE * usual for box in boxes])
    found = frame | flat & wide | steep & (heights > UPRIGHT * usual)
    return found if not found.all() else np.zeros_like(found)


def along_sides(mask: np.ndarray) -> float:
    """Along how much of its box there is ink, on the side where it is least: a share.

    Parameters
    ----------
    mask : bool array of shape (h, w), of one piece, its box
    """
    height, width = (max(1, round(NEAR_SIDE * length)) for length in mask.shape)
    return float(
        min(
            mask[:height].any(axis=0).mean(),
            mask[-height:].any(axis=0).mean(),
            mask[:, :width].any(axis=1).mean(),
            mask[:, -width:].any(axis=1).mean(),
        )
    )


def _usual(heights: np.ndarray, thin: np.ndarray) -> float:
    """The height of a digit: that of pieces which are no bars, or else of most upright bars."""
    if heights.size:
        return usual_height(heights)
    return float(np.sort(thin)[(len(thin) - 1) // 2]) if thin.size else np.inf
