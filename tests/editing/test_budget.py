"""Budget: the published shares, pixels that nobody reads, and the shapes of document 004."""

import numpy as np
import pytest

from mnist_core.editing.budget import (
    same_paddings_that_give,
    shapes_from,
    shares,
    unread_pixels,
    with_same_padding,
)
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.layers import (
    Add,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    ReLU,
    Softmax,
)
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import summary

KERAS_CNN = ARCHITECTURES["keras_cnn"].rows


def test_where_the_parameters_are_is_not_where_the_work_is() -> None:
    found = {share.name: share for share in shares(KERAS_CNN)}
    assert found["conv2"].parameters == pytest.approx(18_496 / 225_034)
    assert found["conv2"].work == pytest.approx(2_230_272 / 2_631_040)
    assert round(100 * found["conv2"].parameters, 1) == 8.2
    assert round(100 * found["conv2"].work, 1) == 84.8
    assert round(100 * found["dense1"].parameters, 1) == 91.1
    assert found["relu1"].parameters == found["relu1"].work == 0


@pytest.mark.parametrize("id", ARCHITECTURES)
def test_shares_are_parts_of_one(id) -> None:
    found = shares(ARCHITECTURES[id].rows)
    assert sum(share.parameters for share in found) == pytest.approx(1)
    assert sum(share.work for share in found) == pytest.approx(1)


def test_last_pixels_of_the_digit_are_never_read_by_keras_cnn() -> None:
    assert unread_pixels(KERAS_CNN) == ((26, 27), (26, 27))
    flatten = next(row for row in KERAS_CNN if row.layer.name == "flatten")
    assert flatten.receptive_field.rows.pixels(0, 28) == (0, 26)
    for id in ("classic_cnn", "wide_cnn", "mlp"):
        assert unread_pixels(ARCHITECTURES[id].rows) == ((), ())


def test_gaps_between_windows_are_unread() -> None:
    rows = summary((Conv2D(1, 1, 3), GlobalAveragePooling2D()), (7, 9, 1))
    assert unread_pixels(rows) == ((1, 2, 4, 5), (1, 2, 4, 5, 7, 8))


@pytest.mark.parametrize(
    "body",
    [
        (Conv2D(3, 3, 2),),
        (Conv2D(2, 2, 3, "same"), Conv2D(2, 2, 2)),
        (Conv2D(2, 5), Conv2D(2, 3, 4)),
        (ReLU(name="a"), Conv2D(2, 1, 3, name="b"), Conv2D(2, 2, 3, "same", reads="a"), Add("b")),
    ],
)
def test_unread_pixels_change_nothing_and_others_do(body) -> None:
    layers = (*body, Flatten(), Dense(10), Softmax())
    architecture = Architecture(id="a", title="A", layers=layers)
    network = Network.initialise(architecture, 0)
    rows, columns = unread_pixels(architecture.rows)
    digits = np.full((29, 28, 28), 0.5)
    digits[np.arange(1, 29), np.arange(28)] = 1.0  # in each digit one row of pixels has more ink
    answers = network.predict(digits)
    changed = np.abs(answers[1:] - answers[0]).max(axis=1) > 1e-6  # more than rounding
    assert tuple(np.flatnonzero(~changed)) == rows == columns


def test_document_004_computes_its_shapes_with_another_padding() -> None:
    assert shapes_from(KERAS_CNN, "conv2") == ((11, 11, 64), (5, 5, 64), (1600,))
    layers = [row.layer for row in KERAS_CNN]
    assert shapes_from(with_same_padding(layers, "conv2"), "conv2") == (
        (13, 13, 64),
        (6, 6, 64),
        (2304,),
    )
    assert same_paddings_that_give(KERAS_CNN, 2304) == ("conv1", "conv2")
    assert same_paddings_that_give(KERAS_CNN, 1600) == ()
