"""Reading the picture files that people bring: photos, scans and screenshots, and hostile ones."""

import io

import numpy as np
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from mnist_core.data.preprocessing import WHITE

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
MOST_PIXELS = 25_000_000  # decoded they are 100 MB
MOST_OF_A_PHOTO = 50_000_000  # what phones take: a JPEG that is decoded at a fraction of its size
ENOUGH = 1024  # pixels of the larger side that are kept: far more than 28
DEEPEST = 65535  # the largest value of a pixel of 16 bits


class UnreadablePicture(ValueError):
    """A file that is not a picture we can read; the message is one sentence for a person."""


def read_picture(data: bytes) -> np.ndarray:
    """Read a picture from the bytes of its file, turned upright, at most 1024 pixels large.

    The size is looked up in the file's head before anything is decoded, so that a small file
    cannot fill the memory. Of an animation the first picture is taken.

    Parameters
    ----------
    data : the content of a PNG, JPEG, WebP, GIF, BMP or TIFF file

    Returns
    -------
    uint8 array of shape (h, w, 4): red, green, blue and opacity

    Raises
    ------
    UnreadablePicture
        If there is no picture in it, or too large a one.
    """
    if not data:
        raise UnreadablePicture("The file is empty: choose a picture, PNG or JPEG.")
    if b"<svg" in data[:1000].lower():
        raise UnreadablePicture("An SVG holds shapes, not pixels: save the drawing as a PNG.")
    try:
        return _decoded(data)
    except UnreadablePicture:
        raise
    except Image.UnidentifiedImageError:
        raise UnreadablePicture(
            "This is no picture that can be read here: save it as a PNG or JPEG."
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnreadablePicture(_too_large("more than 89 million", MOST_PIXELS)) from None
    except Exception:  # a damaged or hostile file can raise anything
        raise UnreadablePicture(
            "The picture's file is damaged or cut off: save it again, or choose another."
        ) from None


def part(
    picture: np.ndarray, turns: int, across: tuple[float, float], down: tuple[float, float]
) -> np.ndarray:
    """Turn a picture clockwise by quarters, and then cut a box out of it.

    Parameters
    ----------
    picture : array of shape (h, w, 4)
    turns : quarter turns
    across, down : where the box begins and ends, as shares of the turned picture's width and height

    Returns
    -------
    a view of shape (h', w', 4), at least one pixel in each direction
    """
    turned = np.rot90(picture, -turns)
    rows, columns = (
        slice(min(int(start * length), length - 1), max(int(end * length), int(start * length) + 1))
        for (start, end), length in zip((down, across), turned.shape, strict=False)
    )
    return turned[rows, columns]


def _decoded(data: bytes) -> np.ndarray:
    Image.init()  # Pillow knows a format by name only once its reader is imported
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        most = MOST_OF_A_PHOTO if _shrinks(picture) else MOST_PIXELS
        if picture.width * picture.height > most:
            raise UnreadablePicture(_too_large(f"{picture.width:,} × {picture.height:,}", most))
        picture.draft(None, (ENOUGH, ENOUGH))
        picture.load()
        upright = ImageOps.exif_transpose(_eight_bits(picture)).convert("RGBA")
    upright.thumbnail((ENOUGH, ENOUGH), Image.Resampling.BOX)
    return np.array(upright)


def _shrinks(picture: Image.Image) -> bool:
    """Whether it is never in memory as a whole; a progressive JPEG is, as it comes in passes."""
    return isinstance(picture, JpegImageFile) and not picture.info.get("progressive")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A picture of 16 or 32 bits a pixel in 8 bits, with its EXIF data; others as they are."""
    if picture.mode not in ("I", "F") and not picture.mode.startswith("I;"):
        return picture
    values = np.nan_to_num(np.asarray(picture, np.float64))
    top = DEEPEST if picture.mode != "F" else max(float(values.max()), 1e-9)
    small = Image.fromarray(np.rint(values.clip(0, top) / top * WHITE).astype(np.uint8))
    small.info["exif"] = picture.getexif().tobytes()
    return small


def _too_large(pixels: str, most: int) -> str:
    return f"The picture has {pixels} pixels: choose one of at most {most // 10**6} million."
