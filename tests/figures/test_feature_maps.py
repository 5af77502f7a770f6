"""Feature maps and kernels: on one honest scale, upright, each cell with its name and value."""

import numpy as np
import pytest

from mnist_core.figures.feature_maps import feature_maps, kernels
from mnist_core.figures.palette import DARK, LIGHT

RANDOM = np.random.default_rng(0)
SIGNED = RANDOM.normal(size=(4, 5, 6)).astype(np.float32)


def cells(figure):
    """Value and customdata of every cell that is drawn."""
    (trace,) = figure.data
    shown = ~np.isnan(np.asarray(trace.z))
    return np.asarray(trace.z)[shown], np.asarray(trace.customdata)[shown]


def test_maps_are_all_there_with_their_places() -> None:
    values, places = cells(feature_maps(SIGNED, LIGHT))
    number, row, column = places.T
    assert len(values) == SIGNED.size and (SIGNED[row, column, number] == values).all()


def test_signed_maps_share_one_scale_around_zero() -> None:
    trace = feature_maps(SIGNED, DARK).data[0]
    assert trace.zmax == -trace.zmin == pytest.approx(np.abs(SIGNED).max())
    assert trace.colorscale[0][1] == DARK.negative and trace.colorscale[-1][1] == DARK.positive
    assert list(trace.colorbar.tickvals) == [trace.zmin, 0, trace.zmax]


def test_what_cannot_be_negative_goes_from_paper_to_ink() -> None:
    trace = feature_maps(np.maximum(SIGNED, 0), LIGHT).data[0]
    assert trace.zmin == 0 and trace.zmax == pytest.approx(SIGNED.max())
    assert trace.colorscale[0][1] == LIGHT.paper and trace.colorscale[-1][1] == LIGHT.ink


def test_a_silent_layer_is_paper() -> None:
    trace = feature_maps(np.zeros((3, 3, 4)), LIGHT).data[0]
    assert (trace.zmin, trace.zmax) == (0, 1)


def test_maps_are_upright_and_square() -> None:
    layout = feature_maps(SIGNED, LIGHT).layout
    assert layout.yaxis.range[0] > layout.yaxis.range[1] == 0
    assert layout.yaxis.scaleanchor == "x"
    assert list(layout.yaxis.ticktext) == ["0", "3"]


def test_kernels_of_one_channel_are_one_tile_each() -> None:
    kernel = RANDOM.normal(size=(3, 3, 1, 10)).astype(np.float32)
    values, places = cells(kernels(kernel, LIGHT))
    number, channel, row, column = places.T
    assert len(values) == kernel.size and (channel == 0).all()
    assert (kernel[row, column, channel, number] == values).all()


def test_kernels_of_many_channels_show_every_slice() -> None:
    kernel = RANDOM.normal(size=(3, 3, 7, 5)).astype(np.float32)
    values, places = cells(kernels(kernel, LIGHT))
    number, channel, row, column = places.T
    assert len(values) == kernel.size
    assert (kernel[row, column, channel, number] == values).all()


def test_kernels_are_named_on_the_axis_and_under_the_pointer() -> None:
    kernel = RANDOM.normal(size=(3, 3, 1, 10)).astype(np.float32)
    pictures = {"filter": kernels(kernel, LIGHT), "unit": kernels(kernel, LIGHT, "unit")}
    for name, figure in pictures.items():
        assert figure.layout.yaxis.title.text == name
        assert figure.data[0].hovertemplate.startswith(f"{name} %{{customdata[0]}}")
