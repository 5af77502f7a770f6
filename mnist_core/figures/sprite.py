"""Many small pictures composed into one image, so that a page sends one and not a hundred."""

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mnist_core.figures.palette import Palette, rgb
from mnist_core.figures.tiling import lay_out

LABEL_HEIGHT = 16  # pixels below a tile
LABEL_SIZE = 13


def compose(
    images: np.ndarray,
    palette: Palette,
    *,
    columns: int,
    zoom: int = 2,
    gap: int = 4,
    frames: Sequence[str | None] | None = None,
    labels: Sequence[str] | None = None,
    boxes: Sequence[tuple[int, int, int, int]] | None = None,
) -> np.ndarray:
    """Lay pictures out in rows, left to right and top to bottom, as one crisp image.

    Parameters
    ----------
    images : array of shape (n, height, width), uint8 (255 = ink) or float in [0, 1] (1 = ink);
        NaN is drawn as paper
    palette : its paper is 0 and its ink is 1
    columns : pictures in a row
    zoom : every pixel becomes a square of zoom × zoom, so that it stays a pixel
    gap : pixels between pictures and around them, 2 or more
    frames : a colour for each picture, or None for a hairline in the palette's grid colour
    labels : a short text under each picture
    boxes : a rectangle to mark in each picture: first row, first column, one past the last row,
        one past the last column

    Returns
    -------
    uint8 array of shape (height, width, 3)

    Raises
    ------
    ValueError
        If there are no pictures, or frames, labels or boxes do not match their number.
    """
    count = len(images)
    if not count:
        raise ValueError("There is nothing to compose: give at least one picture.")
    for name, values in (("frames", frames), ("labels", labels), ("boxes", boxes)):
        if values is not None and len(values) != count:
            raise ValueError(f"{count} pictures need {count} {name}, not {len(values)}.")
    tiles = _ink(images, palette).repeat(zoom, axis=1).repeat(zoom, axis=2)  # (n, h, w, 3)
    height, width = tiles.shape[1:3]
    below = LABEL_HEIGHT if labels is not None else 0
    cells = _framed(tiles, frames or [None] * count, gap, below, palette)
    laid = lay_out(cells, columns, rgb(palette.paper))
    canvas = np.empty((laid.shape[0] + gap, laid.shape[1] + gap, 3), np.uint8)
    canvas[:] = rgb(palette.paper)
    edge = gap - gap // 2  # a cell has the other half of the gap before its tile
    canvas[edge : edge + laid.shape[0], edge : edge + laid.shape[1]] = laid
    places = [
        _corner(index, columns, width + gap, height + below + gap, gap) for index in range(count)
    ]
    if boxes is not None:
        canvas = _mark(canvas, places, boxes, zoom, palette)
    return canvas if labels is None else _write(canvas, places, labels, (height, width), palette)


def sheet(images: np.ndarray, palette: Palette, columns: int = 1) -> str:
    """Digits side by side with nothing between them, for components that show parts of a picture.

    Parameters
    ----------
    images : uint8 array of shape (n, 28, 28), 0 = paper, 255 = ink
    palette : its paper is 0 and its ink is 255
    columns : digits in a row; with 1 they stand one below the other

    Returns
    -------
    "data:image/png;base64,…", 28 · columns pixels wide; what is missing in the last row is paper

    Raises
    ------
    ValueError
        If there are no digits.
    """
    if not len(images):
        raise ValueError("There is nothing to show: give at least one digit.")
    return indexed_png_address(lay_out(images, columns), palette.ink_levels())


def png_address(picture: np.ndarray) -> str:
    """A picture as an address that holds it whole: a PNG file in a ``data:`` URL (RFC 2397).

    Parameters
    ----------
    picture : uint8 array of shape (height, width, 3)
    """
    return _address(Image.fromarray(picture))


def indexed_png_address(levels: np.ndarray, colours: np.ndarray) -> str:
    """The same for a picture of at most 256 colours, in a third of the bytes and of the time.

    Parameters
    ----------
    levels : uint8 array of shape (height, width), the number of each pixel's colour
    colours : uint8 array of shape (colours, 3)
    """
    picture = Image.fromarray(levels, "L")
    picture.putpalette(colours.tobytes())
    return _address(picture)


def _address(picture: Image.Image) -> str:
    file = BytesIO()
    picture.save(file, "PNG")
    return "data:image/png;base64," + b64encode(file.getvalue()).decode("ascii")


def _ink(images: np.ndarray, palette: Palette) -> np.ndarray:
    """The pictures in the palette's ink: uint8 array of shape (n, height, width, 3)."""
    if images.dtype != np.uint8:
        images = np.rint(np.nan_to_num(images).clip(0, 1) * 255).astype(np.uint8)
    return palette.ink_levels()[images]


def _framed(
    tiles: np.ndarray, frames: Sequence[str | None], gap: int, below: int, palette: Palette
) -> np.ndarray:
    """Every tile with its half of the gap around it, in which its frame or hairline stands."""
    count, height, width, _ = tiles.shape
    top = gap // 2
    cells = np.empty((count, height + below + gap, width + gap, 3), np.uint8)
    cells[:] = rgb(palette.paper)
    for cell, tile, frame in zip(cells, tiles, frames, strict=True):
        edge = 1 if frame is None else min(top, 3)
        inner = cell[top - edge : top + height + edge, top - edge : top + width + edge]
        inner[:] = rgb(frame or palette.grid)
        cell[top : top + height, top : top + width] = tile
    return cells


def _corner(index: int, columns: int, across: int, down: int, gap: int) -> tuple[int, int]:
    row, column = divmod(index, columns)
    return gap + row * down, gap + column * across


def _mark(
    canvas: np.ndarray,
    places: Sequence[tuple[int, int]],
    boxes: Sequence[tuple[int, int, int, int]],
    zoom: int,
    palette: Palette,
) -> np.ndarray:
    picture = Image.fromarray(canvas)
    pen = ImageDraw.Draw(picture)
    for (top, left), (first_row, first_column, last_row, last_column) in zip(
        places, boxes, strict=True
    ):
        corners = (
            left + first_column * zoom,
            top + first_row * zoom,
            left + last_column * zoom - 1,
            top + last_row * zoom - 1,
        )
        pen.rectangle(corners, outline=palette.accent, width=2)
    return np.array(picture)


def _write(
    canvas: np.ndarray,
    places: Sequence[tuple[int, int]],
    labels: Sequence[str],
    tile: tuple[int, int],
    palette: Palette,
) -> np.ndarray:
    picture = Image.fromarray(canvas)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(LABEL_SIZE)
    for (top, left), label in zip(places, labels, strict=True):
        middle = (left + tile[1] / 2, top + tile[0] + LABEL_HEIGHT / 2 + 1)
        pen.text(middle, label, fill=palette.text, font=font, anchor="mm")
    return np.asarray(picture)
