import numpy as np
import pytest

from mnist_core.evaluation.metrics import evaluate
from mnist_core.evaluation.report import text

LABELS = np.array([0, 0, 0, 1, 1, 9, 9, 9, 9, 4])
ANSWERS = np.array([0, 0, 1, 1, 1, 9, 9, 4, 4, 9])


@pytest.fixture
def lines() -> list[str]:
    return text(evaluate(np.eye(10)[ANSWERS], LABELS)).splitlines()


def test_shows_the_figures(lines: list[str]) -> None:
    assert lines[0] == "accuracy 60.00% (95 % interval 31.27% to 83.18%), 6 of 10"
    assert lines[1] == "always answering 9: 40.00%"
    assert lines[5].split() == ["0", "100.00%", "66.67%", "80.00%", "3"]
    assert lines[16].split() == ["micro", "60.00%", "60.00%", "60.00%", "10"]
    assert lines[-1].startswith("most frequent errors: 9 as 4 (2)")


def test_says_what_is_unknown(lines: list[str]) -> None:
    assert lines[7].split() == ["2", "unknown", "unknown", "unknown", "0"]


def test_columns_are_aligned(lines: list[str]) -> None:
    assert len({len(line) for line in lines[4:17]}) == 1


def test_no_errors() -> None:
    assert text(evaluate(np.eye(10), np.arange(10))).endswith("most frequent errors: none")
