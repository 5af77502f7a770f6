"""What a layer holds and what it makes of a digit: kernels and feature maps.

Signed values are blue below zero and orange above, with symmetric limits; values that cannot be
negative go from paper (0) to ink. All maps of a layer share one scale.
"""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from mnist_core.figures.palette import PICTURE_AXIS, Palette, dress, mix
from mnist_core.figures.tiling import Tiling, at_most, tile

WIDTH = 400  # the width in pixels for which heights are chosen
BELOW = 64  # room for the colour bar


def feature_maps(output: np.ndarray, palette: Palette, name: str = "map") -> go.Figure:
    """All feature maps of a layer in one grid, on one scale; row and column count from 0.

    Parameters
    ----------
    output : float array of shape (height, width, maps)
    palette : colours of the appearance
    name : what one tile is called under the pointer
    """
    height, width, count = output.shape
    shown = at_most(count, height * width)
    tiling = tile(output[..., :shown].transpose(2, 0, 1))
    hover = f"{name} %{{customdata[0]}}, row %{{customdata[1]}}, column %{{customdata[2]}}"
    return _grid(tiling, tiling.places, hover, output, palette, name)


def kernels(kernel: np.ndarray, palette: Palette, name: str = "filter") -> go.Figure:
    """All kernels of a convolution in the order of its feature maps, on one scale.

    A filter over many input maps has one slice for each of them; its slices stand together, in
    rows from left to right.

    Parameters
    ----------
    kernel : float array of shape (size, size, channels, filters)
    palette : colours of the appearance
    name : what one filter is called; "unit" for a dense layer's
    """
    size, _, channels, filters = kernel.shape
    shown = at_most(filters, size * size * channels)
    slices = kernel[..., :shown].transpose(3, 2, 0, 1)  # (filters, channels, size, size)
    blocks = [tile(block) for block in slices]
    tiling = tile(np.stack([block.values for block in blocks]))
    inner = blocks[0].places
    at = tiling.places.astype(int)
    rows, columns = at[..., 1].clip(max=len(inner) - 1), at[..., 2].clip(max=inner.shape[1] - 1)
    places = np.concatenate([at[..., :1], inner[rows, columns]], axis=-1).astype(np.uint16)
    hover = f"{name} %{{customdata[0]}}, input map %{{customdata[1]}}, row %{{customdata[2]}}, "
    hover += "column %{customdata[3]}"
    figure = _grid(tiling, places, hover, kernel, palette, name)
    return figure if channels == 1 else figure.update_layout(plot_bgcolor=palette.grid)


def _grid(
    tiling: Tiling, places: np.ndarray, hover: str, values: np.ndarray, palette: Palette, name: str
) -> go.Figure:
    limit, signed = float(np.abs(values).max()) or 1.0, bool(values.min() < 0)
    figure = go.Figure(
        go.Heatmap(
            z=tiling.values,
            x=tiling.x,
            y=tiling.y,
            customdata=places,
            hoverongaps=False,
            zmin=-limit if signed else 0,
            zmax=limit,
            colorscale=palette.diverging if signed else palette.sequential,
            colorbar=_colour_bar(limit, signed, palette),
            hovertemplate=hover + ": %{z:.7g}<extra></extra>",
        )
    )
    every = max(1, -(-tiling.down // 12))  # so that the numbers beside the rows keep apart
    first = [f"{tiling.across * row:,}" for row in range(0, tiling.down, every)]
    line = {**PICTURE_AXIS, "ticks": ""}
    figure.update_xaxes(range=[0, tiling.x[-1]], showticklabels=False, **line)
    figure.update_yaxes(
        range=[tiling.y[-1], 0],
        scaleanchor="x",
        tickvals=tiling.middles[::every],
        ticktext=first,
        **line,
    )
    if tiling.down * tiling.across > 1:
        figure.update_yaxes(title={"text": name, "standoff": 12})
    else:
        figure.update_yaxes(showticklabels=False)
    figure.update_layout(dragmode=False)
    dress(figure, palette, round(min(WIDTH * tiling.y[-1] / tiling.x[-1], 1.1 * WIDTH)) + BELOW)
    between = mix(palette.grid, palette.muted, 0.3)
    return figure.update_layout(plot_bgcolor=between, margin={"t": 4, "l": 4, "b": 4})


def _colour_bar(limit: float, signed: bool, palette: Palette) -> dict:
    ticks = [-limit, 0, limit] if signed else [0, limit]
    return {
        "orientation": "h",
        "thickness": 10,
        "len": 0.8,
        "x": 0.5,
        "y": 0,
        "yanchor": "top",
        "ypad": 12,
        "outlinecolor": palette.grid,
        "outlinewidth": 1,
        "tickvals": ticks,
        "ticktext": [f"{tick:.3g}".replace("-", "−") for tick in ticks],
        "tickfont": {"color": palette.muted},
        "ticks": "",
    }
