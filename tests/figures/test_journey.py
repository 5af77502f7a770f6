"""The journey: the right stages with the right shapes, tiled without losing a value."""

import numpy as np
import pytest

from mnist_core.figures.journey import journey, stages, tile
from mnist_core.figures.palette import LIGHT
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network

IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[6:22, 12:15] = 255


def activations(id: str):
    return Network.initialise(ARCHITECTURES[id], seed=0).activations(IMAGE)


def test_stages_of_the_keras_network() -> None:
    found = [(stage.name, stage.shape) for stage in stages(activations("keras_cnn"))]
    assert found == [
        ("conv1 + ReLU", "26 × 26 × 32"),
        ("pool1", "13 × 13 × 32"),
        ("conv2 + ReLU", "11 × 11 × 64"),
        ("pool2", "5 × 5 × 64"),
        ("dense1 + ReLU", "128"),
        ("softmax", "10"),
    ]


def test_tile_keeps_every_map_in_order_down_the_columns() -> None:
    output = np.arange(2 * 3 * 20, dtype=np.float32).reshape(2, 3, 20)  # 20 maps of 2 × 3
    tiled = tile(output)
    # two columns of ten maps, one line of NaN between maps
    assert tiled.shape == (10 * 3 - 1, 2 * 4 - 1)
    for number in range(20):
        column, row = divmod(number, 10)
        part = tiled[row * 3 : row * 3 + 2, column * 4 : column * 4 + 3]
        assert (part == output[:, :, number]).all()
    assert np.isnan(tiled[2]).all() and np.isnan(tiled[:, 3]).all()


def test_tile_of_units_has_no_lines() -> None:
    tiled = tile(np.arange(128, dtype=np.float32))
    assert tiled.shape == (32, 4)
    assert (tiled.T.ravel() == np.arange(128)).all()


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_figure_shows_every_stage_upright_with_its_shape(id) -> None:
    shown = activations(id)
    figure = journey(IMAGE, shown, LIGHT)
    heatmaps = [trace for trace in figure.data if trace.type == "heatmap"]
    assert len(heatmaps) == len(stages(shown))  # the digit, and all but the probabilities
    assert (np.asarray(heatmaps[0].z) == IMAGE).all()
    top, bottom = figure.layout.yaxis.range
    assert top > bottom and all(trace.dy > 0 for trace in heatmaps)  # row 0 is at the top
    texts = [annotation.text for annotation in figure.layout.annotations]
    for stage in stages(shown):
        assert f"<b>{stage.name}</b><br>{stage.shape}" in texts


def test_zero_is_paper_and_negative_values_are_blue() -> None:
    for trace in journey(IMAGE, activations("keras_cnn"), LIGHT).data[:-1]:
        assert trace.zmin == 0 and trace.colorscale[0][1] == LIGHT.paper


def test_bars_are_the_probabilities() -> None:
    shown = activations("keras_cnn")
    bars = journey(IMAGE, shown, LIGHT).data[-1]
    probabilities = shown[-1].output
    assert np.allclose(np.asarray(bars.customdata)[:, 1], 100 * probabilities)
    assert np.allclose(np.asarray(bars.x) / np.sum(bars.x), probabilities, atol=1e-6)
    assert bars.marker.color[int(probabilities.argmax())] == LIGHT.accent
    assert bars.marker.color.count(LIGHT.accent) == 1
