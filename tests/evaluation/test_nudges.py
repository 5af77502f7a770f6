"""Nudges of one digit, and the search for the smallest that flips the answer."""

import numpy as np
import pytest

from mnist_core.data.embedded import held_out_digits
from mnist_core.data.geometry import rotate, shift
from mnist_core.data.perturbations import PERTURBATIONS
from mnist_core.evaluation.nudges import NUDGES, STEPS, curve, flips, levels, nudged
from mnist_core.network.forward import Network


class Ruler:
    """Stands in for a network where the truth must be known: reads where the ink lies.

    The answer is 1 if the ink's centre is right of `edge`, else 0.
    """

    def __init__(self, edge):
        self.edge = edge

    def predict(self, images):
        columns = (images.sum(axis=1) @ np.arange(28)) / images.sum(axis=(1, 2))
        answers = np.zeros((len(images), 10), np.float32)
        answers[np.arange(len(images)), (columns > self.edge).astype(int)] = 1
        return answers


def block():
    """A square whose centre of mass is column 13.5."""
    digit = np.zeros((28, 28), np.float32)
    digit[10:18, 10:18] = 1
    return digit


@pytest.mark.parametrize(("edge", "level"), [(15.0, 1.5), (16.83, 3.33), (13.6, 0.1)])
def test_the_smallest_shift_is_found(edge, level):
    found = {flip.nudge: flip for flip in flips(Ruler(edge), block())}
    assert found["right"].level == pytest.approx(level, abs=0.02)
    assert found["right"].level >= level - 1e-3  # beyond the edge, not before it
    assert found["right"].answer == 1
    assert set(found) <= {"right", "thicken", "rescale", "rotate"}
    assert "down" not in found


def test_to_the_left_as_well():
    (flip,) = (it for it in flips(Ruler(12.5), block()) if it.nudge == "right")
    assert flip.level == pytest.approx(-1, abs=0.02) and flip.answer == 0


def test_where_nothing_flips_there_is_none():
    assert flips(Ruler(40), block()) == ()


@pytest.mark.slow
def test_a_real_network_is_flipped_just_there_and_not_before():
    network = Network.load("mlp")
    for image in held_out_digits().images[:5]:
        digit = image / np.float32(255)
        answer = network.predict(digit[np.newaxis])[0].argmax()
        found = flips(network, digit)
        assert [it.changed for it in found] == sorted(it.changed for it in found)
        assert {"right", "down"} <= {it.nudge for it in found}  # an MLP knows no shift
        for flip in found:
            neutral = PERTURBATIONS[flip.nudge].neutral
            there = nudged(digit, {flip.nudge: flip.level})
            before = neutral + 0.97 * (flip.level - neutral)
            assert network.predict(there[np.newaxis])[0].argmax() == flip.answer != answer
            assert network.predict(nudged(digit, {flip.nudge: before})[np.newaxis])[0].argmax() == (
                answer
            )
            assert flip.changed == pytest.approx(np.abs(there - digit).mean(), abs=1e-6)


@pytest.mark.parametrize("id", NUDGES)
def test_a_curve_passes_through_the_digit_itself(id):
    network, digit = Network.load("mlp"), held_out_digits().images[3] / np.float32(255)
    along, probabilities = levels(id), curve(network, digit, id)
    assert probabilities.shape == (2 * STEPS + 1, 10) == (len(along), 10)
    assert along[STEPS] == PERTURBATIONS[id].neutral and (np.diff(along) > 0).all()
    assert (along[0], along[-1]) == (NUDGES[id].lowest, NUDGES[id].highest)
    assert probabilities[STEPS] == pytest.approx(network.predict(digit[np.newaxis])[0], abs=1e-5)
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_dials_turn_one_after_the_other():
    digit = held_out_digits().images[3] / np.float32(255)
    assert (nudged(digit, {}) == digit).all()
    expected = rotate(shift(digit[np.newaxis], 2, 0), 10)[0]
    assert nudged(digit, {"rotate": 10, "right": 2}) == pytest.approx(expected, abs=1e-6)


def test_every_dial_can_be_put_back_to_where_nothing_changes() -> None:
    for id, dial in NUDGES.items():
        steps = (PERTURBATIONS[id].neutral - dial.lowest) / dial.step
        assert steps == pytest.approx(round(steps)), "a browser moves a dial to one of its steps"
