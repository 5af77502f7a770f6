"""From brought images to digits: ink on black, 28 × 28, as they are or as drawings are prepared."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PIL import Image

from mnist_core.data.digits import SIDE, Digits
from mnist_core.data.drawing import EmptyDrawing, prepare_image
from mnist_core.data.imported.picture_folders import in_square
from mnist_core.data.imported.raw_images import RawImages
from mnist_core.data.npz import UnusableFile
from mnist_core.data.pixels import blank, on_white
from mnist_core.data.preprocessing import WHITE

AS_THEY_ARE, AS_DRAWINGS = "as they are", "as drawings"
PREPARATIONS = (AS_THEY_ARE, AS_DRAWINGS)
MOST_BLANK = 0.1  # of the images


class Fitted(NamedTuple):
    """Digits made of images, which of them judge, and what was done, each as a phrase."""

    digits: Digits
    test: np.ndarray
    changes: tuple[str, ...]


def fitted(raw: RawImages, preparation: str = AS_THEY_ARE) -> Fitted:
    """Bring images to what a network sees; blank ones are left out.

    Parameters
    ----------
    raw : the images, black on white or white on black
    preparation : "as they are", which scales them to 28 × 28, or "as drawings", which also crops
        and centres each one as MNIST did its own

    Raises
    ------
    UnusableFile
        If more than a tenth of the images are blank.
    """
    images, turned = raw.images, bool(on_white(raw.images).mean() > 0.5)
    if turned:
        images = WHITE - images
    kept = ~blank(images)
    if kept.mean() < 1 - MOST_BLANK:
        raise UnusableFile(f"{len(kept) - kept.sum():,} of its {len(kept):,} images are blank")
    result = _prepared(images, kept) if preparation == AS_DRAWINGS else _scaled(images)
    height, width = raw.images.shape[1:]
    sized = preparation != AS_DRAWINGS and (height, width) != (SIDE, SIDE)
    changes = (
        *(("black on white turned to white on black",) if turned else ()),
        *((f"{height} × {width} pixels scaled to {SIDE} × {SIDE}",) if sized else ()),
        *(("cropped and centred as drawings are",) if preparation == AS_DRAWINGS else ()),
        *((f"{(~kept).sum():,} blank images left out",) if not kept.all() else ()),
    )
    if kept.all():
        result.flags.writeable = False
        return Fitted(Digits(result, raw.labels), raw.test, changes)
    return Fitted(Digits(result[kept], raw.labels[kept]), raw.test[kept], changes)


def _scaled(images: np.ndarray) -> np.ndarray:
    """Images in squares of 28 × 28, uint8 (n, 28, 28); what is so already stays as it is."""
    count, height, width = images.shape
    if (height, width) == (SIDE, SIDE):
        return images if images.flags.owndata and images.flags.writeable else images.copy()
    result = np.empty((count, SIDE, SIDE), np.uint8)
    for place, image in enumerate(images):
        square = Image.fromarray(in_square(image, max(height, width)))
        result[place] = square.resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return result


def _prepared(images: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Images as drawings are prepared, uint8 (n, 28, 28); `kept` loses those without any ink."""
    result = np.zeros((len(images), SIDE, SIDE), np.uint8)
    for place in np.flatnonzero(kept):
        try:
            result[place] = np.rint(prepare_image(images[place]).digit * WHITE)
        except EmptyDrawing:
            kept[place] = False
    return result
