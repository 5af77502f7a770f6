"""A digit that is nudged in the browser is the one that Python nudges."""

import numpy as np

from mnist_core.data.perturbations import PERTURBATIONS
from mnist_core.evaluation.nudges import NUDGES, nudged
from tests.js.node import ask


def levels(random: np.random.Generator) -> dict[str, float]:
    """Where the dials may stand: each at an end, in the middle, or on a step between."""
    found = {}
    for id, dial in NUDGES.items():
        step = dial.lowest + dial.step * random.integers((dial.highest - dial.lowest) // dial.step)
        ends = (dial.lowest, dial.highest, PERTURBATIONS[id].neutral)
        found[id] = float(random.choice([*ends, step, step, step]))
    return found


def test_digits_are_nudged_as_in_python() -> None:
    random = np.random.default_rng(5)
    digits = random.random((60, 28, 28), np.float32) * (random.random((60, 28, 28)) < 0.4)
    digits = digits.astype(np.float32)
    standing = [levels(random) for _ in digits]
    given = {"digits": digits.reshape(-1, 784).tolist(), "levels": standing}
    found = np.array(ask("nudge_digits.js", given)).reshape(-1, 28, 28)
    for one, digit, where in zip(found, digits, standing, strict=True):
        np.testing.assert_allclose(one, nudged(digit, where), rtol=0, atol=2e-6, err_msg=str(where))
