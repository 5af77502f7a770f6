"""An evaluation as plain text, for a terminal."""

from __future__ import annotations

import numpy as np

from mnist_core.evaluation.metrics import Evaluation

FREQUENT = 5  # kinds of error named


def text(evaluation: Evaluation) -> str:
    """Accuracy, baseline, loss, a table of scores, and the most frequent errors."""
    low, high = evaluation.accuracy_interval
    count, majority = len(evaluation), evaluation.majority
    lines = [
        f"accuracy {evaluation.accuracy:.2%} (95 % interval {low:.2%} to {high:.2%}), "
        f"{evaluation.right:,} of {count:,}",
        f"always answering {majority.digit}: {evaluation.baseline:.2%}",
        f"loss {evaluation.loss:.4f}",
        "",
        f"{'digit':>5} {'precision':>10} {'recall':>8} {'F1':>8} {'support':>8}",
    ]
    rows = [(str(digit.digit), digit, digit.support) for digit in evaluation.digits]
    rows += [("macro", evaluation.macro, count), ("micro", evaluation.micro, count)]
    for name, scores, support in rows:
        shares = _percent(scores.precision), _percent(scores.recall), _percent(scores.f1)
        lines.append("{:>5} {:>10} {:>8} {:>8} {:>8,}".format(name, *shares, support))
    frequent = ", ".join(
        f"{kind.true} as {kind.predicted} ({kind.count})"
        for kind in evaluation.confusions[:FREQUENT]
    )
    return "\n".join([*lines, "", f"most frequent errors: {frequent or 'none'}"])


def _percent(value: float) -> str:
    return "unknown" if np.isnan(value) else f"{value:.2%}"
