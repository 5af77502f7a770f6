"""Pictures of digits and of sets of digits: pixels, counts, preparation, sizes and centres."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mnist_core.data.preprocessing import Stage
from mnist_core.figures.palette import PICTURE_AXIS, Palette, dress
from mnist_core.figures.unchecked import subplots

SIDE = 28
FIELD = (-0.5, SIDE - 0.5)  # the edges of the outermost pixels


def pixels(
    image: np.ndarray, palette: Palette, numbers: bool = False, height: int | None = None
) -> go.Figure:
    """One digit, large, with the value of every pixel under the pointer.

    Parameters
    ----------
    image : uint8 array of shape (28, 28), 0 = paper, 255 = ink
    palette : colours of the appearance
    numbers : whether to print the values that are not 0 into the pixels, in a larger figure
    height : pixels, if it is not to be 400, or 660 with the values
    """
    text = np.where(image > 0, image.astype(str), "") if numbers else None
    heatmap = go.Heatmap(
        z=image,
        zmin=0,
        zmax=255,
        colorscale=palette.sequential,
        showscale=False,
        text=text,
        texttemplate="%{text}" if numbers else None,
        textfont={"size": 10},
        hovertemplate="row %{y}, column %{x}: %{z}<extra></extra>",
    )
    axis = {**PICTURE_AXIS, "tickvals": (0, 9, 18, 27)}
    layout = {
        "xaxis": {**axis, "range": FIELD, "side": "top"},
        "yaxis": {**axis, "range": FIELD[::-1], "scaleanchor": "x"},
        "dragmode": False,
    }
    return dress(go.Figure(heatmap, layout), palette, height or (660 if numbers else 400))


def class_counts(counts: np.ndarray, palette: Palette) -> go.Figure:
    """How many there are of each digit, beside the line where all ten would be equally many.

    Parameters
    ----------
    counts : int array of shape (10,)
    palette : colours of the appearance
    """
    digits = np.arange(len(counts))
    figure = go.Figure(
        go.Bar(
            x=digits,
            y=counts,
            text=[f"{count:,}" for count in counts],
            textposition="outside",
            marker={"color": list(palette.digits)},
            cliponaxis=False,
            hovertemplate="%{x}: %{y:,} digits<extra></extra>",
        )
    )
    figure.add_hline(y=counts.mean(), line={"color": palette.muted, "dash": "dot", "width": 1})
    figure.update_xaxes(tickvals=digits, title={"text": "digit"}, showgrid=False, fixedrange=True)
    figure.update_yaxes(title={"text": "how many"}, rangemode="tozero", fixedrange=True)
    figure.update_layout(dragmode=False, bargap=0.25)
    return dress(figure, palette, 340).update_layout(margin={"t": 28})


def preparation(stages: Sequence[Stage], palette: Palette) -> go.Figure:
    """The stages of a digit's preparation side by side, each on a scale of its own.

    Stages with values below zero are blue there and orange above; the others go from paper to ink.

    Parameters
    ----------
    stages : those whose array is a picture of shape (28, 28, 1)
    palette : colours of the appearance
    """
    titles = [f"{stage.name}<br>{_span(stage.array)}" for stage in stages]
    figure = subplots(1, len(stages), subplot_titles=titles, horizontal_spacing=0.04)
    for column, stage in enumerate(stages, start=1):
        values = stage.array[..., 0]  # (28, 28)
        signed, limit = values.min() < 0, np.abs(values).max() or 1
        figure.add_heatmap(
            z=values,
            row=1,
            col=column,
            showscale=False,
            zmin=-limit if signed else 0,
            zmax=limit,
            colorscale=palette.diverging if signed else palette.sequential,
            hovertemplate="row %{y}, column %{x}: %{z:.4g}<extra></extra>",
        )
        anchor = "x" if column == 1 else f"x{column}"
        figure.update_yaxes(scaleanchor=anchor, constraintoward="top", row=1, col=column)
    axis = {**PICTURE_AXIS, "showticklabels": False, "ticks": ""}
    figure.update_xaxes(range=FIELD, **axis)
    figure.update_yaxes(range=FIELD[::-1], **axis)
    figure.update_layout(dragmode=False)
    return dress(figure, palette, 310).update_layout(margin={"t": 48})


def strip(values: np.ndarray, palette: Palette, name: str, height: int = 96) -> go.Figure:
    """One row of numbers as a strip of colours, such as the 784 inputs of an MLP.

    Parameters
    ----------
    values : array of shape (n,)
    palette : colours of the appearance
    name : what one number is called under the pointer
    height : pixels
    """
    signed, limit = values.min() < 0, np.abs(values).max() or 1
    figure = go.Figure(
        go.Heatmap(
            z=values[np.newaxis],
            zmin=-limit if signed else 0,
            zmax=limit,
            showscale=False,
            colorscale=palette.diverging if signed else palette.sequential,
            hovertemplate=f"{name} %{{x}}: %{{z:.4g}}<extra></extra>",
        )
    )
    figure.update_xaxes(showgrid=False, zeroline=False, fixedrange=True, showline=True, mirror=True)
    figure.update_yaxes(
        visible=True,
        showticklabels=False,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        showline=True,
        mirror=True,
        ticks="",
    )
    figure.update_layout(dragmode=False)
    if len(values) <= SIDE:
        figure.update_xaxes(tickvals=np.arange(len(values)))
    return dress(figure, palette, height)


def larger_sides(sides: np.ndarray, palette: Palette) -> go.Figure:
    """How large the digits are: the larger side of the box around the ink.

    Parameters
    ----------
    sides : int array of shape (n,), pixels
    palette : colours of the appearance
    """
    pixel_counts = np.arange(sides.min(), max(sides.max(), sides.min()) + 1)
    counts = np.array([(sides == size).sum() for size in pixel_counts])
    figure = go.Figure(
        go.Bar(
            x=pixel_counts,
            y=100 * counts / len(sides),
            customdata=counts,
            width=0.6,
            marker={"color": palette.accent},
            hovertemplate="%{x} pixels: %{customdata:,} digits (%{y:.4g} %)<extra></extra>",
        )
    )
    figure.update_xaxes(
        title={"text": "larger side, pixels"},
        range=[0.5, SIDE + 0.5],
        showgrid=False,
        tickvals=[1, 5, 10, 15, 20, 25, 28],
        fixedrange=True,
    )
    figure.update_yaxes(title={"text": "share of digits, %"}, rangemode="tozero", fixedrange=True)
    figure.update_layout(dragmode=False)
    return dress(figure, palette, 300)


def centres(of_mass: np.ndarray, of_box: np.ndarray, palette: Palette) -> go.Figure:
    """Where the digits lie: the centre of their ink beside the middle of the box around it.

    Parameters
    ----------
    of_mass, of_box : float arrays of shape (n, 2), row and column as pixel indices
    palette : colours of the appearance
    """
    figure = subplots(
        1, 2, subplot_titles=("centre of mass", "middle of the box"), horizontal_spacing=0.08
    )
    reach = (9.75, 18.25)
    edges = np.arange(reach[0], reach[1] + 0.01, 0.5)
    for column, points in enumerate((of_mass, of_box), start=1):
        known = points[~np.isnan(points).any(axis=1)]
        shares = 100 * np.histogram2d(*known.T, bins=(edges, edges))[0] / len(known)
        figure.add_heatmap(
            z=shares,
            x=(edges[:-1] + edges[1:]) / 2,
            y=(edges[:-1] + edges[1:]) / 2,
            zmin=0,
            colorscale=palette.sequential,
            showscale=False,
            row=1,
            col=column,
            hovertemplate="row %{y}, column %{x}: %{z:.3g} % of digits<extra></extra>",
        )
        anchor = "x" if column == 1 else "x2"
        figure.update_yaxes(scaleanchor=anchor, constraintoward="top", row=1, col=column)
    axis = {**PICTURE_AXIS, "tickvals": [10, 12, 14, 16, 18]}
    figure.update_xaxes(title={"text": "column"}, range=reach, **axis)
    figure.update_yaxes(title={"text": "row"}, range=reach[::-1], **axis)
    figure.update_layout(dragmode=False)
    return dress(figure, palette, 340).update_layout(margin={"t": 34})


def _span(values: np.ndarray) -> str:
    return f"{values.min():.3g} to {values.max():.3g}".replace("-", "−")
