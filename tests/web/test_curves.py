"""Curves as SVG: what stands where, worked out by hand."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from mnist_core.training.history import History, shipped_history
from mnist_core.web.curves import (
    BOTTOM,
    HEIGHT,
    LEFT,
    POINTS,
    RIGHT,
    TOP,
    WIDTH,
    accuracy_curve,
    loss_curve,
)


@pytest.fixture
def history():
    """Two epochs of two batches each."""
    loss, accuracy = np.array([1.0, 1.0, 1.0, 1.0]), np.full(4, 0.5)
    validation = np.array([0.1, 0.01]), np.array([0.8, 1.0])
    return History(loss, accuracy, np.arange(4.0), 2, *validation, loss[:2], accuracy[:2])


def parts(svg):
    root = ElementTree.fromstring(svg)
    places = {
        it.get("class"): [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", d)]
        for it in root.iter("path")
        for d in [it.get("d")]
    }
    dots = [(float(it.get("cx")), float(it.get("cy"))) for it in root.iter("circle")]
    return root, places, dots


def test_losses_stand_on_powers_of_ten(history):
    root, places, dots = parts(loss_curve(history))
    across, middle = WIDTH - LEFT - RIGHT, (TOP + HEIGHT - BOTTOM) / 2
    assert dots == [(LEFT + across / 2, middle), (LEFT + across, HEIGHT - BOTTOM)]
    assert places["validation"] == dots
    assert [y for _, y in places["batches"]] == [
        TOP
    ] * 4  # a loss of 1, the highest of 1, 0.1, 0.01
    assert [x for x, _ in places["batches"]] == [LEFT + across * n / 4 for n in range(1, 5)]
    texts = [it.text for it in root.iter("text")]
    assert texts == ["0.01", "0.1", "1", "0", "1", "2", "epochs"]
    assert root.get("aria-label") == "Loss (log scale) over 2 epochs and 4 batches."


def test_accuracies_stand_between_nothing_and_all(history):
    _, places, dots = parts(accuracy_curve(history))
    height = HEIGHT - TOP - BOTTOM
    assert [y for _, y in dots] == [pytest.approx(TOP + 0.2 * height), TOP]
    assert {y for _, y in places["batches"]} == {TOP + height / 2}


def test_a_long_history_is_drawn_with_few_points_and_a_short_one_at_all():
    long = shipped_history("mlp")
    assert long.batches > 10_000
    for curve in (loss_curve, accuracy_curve):
        _, places, dots = parts(curve(long))
        assert len(places["batches"]) <= POINTS and len(dots) == long.epochs
    none = np.empty(0)
    one = History(np.array([2.3]), np.array([0.1]), np.array([1.0]), 10, none, none, none, none)
    for curve in (loss_curve, accuracy_curve):
        _, places, dots = parts(curve(one))
        assert len(places["batches"]) == 1 and dots == places["validation"] == []
