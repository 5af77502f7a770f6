"""Moved digits: which can be moved, and how they are read."""

import numpy as np
import pytest

from mnist_core.data.digits import Digits
from mnist_core.data.measurements import bounding_boxes
from mnist_core.evaluation.metrics import evaluate
from mnist_core.lessons.claims import position
from mnist_core.lessons.claims.claim import FAILS, UNKNOWN, Evidence, settle
from mnist_core.lessons.claims.position import Anywhere, judge_anywhere
from mnist_core.lessons.claims.register import CLAIMS
from mnist_core.network.forward import Network


def test_digits_that_are_not_moved_are_read_as_ever(evidence):
    digits, _ = position.whole_digits(evidence, 4)
    still, moved = position.curve(evidence, "mlp", (0, 4))
    plain = evaluate(Network.load("mlp").predict(digits.images), digits.labels).accuracy
    assert still == plain > moved + 0.2


@pytest.mark.slow
def test_digits_that_would_be_cut_off_are_left_out(evidence, results):
    """A digit is whole where its box has the room on the side it is moved to."""
    digits = evidence.digits()[: position.READ]
    top, left, height, width = bounding_boxes(digits.images).T
    sides = np.array([28 - left - width, left, 28 - top - height, top])  # right, left, down, up
    places = np.arange(len(digits))
    wanted = np.flatnonzero(sides[places % 4, places] >= 4)
    kept, directions = position.whole_digits(evidence, 4)
    assert 200 < len(wanted) < 360
    np.testing.assert_array_equal(kept.images, digits.images[wanted])
    expected = [position.DIRECTIONS[place % 4] for place in wanted]
    np.testing.assert_array_equal(directions, expected)
    assert results["anywhere"].figures.digits == len(wanted)


@pytest.mark.parametrize("id", ["anywhere", "nearby", "moving"])
def test_pictures_that_fill_the_frame_cannot_be_moved(id):
    full = Digits(np.full((20, 28, 28), 9, np.uint8), np.arange(20) % 10)
    result = settle(CLAIMS[id], Evidence(digits=lambda: full))
    assert result.finding.verdict == UNKNOWN and result.chart is result.figures is None
    assert result.finding.says == "All of the first 20 digits are cut off when moved so far."


ANYWHERE = {"mlp": (0.98, 0.3), "classic_cnn": (0.99, 0.7), "keras_cnn": (0.99, 0.7)}


def test_moved_digits_to_learn_from_are_praised_only_where_they_help():
    helped = judge_anywhere(Anywhere({**ANYWHERE, "robust_cnn": (0.99, 0.98)}, digits=9))
    not_helped = judge_anywhere(Anywhere({**ANYWHERE, "robust_cnn": (0.99, 0.5)}, digits=9))
    assert helped.verdict == not_helped.verdict == FAILS
    assert "it loses 1.0 points. That is what makes the difference." in helped.instead
    assert "it loses 49.0 points." in not_helped.instead
    assert "makes the difference" not in not_helped.instead
    assert "9 lose no ink" in helped.says and "do not even" not in helped.instead
    worse = {**ANYWHERE, "mlp": (0.9, 0.8), "robust_cnn": (0.99, 0.98)}
    assert "do not even soften the fall" in judge_anywhere(Anywhere(worse, digits=9)).instead
