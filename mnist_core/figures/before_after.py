"""Before and after: probabilities, feature maps, and how far each layer follows a shift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from PIL import Image, ImageDraw, ImageFont

from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette, dress, rgb
from mnist_core.figures.tiling import lay_out

GAP, LABEL = 5, 18  # pixels between maps, and for the words above them
TILE = 84  # pixels: about the side of a map


def before_and_after(before: np.ndarray, after: np.ndarray, palette: Palette) -> go.Figure:
    """Two sets of ten probabilities, one above the other for every digit.

    Parameters
    ----------
    before, after : float arrays of shape (10,)
    palette : colours of the appearance
    """
    bars, digits = [], np.arange(len(before))
    for name, values, colour in (
        ("before", before, palette.muted),
        ("after", after, palette.accent),
    ):
        bar = go.Bar(
            x=values,
            y=digits,
            orientation="h",
            name=name,
            marker={"color": colour},
            text=[percent(value) if value >= 0.01 else "" for value in values],
            textposition="outside",
            textfont={"color": palette.text, "size": 12},
            cliponaxis=False,
            constraintext="none",
            hovertemplate=f"%{{y}} {name}: %{{x:.9g}}<extra></extra>",
        )
        bars.append(bar)
    layout = {
        "xaxis": {"range": (0, 1.2), "visible": False, "fixedrange": True},
        "yaxis": {
            "range": (9.5, -0.5),
            "tickvals": digits,
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "fixedrange": True,
        },
        "barmode": "group",
        "bargap": 0.2,
        "dragmode": False,
        "margin": {"t": 32},
    }
    return dress(go.Figure(bars, layout), palette, 360)


def changes(
    names: Sequence[str],
    in_place: Sequence[float],
    moved: Sequence[float | None],
    palette: Palette,
) -> go.Figure:
    """How much every layer changes when the digit is shifted, compared in two ways.

    Parameters
    ----------
    names : the layers, from first to last
    in_place : relative change, cell by cell
    moved : the same after the first maps were moved along; None where there are no maps
    palette : colours of the appearance
    """
    bars = []
    for name, values, colour in (
        ("compared in place", in_place, palette.muted),
        ("moved along, then compared", moved, palette.accent),
    ):
        known = [(it, value) for it, value in zip(names, values, strict=True) if value is not None]
        bar = go.Bar(
            x=[it for it, _ in known],
            y=[100 * value for _, value in known],
            name=name,
            marker={"color": colour},
            text=[_short(value) for _, value in known],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            constraintext="none",
            textfont={"size": 11},
            hovertemplate=f"%{{x}}, {name}: %{{y:.6g}} %<extra></extra>",
        )
        bars.append(bar)
    layout = {
        "xaxis": {
            "fixedrange": True,
            "showgrid": False,
            "type": "category",
            "categoryorder": "array",
            "categoryarray": list(names),
        },
        "yaxis": {"title": {"text": "change, %"}, "rangemode": "tozero", "fixedrange": True},
        "barmode": "group",
        "bargap": 0.25,
        "dragmode": False,
        "margin": {"t": 48},
    }
    return dress(go.Figure(bars, layout), palette, 320)


def map_rows(
    rows: Sequence[np.ndarray], titles: Sequence[str], palette: Palette, side: int = TILE
) -> np.ndarray:
    """The same few maps in several rows, all on one scale, as one picture.

    Parameters
    ----------
    rows : float arrays of shape (height, width, maps), all of one shape
    titles : words above each row
    palette : blue below zero and orange above; from paper to ink where nothing is below zero
    side : of a map in the picture, about, in pixels

    Returns
    -------
    uint8 array of shape (height, width, 3)
    """
    values = np.stack(rows).transpose(0, 3, 1, 2)  # (rows, maps, height, width)
    zoom = max(1, round(side / max(values.shape[2:])))
    tiles = _colours(values, palette).repeat(zoom, axis=2).repeat(zoom, axis=3)
    count, across, height, width, _ = tiles.shape
    tiles[..., [0, -1], :, :] = tiles[..., [0, -1], :] = rgb(palette.grid)
    down, right = height + GAP + LABEL, width + GAP
    cells = np.empty((count * across, down, right, 3), np.uint8)
    cells[:] = rgb(palette.paper)
    cells[:, LABEL : LABEL + height, :width] = tiles.reshape(-1, height, width, 3)
    laid = lay_out(cells, across)[:, :-GAP]
    font = ImageFont.load_default(13)
    words = int(max(map(font.getlength, titles))) + 1
    canvas = np.empty((count * down, max(laid.shape[1], words), 3), np.uint8)
    canvas[:] = rgb(palette.paper)
    canvas[:, : laid.shape[1]] = laid
    picture = Image.fromarray(canvas)
    pen = ImageDraw.Draw(picture)
    for row, title in enumerate(titles):
        pen.text((0, row * down), title, fill=palette.text, font=font)
    return np.asarray(picture)


def patches(images: np.ndarray, boxes: Sequence[tuple[int, int, int, int]]) -> np.ndarray:
    """Parts cut out of pictures, of one size: smaller ones are filled up with paper.

    Parameters
    ----------
    images : array of shape (n, height, width)
    boxes : for each picture first row, first column, one past the last row and the last column
    """
    height = max(bottom - top for top, _, bottom, _ in boxes)
    width = max(right - left for _, left, _, right in boxes)
    found = np.zeros((len(images), height, width), images.dtype)
    for part, image, (top, left, bottom, right) in zip(found, images, boxes, strict=True):
        part[: bottom - top, : right - left] = image[top:bottom, left:right]
    return found


def _colours(values: np.ndarray, palette: Palette) -> np.ndarray:
    """The values in the colours of their scale, symmetric around 0: uint8 (…, 3)."""
    limit = float(np.abs(values).max()) or 1.0
    signed = values.min() < 0
    scale = palette.diverging if signed else palette.sequential
    stops = [place for place, _ in scale]
    shares = (values / limit + 1) / 2 if signed else values / limit
    levels = np.stack([rgb(colour) for _, colour in scale])
    mixed = [np.interp(shares, stops, levels[:, channel]) for channel in range(3)]
    return np.rint(np.stack(mixed, axis=-1)).astype(np.uint8)


def _short(value: float) -> str:
    return "0 %" if value < 5e-6 else f"{100 * value:.3g} %"
