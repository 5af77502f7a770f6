"""A digit that is changed in the browser is the one that Python changes."""

import numpy as np

from mnist_core.data.perturbations import MEASURED, PERTURBATIONS
from mnist_core.evaluation.nudges import NUDGES, nudged
from mnist_core.evaluation.robustness import SHIFT
from mnist_core.evaluation.sweeps import fine_levels
from tests.js.node import ask

RANDOM = np.random.default_rng(5)
CLOSE = 2e-6  # where one computes in doubles and the other in singles


def digits(count: int) -> np.ndarray:
    ink = RANDOM.random((count, 28, 28), np.float32) * (RANDOM.random((count, 28, 28)) < 0.4)
    return ink.astype(np.float32)


def in_node(asked) -> np.ndarray:
    """The digits as Node changes them, of digits, their levels and what is drawn at random."""
    given = [
        {"digit": digit.ravel().tolist(), "levels": levels, "draws": np.ravel(draws).tolist()}
        for digit, levels, draws in asked
    ]
    return np.array(ask("perturb_digits.js", given)).reshape(-1, 28, 28)


def levels() -> dict[str, float]:
    """Where the dials may stand: each at an end, in the middle, or on a step between."""
    found = {}
    for id, dial in NUDGES.items():
        step = dial.lowest + dial.step * RANDOM.integers((dial.highest - dial.lowest) // dial.step)
        ends = (dial.lowest, dial.highest, PERTURBATIONS[id].neutral)
        found[id] = float(RANDOM.choice([*ends, step, step, step]))
    return found


def test_digits_are_nudged_as_in_python() -> None:
    asked = [(digit, levels(), ()) for digit in digits(60)]
    for one, (digit, where, _) in zip(in_node(asked), asked, strict=True):
        np.testing.assert_allclose(
            one, nudged(digit, where), rtol=0, atol=CLOSE, err_msg=str(where)
        )


def test_every_step_of_every_slider_of_robustness_does_what_it_does_in_python() -> None:
    asked, expected = [], []
    (digit,) = digits(1)
    for id, perturbation in MEASURED.items():
        if id == SHIFT:  # it is dragged
            continue
        for seed, level in enumerate(fine_levels(perturbation)[0].tolist()):
            draws = perturbation.draws((1, 28, 28), seed) if perturbation.draws else ()
            asked.append((digit, {id: level}, draws))
            expected.append(perturbation.function(digit[np.newaxis], level, seed)[0])
    assert {id for _, by, _ in asked for id in by} == set(MEASURED) - {SHIFT}
    np.testing.assert_allclose(in_node(asked), expected, rtol=0, atol=CLOSE)
