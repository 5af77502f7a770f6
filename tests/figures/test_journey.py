"""The journey: the right stops with the right shapes, without losing a value."""

import numpy as np
import pytest

from mnist_core.figures.journey import LINE, MOST, colours, picture, stops
from mnist_core.figures.palette import DARK, LIGHT, rgb
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Activation, Network
from mnist_core.network.layers import ReLU

IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[6:22, 12:15] = 255


def activations(id: str):
    return Network.initialise(ARCHITECTURES[id], seed=0).activations(IMAGE)


def test_stops_of_the_keras_network() -> None:
    found = [(stop.name, stop.shape) for stop in stops(IMAGE, activations("keras_cnn"))]
    assert found == [
        ("digit", "28 × 28"),
        ("conv1 + ReLU", "26 × 26 × 32"),
        ("pool1", "13 × 13 × 32"),
        ("conv2 + ReLU", "11 × 11 × 64"),
        ("pool2", "5 × 5 × 64"),
        ("dense1 + ReLU", "128"),
        ("softmax", "10"),
    ]


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_every_stop_has_its_layers_values_map_by_map(id) -> None:
    shown = activations(id)
    outputs = {activation.name: activation.output for activation in shown}
    relus = [it for it in shown if it.layer.kind == "ReLU"]
    digit, *others = stops(IMAGE, shown)
    assert (digit.maps == [IMAGE]).all()
    for stop in others:
        output = relus.pop(0).output if "ReLU" in stop.name else outputs[stop.name]
        assert stop.maps.dtype == np.float32
        for number, seen in enumerate(stop.maps):
            assert (seen == output[..., number]).all()
    assert not relus


def of(output) -> tuple:
    """The one stop after the digit, of a ReLU with this output."""
    return stops(IMAGE, [Activation("it", ReLU(), np.asarray(output, np.float32), {})])[1]


@pytest.mark.parametrize(
    ("shape", "down"),
    [((2, 3, 20), 10), ((2, 3, 33), 11), ((5, 5, 6), 6), ((128,), 32), ((50,), 25)],
)
def test_columns_are_of_equal_length_and_never_too_long(shape, down) -> None:
    assert of(np.zeros(shape)).down == down


def test_the_largest_hundredth_is_full_ink() -> None:
    values = np.append(np.arange(1, 102), np.zeros(900))  # zeros do not count
    assert of(values).full == pytest.approx(100)  # of 1 to 101, 99 % are at most 100
    assert of(-values).full == pytest.approx(100)


def test_a_stage_that_says_nothing_is_paper() -> None:
    silent = of(np.zeros((3, 3, 2)))
    assert silent.full == 1 and not silent.signed


def test_values_below_zero_are_told_apart() -> None:
    assert of([1.0, -0.5]).signed and not of([1.0, 0.5]).signed


def test_a_picture_has_every_map_upright_in_columns_with_lines_between_them() -> None:
    output = np.arange(2 * 3 * 20, dtype=np.float32).reshape(2, 3, 20)  # 20 maps of 2 × 3
    stop = of(output)
    shown = picture(stop)
    assert shown.shape == (10 * 3 - 1, 2 * 4 - 1)
    for number in range(20):
        column, row = divmod(number, 10)
        part = shown[row * 3 : row * 3 + 2, column * 4 : column * 4 + 3]
        share = np.minimum(output[:, :, number] / stop.full, 1)
        assert (part == np.rint(MOST * share)).all()
    assert (shown[2] == LINE).all() and (shown[:, 3] == LINE).all()


def test_a_picture_of_units_has_no_lines() -> None:
    shown = picture(of(np.arange(128)))
    assert shown.shape == (32, 4)
    assert (np.diff(shown.T.ravel().astype(int)) >= 0).all()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_0_is_paper_and_negative_values_are_blue(palette) -> None:
    rising, signed = of([0.0, 1.0]), of([-1.0, 0.0, 1.0])

    def seen(stop):
        return ["#" + bytes(it).hex() for it in colours(stop, palette)[picture(stop).ravel()]]

    assert seen(rising) == [palette.paper, palette.ink]
    assert seen(signed) == [palette.negative, palette.neutral, palette.positive]
    assert (colours(rising, palette)[LINE] == rgb(palette.grid)).all()
