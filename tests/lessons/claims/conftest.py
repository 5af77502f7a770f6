"""What the tests of claims share: the embedded digits as evidence, and what they show."""

from collections.abc import Callable

import pytest

from mnist_core.data.sources import held_out_digits
from mnist_core.lessons.claims.claim import Evidence, Result, settle
from mnist_core.lessons.claims.register import CLAIMS


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    digits = held_out_digits()
    return Evidence(digits=lambda: digits)


@pytest.fixture(scope="session")
def results(evidence: Evidence) -> dict[str, Result]:
    return {id: settle(claim, evidence) for id, claim in CLAIMS.items()}


@pytest.fixture(scope="session")
def three() -> Callable[[float], tuple[float, float, float]]:
    """Three random seeds around a mean."""
    return lambda mean: (mean - 0.001, mean, mean + 0.001)
