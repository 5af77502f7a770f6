"""Curves: what is drawn is what was reported."""

import numpy as np
import pytest

from mnist_core.figures.learning_curves import POINTS, accuracy_curve, loss_curve, loss_title
from mnist_core.figures.palette import PALETTES
from mnist_core.training.history import History

LIGHT = PALETTES["light"]


def history(batches, per_epoch):
    epochs = batches // per_epoch
    return History(
        batch_loss=np.linspace(2.3, 0.1, batches),
        batch_accuracy=np.linspace(0.1, 0.9, batches),
        batch_seconds=np.arange(batches) / 10,
        batches_per_epoch=per_epoch,
        validation_loss=np.full(epochs, 0.5),
        validation_accuracy=np.full(epochs, 0.8),
        training_loss=np.full(epochs, 0.6),
        training_accuracy=np.full(epochs, 0.7),
    )


@pytest.mark.parametrize("batches", [0, 1, 7, POINTS, 20_000])
def test_curves_of_any_length(batches):
    raw, smooth, validation = loss_curve(history(batches, 100), 300, LIGHT).data
    assert len(raw.x) == len(smooth.x) == min(batches, POINTS)
    assert len(validation.x) == batches // 100
    if batches:
        assert (raw.x[-1], raw.y[-1]) == (batches / 100, [2.3, 0.1][batches > 1])
        assert raw.y[0] == smooth.y[0] == 2.3  # the mean starts where the values start


def test_validation_stands_at_the_end_of_its_epoch():
    validation = accuracy_curve(history(25, 10), 5, LIGHT).data[2]
    np.testing.assert_array_equal(validation.x, [1, 2])
    np.testing.assert_array_equal(validation.y, [0.8, 0.8])


def test_before_the_first_batch_the_axis_holds_the_loss_of_guessing():
    low, high = loss_curve(history(0, 10), 5, LIGHT).layout.yaxis.range
    assert low < np.log10(np.log(10)) < high


def test_chance_and_majority_lines_are_drawn_at_their_shares():
    figure = accuracy_curve(history(3, 10), 5, LIGHT, majority=0.1235)
    assert [line.y0 for line in figure.layout.shapes] == [0.1, 0.1235]
    texts = [annotation.text for annotation in figure.layout.annotations]
    assert texts == ["guessing: 10%", "always answering the commonest digit: 12.3%"]


def test_two_lines_at_the_same_share_are_one():
    figure = accuracy_curve(history(3, 10), 5, LIGHT, majority=0.1)
    assert [shape.y0 for shape in figure.layout.shapes] == [0.1]
    (note,) = figure.layout.annotations
    assert note.text == "guessing, or always answering the commonest digit: 10.0%"


@pytest.mark.parametrize("palette", PALETTES.values())
def test_axes_are_labelled(palette):
    for figure in (
        loss_curve(history(3, 2), 2, palette),
        accuracy_curve(history(3, 2), 2, palette),
    ):
        assert figure.layout.xaxis.title.text and figure.layout.yaxis.title.text


@pytest.mark.parametrize(
    ("losses", "title"),
    [
        (["cross_entropy", "nll"], "loss in nats"),
        (["squared_error"], "mean squared error"),
        (["nll", "squared_error"], "loss, each run's own"),
    ],
)
def test_an_axis_says_which_loss_it_is(losses, title):
    assert loss_title(losses) == title
    figure = loss_curve(history(3, 2), 2, LIGHT, losses[-1])
    assert figure.layout.yaxis.title.text == f"{loss_title(losses[-1:])}, log scale"
